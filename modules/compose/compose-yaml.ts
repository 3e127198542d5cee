import { writeFileSync } from 'node:fs';
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { stringify } from 'yaml';
import { EcsJob } from '../ecs/job/ecs-job';
import { EcsService } from '../ecs/service/ecs-service';
import type { ContainerCondition, ContainerHealthCheck, ContainerProps } from '../ecs/task/container';
import { imageName } from '../ecs/task/image';
import { type PortMapping, portMappings } from '../ecs/task/port-mapping';
import type { TaskDefinition } from '../ecs/task/task-definition';
import type { Volume } from '../ecs/task/volume';
import { writablePaths } from '../ecs/task/writable-paths';
import { kebabCase } from '../shared/names';
import { isUnknown } from '../shared/unknown';

/** A container and what it is called in the file. */
interface NamedContainer {
  readonly name: string;
  readonly container: ContainerProps;
  readonly owner: EcsService | EcsJob;
  /** What its service or job is called in the file. */
  readonly ownerName: string;
  /** The container whose network it shares; missing for the first one of a task. */
  readonly main?: string;
  /** Names of the containers of its task. */
  readonly names: Readonly<Record<string, string>>;
}

const CONDITIONS: Readonly<Record<ContainerCondition, string>> = {
  START: 'service_started',
  HEALTHY: 'service_healthy',
  COMPLETE: 'service_completed_successfully',
  SUCCESS: 'service_completed_successfully',
};

/**
 * The ECS services and jobs below `scope` as a `docker-compose.yml` for `docker compose up` on a developer's machine. What
 * only AWS knows (secrets, addresses, images of new repositories) stays a variable, `${WEB_DB_PASSWORD}`; jobs have the
 * profile `job`.
 */
export function composeYaml(scope: IConstruct): string {
  const containers = namedContainers(
    scope.node.findAll().filter((node) => node instanceof EcsService || node instanceof EcsJob),
  );
  const hostPorts = new Set<string>();
  const volumes = containers.flatMap(({ container, owner, ownerName }) =>
    (container.mounts ?? []).flatMap(({ volume }) =>
      owner.taskDefinition.volumes[volume]?.kind === 'host' ? [] : [[`${ownerName}-${volume}`, {}] as const],
    ),
  );
  const file = {
    services: Object.fromEntries(containers.map((one) => [one.name, serviceOf(one, containers, hostPorts)])),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes) }),
  };
  return stringify(file, { lineWidth: 0 });
}

/** Writes {@link composeYaml} to a file. */
export function writeComposeYaml(file: string, scope: IConstruct): void {
  writeFileSync(file, composeYaml(scope));
}

/** Containers keep their names where these are unique; the main one of a service is called like the service. */
function namedContainers(owners: readonly (EcsService | EcsJob)[]): NamedContainer[] {
  const ids = owners.map(({ node }) => node.id);
  const isUnique = (id: string): boolean => ids.indexOf(id) === ids.lastIndexOf(id);
  const sidecars = owners.flatMap(({ taskDefinition }) => Object.keys(taskDefinition.containers).slice(1));
  const free = (name: string): boolean => !ids.includes(name) && sidecars.filter((one) => one === name).length === 1;
  return owners.flatMap((owner) => {
    const { taskDefinition, node } = owner;
    const ownerName = isUnique(node.id) ? node.id : kebabCase(node.path);
    const names = Object.fromEntries(
      Object.keys(taskDefinition.containers).map((name) => {
        if (name === taskDefinition.mainContainer) return [name, ownerName];
        return [name, free(name) ? name : `${ownerName}-${name}`];
      }),
    );
    return Object.entries(taskDefinition.containers).map(([key, container]) => {
      const main = key === taskDefinition.mainContainer ? undefined : ownerName;
      return { name: names[key] ?? key, container, owner, ownerName, main, names };
    });
  });
}

function serviceOf(
  { name, container, owner, ownerName, main, names }: NamedContainer,
  all: readonly NamedContainer[],
  hostPorts: Set<string>,
): object {
  // A container in the network of another publishes nothing of its own.
  const inTask = main === undefined ? all.filter((one) => one.owner === owner).map((one) => one.container) : [];
  const size = main === undefined ? sizeOf(owner.taskDefinition) : undefined;
  return defined({
    image: variable(name, 'IMAGE', imageName(container.image)),
    profiles: owner instanceof EcsJob ? ['job'] : undefined,
    network_mode: main === undefined ? undefined : `service:${main}`,
    ports: listOf(inTask.flatMap((one) => portsOf(one, hostPorts))),
    'x-ecs-ports': main === undefined ? undefined : listOf(portMappings(container.ports).map(insideOf)),
    environment: mapOf({
      ...mapped(container.environment, (value, key) =>
        Token.isUnresolved(value) ? variable(name, key, String(value)) : escaped(String(value)),
      ),
      ...mapped(container.secrets, (_, key) => reference(name, key, 'a secret')),
    }),
    command: listOf((container.command ?? []).map(escaped)),
    entrypoint: listOf((container.entryPoint ?? []).map(escaped)),
    working_dir: container.workingDirectory,
    user: container.user,
    depends_on: mapOf(mapped(container.dependsOn, (condition) => ({ condition: CONDITIONS[condition] }), names)),
    healthcheck: container.healthCheck && healthCheckOf(container.healthCheck),
    ...fileSystemOf(container, { taskDefinition: owner.taskDefinition, ownerName }),
    cap_add: listOf(container.linuxParameters?.capabilities?.add),
    cap_drop: listOf(container.linuxParameters?.capabilities?.drop),
    init: container.linuxParameters?.initProcessEnabled,
    ulimits: mapOf(
      Object.fromEntries((container.ulimits ?? []).map(({ name: limit, soft, hard }) => [limit, { soft, hard }])),
    ),
    labels: mapOf(mapped(container.dockerLabels, escaped)),
    stop_grace_period: seconds(container.stopTimeoutSeconds),
    deploy: size && { resources: { limits: size } },
  });
}

/** Read-only where ECS has it so, with the same directories left writable. */
function fileSystemOf(
  container: ContainerProps,
  { taskDefinition, ownerName }: { readonly taskDefinition: TaskDefinition; readonly ownerName: string },
): object {
  const readOnly = container.readonlyRootFilesystem ?? taskDefinition.operatingSystem === 'LINUX';
  const { image, user, writablePaths: given } = container;
  const paths = readOnly ? writablePaths({ given, imageName: imageName(image), user, exec: false }) : [];
  const mounts = (container.mounts ?? []).map(({ volume, containerPath, readOnly: ro }) => {
    const source = sourceOf(taskDefinition.volumes[volume], `${ownerName}-${volume}`);
    return `${source}:${containerPath}${ro === true ? ':ro' : ''}`;
  });
  return {
    read_only: readOnly ? true : undefined,
    tmpfs: listOf([
      ...paths.map((path) => (typeof path === 'string' ? path : `${path.path}:size=${path.memoryMib}m,mode=1777`)),
      ...(container.linuxParameters?.tmpfs ?? []).map(
        (one) => `${one.containerPath}:${[`size=${one.sizeMib}m`, ...(one.mountOptions ?? [])].join(',')}`,
      ),
    ]),
    volumes: listOf(mounts),
  };
}

function sourceOf(volume: Volume | undefined, name: string): string {
  return volume?.kind === 'host' ? volume.sourcePath : name;
}

/** The same port on the host; where another service has it, Docker chooses one. */
function portsOf({ ports }: ContainerProps, taken: Set<string>): string[] {
  return portMappings(ports).map((port) => {
    const inside = insideOf(port);
    if (taken.has(inside)) return inside;
    taken.add(inside);
    return `${inside.replace('/udp', '')}:${inside}`;
  });
}

function insideOf(port: PortMapping): string {
  const range = 'containerPort' in port ? String(port.containerPort) : port.containerPortRange;
  return port.protocol === 'udp' ? `${range}/udp` : range;
}

function sizeOf({ cpu, memoryMib }: TaskDefinition): object | undefined {
  const known = (size: number | undefined): size is number => size !== undefined && !isUnknown(size);
  if (!known(cpu) && !known(memoryMib)) return undefined;
  return defined({
    cpus: known(cpu) ? String(cpu / 1024) : undefined,
    memory: known(memoryMib) ? `${memoryMib}m` : undefined,
  });
}

function healthCheckOf({ command, ...timing }: ContainerHealthCheck): object {
  return defined({
    test: typeof command === 'string' ? ['CMD-SHELL', escaped(command)] : ['CMD', ...command.map(escaped)],
    interval: seconds(timing.intervalSeconds),
    timeout: seconds(timing.timeoutSeconds),
    retries: timing.retries,
    start_period: seconds(timing.startPeriodSeconds),
  });
}

/** A literal stays; what Terraform knows later becomes a variable of the developer's. */
function variable(service: string, key: string, value: string): string {
  return isUnknown(value) ? reference(service, key, 'known after the deployment') : escaped(value);
}

function reference(service: string, key: string, why: string): string {
  return `\${${`${service}_${key}`.toUpperCase().replace(/\W/g, '_')}:?${why}}`;
}

/** Compose reads a single dollar as a variable. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}s`;
}

function mapped<T, R>(
  values: Readonly<Record<string, T>> | undefined,
  convert: (value: T, key: string) => R,
  names: Readonly<Record<string, string>> = {},
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [names[key] ?? key, convert(value, key)]),
  );
}

function mapOf<T extends object>(values: T): T | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}

function listOf<T>(values: readonly T[] | undefined): readonly T[] | undefined {
  return values === undefined || values.length === 0 ? undefined : values;
}

function defined(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
