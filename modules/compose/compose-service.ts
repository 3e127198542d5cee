import type { ContainerCondition, ContainerProps } from '../ecs/task/container';
import type { SinglePort } from '../ecs/task/port-mapping';
import type { TaskSettings } from '../ecs/task/task-definition-props';
import type { Volume } from '../ecs/task/volume';
import type { PolicyStatement } from '../identity/policy-statement';
import type { JsonObject } from '../shared/json-object';
import { containerOf, dependenciesOf } from './compose-container';
import { type ComposeDeploy, deployOf } from './compose-deploy';
import { type ComposeLogging, loggingOf } from './compose-logging';
import { mountsOf } from './compose-mounts';
import { type PublishedPort, portKey, portsOf } from './compose-ports';
import type { ComposeReading } from './compose-reading';
import { textsOf, wrong } from './compose-values';

/** One service of a Compose file in the words of ECS. */
export interface ComposeService {
  readonly name: string;
  /** Without what depends on the other services and on the log groups. */
  readonly container: ContainerProps;
  /** All that its program listens on. */
  readonly ports: readonly SinglePort[];
  readonly dependsOn: Readonly<Record<string, ContainerCondition>>;
  /** The service whose network it shares, and so its task. */
  readonly inTaskOf?: string;
  /** Ports that the service `inTaskOf` publishes for it, `9090/tcp`: Docker lets it publish none itself. */
  readonly borrowedPorts: readonly string[];
  readonly published: readonly PublishedPort[];
  readonly logging: ComposeLogging;
  readonly deploy: ComposeDeploy;
  readonly task: Pick<TaskSettings, 'pidMode' | 'ipcMode' | 'architecture' | 'networkMode'>;
  readonly networks: readonly string[];
  readonly links: readonly string[];
  readonly unnamedVolumes: Readonly<Record<string, Volume>>;
  readonly statements: readonly PolicyStatement[];
  readonly policyArns: readonly string[];
}

const IGNORED = {
  annotations: 'for other tools',
  attach: 'for the terminal of docker compose up',
  build: 'images are built and pushed by a pipeline',
  container_name: 'containers are called like their services',
  develop: 'for docker compose watch',
  pull_policy: 'ECS pulls the image for each task',
  restart: 'ECS replaces tasks that end',
};

/** Fields of Compose that no field of ECS corresponds to. */
const NOTHING_ON_ECS =
  'blkio_config cgroup cgroup_parent configs cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime ' +
  'cpuset credential_spec device_cgroup_rules domainname extends external_links gpus group_add isolation label_file ' +
  'mac_address memswap_limit models oom_kill_disable oom_score_adj pids_limit post_start pre_stop provider ' +
  'runtime stop_signal storage_opt use_api_socket userns_mode uts volume_driver';

/** A port is that of the container that listens on it, not of the one that publishes it. */
export function withOwnPorts(services: readonly ComposeService[]): readonly ComposeService[] {
  return services.map((service) => {
    const { name, inTaskOf, borrowedPorts } = service;
    const lent = services.flatMap((other) => (other.inTaskOf === name ? other.borrowedPorts : []));
    const lender = services.find((other) => other.name === inTaskOf);
    const own = <T extends SinglePort | PublishedPort>(ports: readonly T[], theirs: readonly T[] = []): T[] => [
      ...ports.filter((port) => !lent.includes(portKey(port))),
      ...theirs.filter((port) => borrowedPorts.includes(portKey(port))),
    ];
    return {
      ...service,
      ports: own(service.ports, lender?.ports),
      published: own(service.published, lender?.published),
    };
  });
}

export function serviceOf(name: string, json: JsonObject, reading: ComposeReading): ComposeService {
  const { ports, published } = portsOf(json);
  const { unnamed, ...mounts } = mountsOf(json, name);
  reading.ignore(json, IGNORED);
  reading.ignoreExtensions(json);
  for (const field of NOTHING_ON_ECS.split(' ')) {
    json.refuse(field, 'nothing: ECS has no such setting', 'remove it, or put it into the image');
  }
  if (!json.has('image')) json.refuse('build', 'an image beside it: nothing is built here', 'write image: as well');
  const network = json.text('network_mode');
  return {
    name,
    container: {
      ...containerOf(json, { ...mounts, unnamed }, reading),
      disableNetworking: network === 'none' ? true : undefined,
    },
    ports,
    dependsOn: dependenciesOf(json),
    inTaskOf: network?.startsWith('service:') === true ? network.slice('service:'.length) : undefined,
    borrowedPorts: textsOf(json, 'x-ecs-ports').map((port) => (port.endsWith('/udp') ? port : `${port}/tcp`)),
    published,
    logging: loggingOf(json, reading),
    deploy: deployOf(json, reading),
    task: {
      pidMode: json.oneOf('pid', ['host']),
      ipcMode: json.oneOf('ipc', ['host', 'none']),
      architecture: architectureOf(json),
      networkMode: networkModeOf(json, network),
    },
    networks: network === undefined ? networksOf(json, reading) : [],
    links: textsOf(json, 'links'),
    unnamedVolumes: unnamed,
    statements: statementsOf(json.object('x-aws-role')),
    policyArns: textsOf(json, 'x-aws-policies'),
  };
}

function architectureOf(json: JsonObject): TaskSettings['architecture'] {
  const platform = json.oneOf('platform', ['linux/amd64', 'linux/arm64', 'linux/arm64/v8']);
  if (platform === undefined) return undefined;
  return platform === 'linux/amd64' ? 'X86_64' : 'ARM64';
}

/** `bridge` is what Docker does without a word; it is asked for on EC2 only, by the ECS parameters. */
function networkModeOf(json: JsonObject, network: string | undefined): TaskSettings['networkMode'] {
  if (network === undefined || /^(bridge|none|service:.+)$/.test(network)) return undefined;
  return network === 'host' ? 'host' : wrong(json, 'network_mode', 'service:NAME, host, bridge or none');
}

/** Without a word, all services are in the network `default`. */
function networksOf(json: JsonObject, reading: ComposeReading): readonly string[] {
  if (!json.has('networks')) return ['default'];
  if (Array.isArray(json.any('networks'))) return textsOf(json, 'networks');
  const named = 'a task has the address that its subnet gives, and the name of its service';
  return json.members('networks').map(([name, network]) => {
    reading.ignore(network, { aliases: named, ipv4_address: named, ipv6_address: named, priority: named });
    return name;
  });
}

/** An IAM policy document for the role of the task. */
function statementsOf(json: JsonObject | undefined): readonly PolicyStatement[] {
  json?.text('Version');
  return (json?.objects('Statement') ?? []).map((statement) => ({
    sid: statement.text('Sid'),
    effect: statement.oneOf('Effect', ['Allow', 'Deny']),
    actions: textsOf(statement, 'Action'),
    resources: textsOf(statement, 'Resource'),
    conditions: conditionsOf(statement),
  }));
}

function conditionsOf(statement: JsonObject): PolicyStatement['conditions'] {
  if (!statement.has('Condition')) return undefined;
  return Object.fromEntries(
    statement
      .members('Condition')
      .map(([operator, tests]) => [operator, Object.fromEntries(tests.keys.map((key) => [key, textsOf(tests, key)]))]),
  );
}
