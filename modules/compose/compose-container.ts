import type { ContainerCondition, ContainerHealthCheck, ContainerProps } from '../ecs/task/container';
import {
  CAPABILITIES,
  type Device,
  type LinuxParameters,
  type ResourceLimit,
  ULIMITS,
} from '../ecs/task/linux-parameters';
import type { SecretSource } from '../ecs/task/secret';
import type { JsonObject } from '../shared/json-object';
import type { ComposeMounts } from './compose-mounts';
import type { ComposeReading } from './compose-reading';
import { cpuUnitsOf, mebibytesOf, numberOf, pairsOf, secondsOf, textMapOf, textsOf, wrong } from './compose-values';

const CONDITIONS: Readonly<Record<string, ContainerCondition>> = {
  service_started: 'START',
  service_healthy: 'HEALTHY',
  service_completed_successfully: 'SUCCESS',
};

/**
 * The container of a service, without ports, logs and the conditions of others. Nothing of this library's own is added:
 * the root file system is read-only where the file says so.
 */
export function containerOf(
  json: JsonObject,
  { tmpfs, mounts }: ComposeMounts,
  reading: ComposeReading,
): ContainerProps {
  const image = json.text('image') ?? '';
  const credentials = json.text('x-aws-pull_credentials');
  const resources = resourcesOf(json.object('deploy')?.object('resources'));
  return {
    image: credentials === undefined ? image : { name: image, credentials },
    environment: environmentOf(json, reading),
    secrets: secretsOf(json, reading),
    cpu: resources.cpu ?? cpuUnitsOf(json, 'cpus') ?? numberOf(json, 'cpu_shares'),
    memoryMib: resources.memoryMib ?? mebibytesOf(json, 'mem_limit'),
    memoryReservationMib: resources.memoryReservationMib ?? mebibytesOf(json, 'mem_reservation'),
    gpu: resources.gpu,
    command: json.words('command'),
    entryPoint: json.words('entrypoint'),
    workingDirectory: json.text('working_dir'),
    user: json.has('user') ? String(json.any('user')) : undefined,
    stopTimeoutSeconds: secondsOf(json, 'stop_grace_period'),
    healthCheck: healthCheckOf(json.object('healthcheck'), reading),
    readonlyRootFilesystem: json.flag('read_only') ?? false,
    writablePaths: [],
    mounts,
    volumesFrom: textsOf(json, 'volumes_from').map((entry) => {
      const [container = '', mode] = entry.split(':');
      return { container, ...(mode === 'ro' ? { readOnly: true } : {}) };
    }),
    linuxParameters: linuxOf(json, tmpfs),
    ulimits: ulimitsOf(json),
    systemControls: pairsOf(json, 'sysctls').map(([namespace, value = '']) => ({ namespace, value })),
    privileged: json.flag('privileged'),
    dockerSecurityOptions: listOf(textsOf(json, 'security_opt')),
    dockerLabels: textMapOf(json, 'labels'),
    hostname: json.text('hostname'),
    dnsServers: listOf(textsOf(json, 'dns')),
    dnsSearchDomains: listOf(textsOf(json, 'dns_search')),
    extraHosts: json.has('extra_hosts')
      ? Object.fromEntries(pairsOf(json, 'extra_hosts', ':').map(([name, address = '']) => [name, address]))
      : undefined,
    interactive: json.flag('stdin_open'),
    pseudoTerminal: json.flag('tty'),
  };
}

/** Which services come first, and in which state. */
export function dependenciesOf(json: JsonObject): Readonly<Record<string, ContainerCondition>> {
  if (Array.isArray(json.any('depends_on'))) {
    return Object.fromEntries(textsOf(json, 'depends_on').map((name) => [name, 'START']));
  }
  return Object.fromEntries(
    json.members('depends_on').map(([name, dependency]) => {
      const condition = dependency.oneOf('condition', Object.keys(CONDITIONS)) ?? 'service_started';
      dependency.flag('restart'); // for a restart by hand
      dependency.flag('required');
      return [name, CONDITIONS[condition] ?? 'START'];
    }),
  );
}

/** `CMD-SHELL` and plain text are run by the shell, `CMD` as it is; the ECS CLI's parameters have the same form. */
export function healthCheckOf(json: JsonObject | undefined, reading: ComposeReading): ContainerHealthCheck | undefined {
  if (json === undefined) return undefined;
  reading.ignore(json, { start_interval: 'ECS asks in one interval only' });
  const test = json.any('test');
  const [form, ...rest] = Array.isArray(test) ? textsOf(json, 'test') : ['CMD-SHELL', String(test ?? '')];
  const timing = {
    intervalSeconds: secondsOf(json, 'interval'),
    timeoutSeconds: secondsOf(json, 'timeout'),
    retries: numberOf(json, 'retries'),
    startPeriodSeconds: secondsOf(json, 'start_period'),
  };
  if (json.flag('disable') === true || form === 'NONE') return undefined; // ECS never uses the image's own
  if (test === undefined) {
    for (const key of ['interval', 'timeout', 'retries', 'start_period']) {
      json.refuse(key, 'a value beside a test: ECS never runs the check of the image', 'write the test as well');
    }
    return undefined;
  }
  if (form === 'CMD-SHELL') return { command: rest.join(' '), ...timing };
  // The ECS CLI also takes a command without the word before it.
  return { command: form === 'CMD' ? rest : [form ?? '', ...rest], ...timing };
}

/** Files first, in their order; what the service itself says wins. */
function environmentOf(json: JsonObject, { envFiles, variables, missing }: ComposeReading): Record<string, string> {
  const files = json.any('env_file');
  const paths = Array.isArray(files)
    ? json.entries('env_file').map((entry) => (typeof entry === 'string' ? entry : (entry.text('path') ?? '')))
    : textsOf(json, 'env_file');
  const fromFiles = paths.flatMap((path) => {
    const text = envFiles[path];
    if (text === undefined) {
      json.refuse(
        'env_file',
        'files whose text is given',
        `write envFiles: { '${path}': readFileSync('${path}', 'utf8') }`,
      );
    }
    return linesOf(text ?? '');
  });
  const own = pairsOf(json, 'environment').flatMap(([name, value = variables[name]]) => {
    if (value !== undefined) return [[name, value] as const];
    missing.add(name);
    return [];
  });
  return Object.fromEntries([...fromFiles, ...own]);
}

/** `NAME=value` lines of an `.env` file, with comments and quotes. */
function linesOf(text: string): (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, raw = ''] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const quoted = /^(["'])(.*?)\1/.exec(raw);
    return [[name, quoted?.[2] ?? raw.replace(/\s+#.*$/, '').trimEnd()] as const];
  });
}

/** Docker makes files of them, ECS environment variables: called after the target, with the key of a JSON secret. */
function secretsOf(json: JsonObject, { secrets }: ComposeReading): Record<string, SecretSource> | undefined {
  const wanted = json.entries('secrets').map((entry) => {
    if (typeof entry === 'string') return { source: entry, target: entry };
    for (const key of ['uid', 'gid', 'mode']) entry.any(key); // of the file that Docker would make
    const source = entry.text('source') ?? '';
    return { source, target: entry.text('target') ?? source };
  });
  if (wanted.length === 0) return undefined;
  return Object.fromEntries(
    wanted.flatMap(({ source, target }) => {
      const secret = secrets[source];
      if (secret === undefined) wrong(json, 'secrets', 'secrets that the file names under "secrets"');
      return Object.entries(secret ?? {}).map(([suffix, from]) => [`${target}${suffix}`, from] as const);
    }),
  );
}

function resourcesOf(
  json: JsonObject | undefined,
): Pick<ContainerProps, 'cpu' | 'memoryMib' | 'memoryReservationMib' | 'gpu'> {
  const limits = json?.object('limits');
  const reservations = json?.object('reservations');
  const devices = reservations?.objects('devices') ?? [];
  const gpus = devices.map((device) => {
    device.allOf('capabilities', ['gpu', 'nvidia', 'compute', 'utility']);
    device.oneOf('driver', ['nvidia']);
    return numberOf(device, 'count') ?? 1;
  });
  const reserved = reservations && cpuUnitsOf(reservations, 'cpus');
  return {
    cpu: (limits && cpuUnitsOf(limits, 'cpus')) ?? reserved,
    memoryMib: limits && mebibytesOf(limits, 'memory'),
    memoryReservationMib: reservations && mebibytesOf(reservations, 'memory'),
    gpu: gpus[0],
  };
}

function linuxOf(json: JsonObject, tmpfs: ComposeMounts['tmpfs']): LinuxParameters | undefined {
  const add = json.allOf('cap_add', CAPABILITIES);
  const drop = json.allOf('cap_drop', CAPABILITIES);
  const devices = textsOf(json, 'devices').map(deviceOf);
  const parameters: LinuxParameters = {
    capabilities: add === undefined && drop === undefined ? undefined : { add, drop },
    devices: listOf(devices),
    initProcessEnabled: json.flag('init'),
    sharedMemorySizeMib: mebibytesOf(json, 'shm_size'),
    swappiness: numberOf(json, 'mem_swappiness'),
    tmpfs: listOf(tmpfs),
  };
  return Object.values(parameters).every((value) => value === undefined) ? undefined : parameters;
}

function deviceOf(text: string): Device {
  const [hostPath = '', containerPath, letters = 'rwm'] = text.split(':');
  const permissions = { r: 'read', w: 'write', m: 'mknod' } as const;
  return {
    hostPath,
    containerPath,
    permissions: (['r', 'w', 'm'] as const).filter((letter) => letters.includes(letter)).map((one) => permissions[one]),
  };
}

function ulimitsOf(json: JsonObject): ResourceLimit[] {
  const ulimits = json.object('ulimits');
  return (ulimits?.keys ?? []).flatMap((key) => {
    const name = ULIMITS.find((known) => known === key);
    if (ulimits === undefined || name === undefined) return []; // an unknown one is reported as such
    if (typeof ulimits.any(key) === 'object') {
      const limit = ulimits.object(key);
      return [{ name, soft: limit?.number('soft') ?? 0, hard: limit?.number('hard') ?? 0 }];
    }
    const both = numberOf(ulimits, key) ?? 0;
    return [{ name, soft: both, hard: both }];
  });
}

function listOf<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values;
}
