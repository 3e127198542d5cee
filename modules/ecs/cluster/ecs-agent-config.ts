import type { Issue } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';

/**
 * Settings of the ECS agent on container instances. Only what is written here is set; everything else keeps the agent's
 * own default.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export interface EcsAgentConfig {
  /** Log drivers that tasks may use, `['awslogs', 'json-file']`. `ECS_AVAILABLE_LOGGING_DRIVERS` */
  readonly loggingDrivers?: readonly string[];
  /** Tasks get the rights of their task role. `ECS_ENABLE_TASK_IAM_ROLE`, on in the ECS-optimized AMIs */
  readonly taskIamRole?: boolean;
  /** Tasks in awsvpc mode cannot read the instance's metadata and credentials. `ECS_AWSVPC_BLOCK_IMDS` */
  readonly blockInstanceMetadata?: boolean;
  /** Containers find a file with facts about themselves. `ECS_ENABLE_CONTAINER_METADATA` */
  readonly containerMetadata?: boolean;
  /** Whether an image is pulled for each task. `ECS_IMAGE_PULL_BEHAVIOR` */
  readonly imagePullBehavior?: 'default' | 'always' | 'once' | 'prefer-cached';
  /** Seconds between SIGTERM and SIGKILL where the container says nothing, 1 or more. `ECS_CONTAINER_STOP_TIMEOUT` */
  readonly containerStopTimeoutSeconds?: number;
  /** Seconds that stopped containers stay for inspection, 1 or more. `ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION` */
  readonly taskCleanupWaitSeconds?: number;
  /** MiB of each instance that no task gets. `ECS_RESERVED_MEMORY` */
  readonly reservedMemoryMib?: number;
  /** For placement constraints, `{ stack: 'blue' }`. `ECS_INSTANCE_ATTRIBUTES` */
  readonly instanceAttributes?: Readonly<Record<string, string>>;
  /** `ECS_LOGLEVEL` */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'crit';
  /** Any other variable of the agent by name, `{ ECS_NUM_IMAGES_DELETE_PER_CYCLE: '10' }`. Not on Bottlerocket. */
  readonly variables?: Readonly<Record<string, string>>;
}

type Typed = Exclude<keyof EcsAgentConfig, 'variables'>;

/** Each setting as the agent's variable and as Bottlerocket's setting, which has no `taskIamRole`: there it is always on. */
const NAMES: Readonly<Record<Typed, { readonly variable: string; readonly bottlerocket?: string }>> = {
  loggingDrivers: { variable: 'ECS_AVAILABLE_LOGGING_DRIVERS', bottlerocket: 'logging-drivers' },
  taskIamRole: { variable: 'ECS_ENABLE_TASK_IAM_ROLE' },
  blockInstanceMetadata: { variable: 'ECS_AWSVPC_BLOCK_IMDS', bottlerocket: 'awsvpc-block-imds' },
  containerMetadata: { variable: 'ECS_ENABLE_CONTAINER_METADATA', bottlerocket: 'enable-container-metadata' },
  imagePullBehavior: { variable: 'ECS_IMAGE_PULL_BEHAVIOR', bottlerocket: 'image-pull-behavior' },
  containerStopTimeoutSeconds: { variable: 'ECS_CONTAINER_STOP_TIMEOUT', bottlerocket: 'container-stop-timeout' },
  taskCleanupWaitSeconds: { variable: 'ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION', bottlerocket: 'task-cleanup-wait' },
  reservedMemoryMib: { variable: 'ECS_RESERVED_MEMORY', bottlerocket: 'reserved-memory' },
  instanceAttributes: { variable: 'ECS_INSTANCE_ATTRIBUTES', bottlerocket: 'instance-attributes' },
  logLevel: { variable: 'ECS_LOGLEVEL', bottlerocket: 'loglevel' },
};

const TYPED = Object.keys(NAMES).filter((key): key is Typed => key in NAMES);

/** The agent's variables in the order of their names, so that a new one moves no other line. */
export function agentVariables(config: EcsAgentConfig): readonly (readonly [name: string, value: string])[] {
  const typed = TYPED.flatMap((key): [string, string][] => {
    const value = config[key];
    return value === undefined ? [] : [[NAMES[key].variable, text(key, value)]];
  });
  return [...typed, ...Object.entries(config.variables ?? {})].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same as lines of the TOML tables `settings.ecs` and `settings.ecs.instance-attributes`. */
export function bottlerocketSettings(config: EcsAgentConfig): {
  readonly ecs: string[];
  readonly attributes: string[];
} {
  const ecs = TYPED.flatMap((key) => {
    const { bottlerocket } = NAMES[key];
    const value = config[key];
    if (value === undefined || bottlerocket === undefined || key === 'instanceAttributes') return [];
    return [`${bottlerocket} = ${toml(key, value)}`];
  });
  const attributes = Object.entries(config.instanceAttributes ?? {}).map(
    ([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`,
  );
  return { ecs: ecs.sort(), attributes: attributes.sort() };
}

type Value = NonNullable<EcsAgentConfig[Typed]>;

function text(key: Typed, value: Value): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return key.endsWith('Seconds') ? `${value}s` : String(value);
}

function toml(key: Typed, value: Value): string {
  return key.endsWith('Seconds') ? JSON.stringify(`${value}s`) : JSON.stringify(value);
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html';

/** Set by the construct itself; a second value would win or lose by the order of lines. */
const OWNED = ['ECS_CLUSTER', 'ECS_ENABLE_SPOT_INSTANCE_DRAINING'];

/** Pure: what the agent would not understand, and credentials, which belong in Secrets Manager. */
export function validateAgentConfig(field: string, config: EcsAgentConfig, bottlerocket: boolean): Issue[] {
  const seconds = { fix: 'write whole seconds', unit: 'seconds', see: SEE };
  const taken = TYPED.map((key) => NAMES[key].variable);
  return [
    ...checkWholeNumber(
      `${field}.containerStopTimeoutSeconds`,
      config.containerStopTimeoutSeconds,
      [1, 86_400],
      seconds,
    ),
    ...checkWholeNumber(`${field}.taskCleanupWaitSeconds`, config.taskCleanupWaitSeconds, [1, 2_592_000], seconds),
    ...checkWholeNumber(`${field}.reservedMemoryMib`, config.reservedMemoryMib, [0, 1_048_576], {
      fix: 'write MiB',
      unit: 'MiB',
      see: SEE,
    }),
    ...check(`${field}.loggingDrivers`, config.loggingDrivers, (drivers) => drivers.length > 0, {
      limit: 'at least one log driver',
      fix: 'leave it out to get the drivers of the AMI',
      see: SEE,
    }),
    ...Object.entries(config.variables ?? {}).flatMap(([name, value]) => [
      ...check(`${field}.variables`, name, (key) => /^[A-Z][A-Z0-9_]*$/.test(key), {
        limit: 'names of agent variables, in capital letters',
        fix: 'write for example ECS_NUM_IMAGES_DELETE_PER_CYCLE',
        see: SEE,
      }),
      ...check(`${field}.variables.${name}`, name, (key) => !key.startsWith('ECS_ENGINE_AUTH'), {
        limit: 'no credentials: whoever may describe the launch template can read them',
        fix: 'put them into Secrets Manager and name the secret in registryCredentials',
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth-container-instances.html',
        secret: true,
      }),
      ...check(`${field}.variables.${name}`, name, (key) => !OWNED.includes(key) && !taken.includes(key), {
        limit: 'a variable that has no prop of its own',
        fix: 'use the prop; the cluster and Spot draining are set by themselves',
        see: SEE,
      }),
      ...check(`${field}.variables.${name}`, value, (line) => !/[\r\n]/.test(line), {
        limit: 'one line',
        fix: 'remove the line break',
        see: SEE,
      }),
    ]),
    ...check(`${field}.variables`, config.variables, () => !bottlerocket, {
      limit: 'nothing on Bottlerocket, which reads settings instead of variables',
      fix: 'use the other props, or write TOML into extraUserData',
      see: 'https://bottlerocket.dev/en/os/latest/#/api/settings/ecs/',
    }),
    ...check(`${field}.taskIamRole`, config.taskIamRole, (on) => on || !bottlerocket, {
      limit: 'true on Bottlerocket, which has no setting for it',
      fix: 'leave it out',
      see: 'https://bottlerocket.dev/en/os/latest/#/api/settings/ecs/',
    }),
  ];
}
