import { literalText } from '../../shared/literal-text';
import type { ContainerHealthCheck, ContainerProps, FirelensConfiguration, WritablePath } from './container';
import { jsonSafeText } from './container-json';
import { imageCredentials, imageName } from './image';
import type { LinuxParameters, Tmpfs } from './linux-parameters';
import type { Logging } from './logging';
import { portMappings } from './port-mapping';
import { type SecretSource, secretValueFrom } from './secret';
import { writablePaths } from './writable-paths';

/** What a container's definition takes from its task. */
export interface ContainerSetting {
  /** Sessions by `aws ecs execute-command` are on. */
  readonly exec: boolean;
  readonly windows: boolean;
  /** AWS may stop the task with two minutes' notice. */
  readonly interruptible: boolean;
  /** Name of the task's log group. */
  readonly logGroupName: () => string;
  readonly region: () => string;
}

/** Docker stops a container two minutes after the Spot notice at the latest; all of them are for finishing work. */
const STOP_TIMEOUT_ON_SPOT = 120;

/**
 * One container as `RegisterTaskDefinition` takes it. Keys stand in the order of the API's documentation and lists
 * without an order of their own are sorted, so that two synths are equal and a plan shows what was meant.
 */
export function containerDefinition(name: string, props: ContainerProps, setting: ContainerSetting): object {
  const { interruptible, windows } = setting;
  const credentials = imageCredentials(props.image);
  const readonlyRootFilesystem = isReadonly(props, windows);
  const disk = diskPaths(name, props, setting);
  return defined({
    name,
    image: imageName(props.image),
    repositoryCredentials:
      credentials === undefined ? undefined : { credentialsParameter: secretValueFrom(credentials) },
    cpu: props.cpu,
    memory: props.memoryMib,
    memoryReservation: props.memoryReservationMib,
    links: list(props.links),
    portMappings: list(portMappings(props.ports).map(portDefinition)),
    essential: props.essential ?? true,
    restartPolicy:
      props.restartPolicy === undefined
        ? undefined
        : defined({
            enabled: true,
            ignoredExitCodes: list(props.restartPolicy.ignoredExitCodes),
            restartAttemptPeriod: props.restartPolicy.attemptPeriodSeconds,
          }),
    entryPoint: texts(props.entryPoint),
    command: texts(props.command),
    environment: pairs(props.environment, (value) => ({ value: jsonSafeText(String(value)) })),
    environmentFiles: list(props.environmentFiles?.map((value) => ({ value, type: 's3' }))),
    mountPoints: list([
      ...(props.mounts ?? []).map(({ volume, containerPath, readOnly = false }) => ({
        sourceVolume: volume,
        containerPath,
        readOnly,
      })),
      ...disk.map(({ volume, path }) => ({ sourceVolume: volume, containerPath: path, readOnly: false })),
    ]),
    volumesFrom: list(
      props.volumesFrom?.map(({ container, readOnly = false }) => ({ sourceContainer: container, readOnly })),
    ),
    linuxParameters: linuxDefinition(props, setting),
    secrets: secretDefinitions(props.secrets),
    dependsOn: list(sorted(props.dependsOn).map(([containerName, condition]) => ({ containerName, condition }))),
    startTimeout: props.startTimeoutSeconds,
    stopTimeout: props.stopTimeoutSeconds ?? (interruptible ? STOP_TIMEOUT_ON_SPOT : undefined),
    versionConsistency: props.versionConsistency,
    hostname: props.hostname,
    user: props.user,
    workingDirectory: props.workingDirectory,
    disableNetworking: props.disableNetworking,
    privileged: props.privileged,
    readonlyRootFilesystem: windows ? undefined : readonlyRootFilesystem,
    dnsServers: list(props.dnsServers),
    dnsSearchDomains: list(props.dnsSearchDomains),
    extraHosts: list(sorted(props.extraHosts).map(([hostname, ipAddress]) => ({ hostname, ipAddress }))),
    dockerSecurityOptions: list(props.dockerSecurityOptions),
    interactive: props.interactive,
    pseudoTerminal: props.pseudoTerminal,
    dockerLabels: textMap(props.dockerLabels),
    ulimits: list(
      props.ulimits?.map(({ name: limit, soft, hard }) => ({ name: limit, softLimit: soft, hardLimit: hard })),
    ),
    logConfiguration: logDefinition(name, props.logging ?? { kind: 'cloudwatch' }, setting),
    healthCheck: props.healthCheck === undefined ? undefined : healthCheckDefinition(props.healthCheck),
    systemControls: list(props.systemControls),
    resourceRequirements: props.gpu === undefined ? undefined : [{ value: String(props.gpu), type: 'GPU' }],
    firelensConfiguration: props.firelens === undefined ? undefined : firelensDefinition(props.firelens),
    credentialSpecs: list(props.credentialSpecs),
  });
}

/** Directories on the task's disk that the container needs besides the mounts of its own, and their volumes. */
export function diskPaths(
  name: string,
  props: ContainerProps,
  setting: Pick<ContainerSetting, 'exec' | 'windows'>,
): readonly { readonly volume: string; readonly path: string }[] {
  return writable(props, setting)
    .filter((path) => typeof path === 'string')
    .map((path) => ({ volume: `${name}${path.replace(/[^A-Za-z0-9]+/g, '-')}`, path }));
}

/** True where nobody can change the program; Windows has no such thing. */
export function isReadonly({ readonlyRootFilesystem }: ContainerProps, windows: boolean): boolean {
  return !windows && (readonlyRootFilesystem ?? true);
}

function writable(
  props: ContainerProps,
  { exec, windows }: Pick<ContainerSetting, 'exec' | 'windows'>,
): readonly WritablePath[] {
  if (!isReadonly(props, windows)) return [];
  const mounted = new Set([
    ...(props.mounts ?? []).map(({ containerPath }) => containerPath),
    ...(props.linuxParameters?.tmpfs ?? []).map(({ containerPath }) => containerPath),
  ]);
  const { image, user, writablePaths: given } = props;
  return writablePaths({ given, imageName: imageName(image), user, exec }).filter(
    (path) => !mounted.has(typeof path === 'string' ? path : path.path),
  );
}

function portDefinition(port: ReturnType<typeof portMappings>[number]): object {
  const { name, protocol = 'tcp', appProtocol } = port;
  return 'containerPort' in port
    ? defined({ name, containerPort: port.containerPort, hostPort: port.hostPort, protocol, appProtocol })
    : defined({ name, containerPortRange: port.containerPortRange, protocol, appProtocol });
}

function linuxDefinition(props: ContainerProps, setting: ContainerSetting): object | undefined {
  const {
    capabilities,
    devices,
    initProcessEnabled,
    maxSwapMib,
    sharedMemorySizeMib,
    swappiness,
    tmpfs = [],
  } = props.linuxParameters ?? ({} satisfies LinuxParameters);
  const inMemory: Tmpfs[] = writable(props, setting)
    .filter((path) => typeof path !== 'string')
    .map(({ path, memoryMib }) => ({ containerPath: path, sizeMib: memoryMib, mountOptions: ['mode=1777'] }));
  const definition = defined({
    capabilities:
      capabilities === undefined ? undefined : defined({ add: list(capabilities.add), drop: list(capabilities.drop) }),
    devices: list(
      devices?.map(({ hostPath, containerPath, permissions }) =>
        defined({ hostPath, containerPath, permissions: list(permissions) }),
      ),
    ),
    // Sessions leave processes behind that only an init process cleans up.
    initProcessEnabled: initProcessEnabled ?? (setting.exec && !setting.windows ? true : undefined),
    maxSwap: maxSwapMib,
    sharedMemorySize: sharedMemorySizeMib,
    swappiness,
    tmpfs: list(
      [...tmpfs, ...inMemory].map(({ containerPath, sizeMib, mountOptions }) =>
        defined({ containerPath, size: sizeMib, mountOptions: list(mountOptions) }),
      ),
    ),
  });
  return Object.keys(definition).length === 0 ? undefined : definition;
}

const LOG_MODES = {
  blocking: { mode: 'blocking' },
  'non-blocking': { 'max-buffer-size': '25m', mode: 'non-blocking' },
  'account-default': {},
} as const;

function logDefinition(name: string, logging: Logging, setting: ContainerSetting): object | undefined {
  if (logging.kind === 'cloudwatch') {
    const options = {
      'awslogs-group': logging.logGroup?.name ?? setting.logGroupName(),
      'awslogs-region': setting.region(),
      'awslogs-stream-prefix': logging.streamPrefix ?? name,
      ...LOG_MODES[logging.mode ?? 'non-blocking'],
      ...textMap(logging.options),
    };
    return { logDriver: 'awslogs', options: Object.fromEntries(sorted(options)) };
  }
  if (logging.kind === 'none') return undefined;
  const { kind, options, secretOptions } = logging.kind === 'firelens' ? { ...logging, kind: 'awsfirelens' } : logging;
  return defined({ logDriver: kind, options: textMap(options), secretOptions: secretDefinitions(secretOptions) });
}

function healthCheckDefinition(healthCheck: ContainerHealthCheck): object {
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = healthCheck;
  return defined({
    command: typeof command === 'string' ? ['CMD-SHELL', jsonSafeText(command)] : ['CMD', ...command.map(jsonSafeText)],
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    retries,
    startPeriod: startPeriodSeconds,
  });
}

function firelensDefinition({ type, options }: FirelensConfiguration): object {
  return { type, options: textMap({ 'enable-ecs-log-metadata': 'true', ...options }) };
}

function secretDefinitions(secrets: Readonly<Record<string, SecretSource>> | undefined): readonly object[] | undefined {
  return pairs(secrets, (source) => ({ valueFrom: secretValueFrom(source) }));
}

function pairs<T>(
  values: Readonly<Record<string, T>> | undefined,
  rest: (value: T) => object,
): readonly object[] | undefined {
  return list(sorted(values).map(([name, value]) => ({ name, ...rest(value) })));
}

function texts(values: readonly string[] | undefined): readonly string[] | undefined {
  return list(values?.map(jsonSafeText));
}

function textMap(values: Readonly<Record<string, string>> | undefined): Record<string, string> | undefined {
  const entries = sorted(values).map(([key, value]) => [key, literalText(value)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function sorted<T>(values: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** ECS gives empty lists back as missing ones, which a plan would show as a change. */
function list<T>(values: readonly T[] | undefined): readonly T[] | undefined {
  return values === undefined || values.length === 0 ? undefined : values;
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
