import { checkLogGroupName, checkLogRetention } from '../../shared/log-retention';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkLiteral, checkName, checkWholeNumber, duplicates } from '../../shared/validation';
import type { ContainerProps } from './container';
import { validateOrder } from './container-order';
import { validateContainer } from './container-validation';
import { type NetworkMode, portMappings } from './port-mapping';
import type { TaskCompatibility, TaskDefinitionProps } from './task-definition-props';
import { validateTaskSize } from './task-size';
import { validateVolumes } from './task-volumes';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';
const QUOTAS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html';

type Containers = Readonly<Record<string, ContainerProps>>;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateTaskDefinitionProps(props: TaskDefinitionProps): Issue[] {
  const { compatibility = 'fargate', containers, networkMode = 'awsvpc', operatingSystem = 'LINUX' } = props;
  const fargate = compatibility === 'fargate';
  const windows = operatingSystem !== 'LINUX';
  const place = { fargate, windows, networkMode };
  return [
    ...checkName('family', props.family, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "_" and "-"',
      see: API,
    }),
    ...checkLiteral('region', props.region),
    ...checkLogGroupName('logs.logGroupName', props.logs?.logGroupName),
    ...checkLogRetention('logs.retentionDays', props.logs?.retentionDays),
    ...checkLiteral('containers', containers),
    ...Object.entries(containers).flatMap(([name, container]) =>
      validateContainer(`containers.${name}`, name, container, place),
    ),
    ...validateSet(containers, networkMode),
    ...validateOrder(containers),
    ...validateMounts(props),
    ...validateVolumes(props.volumes ?? {}, { compatibility, windows }),
    ...validateMode(networkMode, compatibility),
    ...validateTaskSize(props, compatibility, windows),
    ...validateExtras(props, { compatibility, windows, networkMode }),
  ];
}

/** What holds for the containers together. */
function validateSet(containers: Containers, networkMode: NetworkMode): Issue[] {
  const all = Object.entries(containers);
  const ports = all.flatMap(([, props]) => portMappings(props.ports));
  const numbers = ports.flatMap((port) =>
    'containerPort' in port && !isUnknown(port.containerPort)
      ? [`${port.containerPort}/${port.protocol ?? 'tcp'}`]
      : [],
  );
  const routers = all.filter(([, { firelens }]) => firelens !== undefined);
  const usesRouter = all.some(([, { logging }]) => logging?.kind === 'firelens');
  return [
    ...check('containers', all.length, (count) => count >= 1 && count <= 10, {
      limit: `1 to 10 containers in a task (${all.length} given)`,
      fix: all.length === 0 ? 'name at least one container' : 'split the task into two services',
      see: QUOTAS,
    }),
    ...check(
      'containers.*.essential',
      all,
      (list) => list.length === 0 || list.some(([, { essential = true }]) => essential),
      {
        limit: 'at least one essential container',
        fix: 'remove essential: false from the container that does the work',
        see: API,
      },
    ),
    ...(networkMode === 'awsvpc' || networkMode === 'host' ? duplicates(numbers) : []).map((port) => ({
      field: 'containers.*.ports',
      value: port,
      limit: `each port once in a task in ${networkMode} mode, whose containers share one network; this one is there twice`,
      fix: 'let one of the containers listen on another port',
      see: API,
    })),
    ...duplicates(ports.flatMap(({ name }) => (name === undefined ? [] : [name]))).map((name) => ({
      field: 'containers.*.ports[].name',
      value: name,
      limit: 'each port name once in a task',
      fix: 'rename one of the two',
      see: API,
    })),
    ...check(
      'containers.*.firelens',
      routers.map(([name]) => name),
      (names) => names.length <= 1,
      {
        limit: 'one log router in a task',
        fix: 'keep one',
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
      },
    ),
    ...(usesRouter && routers.length === 0
      ? [
          {
            field: 'containers.*.logging.kind',
            value: 'firelens',
            limit: 'firelens in a task with a log router',
            fix: 'add a container with firelens: { type: "fluentbit" }',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html',
          },
        ]
      : []),
  ];
}

function validateMounts({ containers, volumes = {} }: TaskDefinitionProps): Issue[] {
  const known = Object.keys(volumes);
  return Object.entries(containers).flatMap(([name, { mounts = [], volumesFrom = [], links = [] }]) => [
    ...mounts
      .filter(({ volume }) => !known.includes(volume))
      .map(({ volume }) => ({
        field: `containers.${name}.mounts`,
        value: volume,
        limit: known.length === 0 ? 'a volume of the task; it has none' : `a volume of the task: ${known.join(', ')}`,
        fix: `add volumes: { ${volume}: { kind: "scratch" } } to the task`,
        see: API,
      })),
    ...[...volumesFrom.map(({ container }) => container), ...links.map((link) => link.replace(/:.*$/, ''))]
      .filter((other) => !(other in containers) || other === name)
      .map((other) => ({
        field: `containers.${name}.${volumesFrom.some(({ container }) => container === other) ? 'volumesFrom' : 'links'}`,
        value: other,
        limit: 'another container of the task',
        fix: 'correct the name',
        see: API,
      })),
  ]);
}

const MODES: Readonly<Record<TaskCompatibility, readonly NetworkMode[]>> = {
  fargate: ['awsvpc'],
  ec2: ['awsvpc', 'bridge', 'host', 'none'],
  'managed-instances': ['awsvpc', 'host'],
  external: ['bridge', 'host', 'none'],
};

function validateMode(networkMode: NetworkMode, compatibility: TaskCompatibility): Issue[] {
  const allowed = MODES[compatibility];
  return [
    ...checkLiteral('networkMode', networkMode),
    ...check('networkMode', networkMode, (mode) => allowed.includes(mode), {
      limit: `${allowed.join(', ')} on ${compatibility}`,
      fix: `write networkMode: "${allowed[0]}"`,
      see: API,
    }),
  ];
}

function validateExtras(
  props: TaskDefinitionProps,
  {
    compatibility,
    windows,
    networkMode,
  }: { compatibility: TaskCompatibility; windows: boolean; networkMode: NetworkMode },
): Issue[] {
  const { ephemeralStorageGib, pidMode, ipcMode, faultInjection, placementConstraints } = props;
  const fargate = compatibility === 'fargate';
  return [
    ...checkWholeNumber('ephemeralStorageGib', ephemeralStorageGib, [21, 200], {
      unit: 'GiB',
      fix: 'leave it out for 20 GiB without cost',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html',
    }),
    ...check('ephemeralStorageGib', ephemeralStorageGib, () => fargate, {
      limit: 'nothing outside Fargate',
      fix: 'leave it out: the disk is that of the instance',
      see: API,
    }),
    ...check('pidMode', pidMode, (mode) => !fargate || (mode === 'task' && !windows), {
      limit: fargate ? 'task, on Linux, on Fargate' : 'task or host',
      fix: windows ? 'leave it out' : 'write pidMode: "task"',
      see: API,
    }),
    ...check('ipcMode', ipcMode, () => compatibility === 'ec2' && !windows, {
      limit: 'nothing outside Linux on EC2',
      fix: 'leave it out',
      see: API,
    }),
    ...check('faultInjection', faultInjection, (on) => !on || networkMode === 'awsvpc' || networkMode === 'host', {
      limit: 'true in awsvpc or host mode',
      fix: 'leave it out',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection.html',
    }),
    ...check('placementConstraints', placementConstraints, (list) => !fargate && list.length <= 10, {
      limit: fargate ? 'none on Fargate, which has no instances to choose from' : 'at most 10',
      fix: fargate ? 'leave them out' : 'join expressions with "and"',
      see: API,
    }),
  ];
}
