import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import type { TaskDefinition } from '../task/task-definition';
import { isShifting, percentages } from './deployment-arguments';
import type { ServiceFacts } from './service-facts';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html';

export type RolloutFacts = Pick<ServiceFacts, 'capacity' | 'scaling' | 'deployment' | 'daemon'>;

/**
 * Legal, but the next version never starts: the instances have no memory or CPU for it beside what has to keep running.
 * Only this service is counted, so what fits here may still not fit beside others. Nothing is said of instance types
 * whose size is not known.
 */
export function rolloutWarnings(
  { capacity, scaling, deployment, daemon }: RolloutFacts,
  task: Pick<TaskDefinition, 'cpu' | 'memoryMib' | 'containers'>,
): Issue[] {
  if (capacity.kind !== 'ec2' || daemon) return [];
  const tasks = 'fixed' in scaling ? scaling.fixed : scaling.max;
  if (isUnknown(tasks) || tasks === 0) return [];
  const needed = tasksAtOnce(tasks, deployment);
  return RESOURCES.flatMap(({ field, unit, fix }) => {
    const [all, each] = [capacity[field], reserved(task, field)];
    if (all === undefined || each === undefined || needed * each <= all) return [];
    return [
      {
        field,
        value: each,
        limit: `room for ${needed} tasks during a deployment of ${tasks}; all instances of ${capacity.node.path} together have ${all} ${unit} for tasks, room for ${Math.floor(all / each)}`,
        fix: `write a larger instance type or maxSize, ${fix}, fewer tasks, or a lower minimumHealthyPercent`,
        see: SEE,
      },
    ];
  });
}

const RESOURCES = [
  { field: 'memoryMib', unit: 'MiB', fix: 'less memory' },
  { field: 'cpu', unit: 'CPU units', fix: 'less CPU' },
] as const;

/** The old tasks that have to stay, and one new one; with two sets, all of them twice. */
export function tasksAtOnce(tasks: number, deployment: RolloutFacts['deployment']): number {
  if (isShifting(deployment) || deployment.kind === 'code-deploy') return 2 * tasks;
  const { minimumHealthyPercent } = percentages(deployment, false);
  return Math.max(tasks, Math.ceil((tasks * minimumHealthyPercent) / 100) + 1);
}

/** What placement counts with: the task's size, or what its containers reserve. */
function reserved(
  task: Pick<TaskDefinition, 'cpu' | 'memoryMib' | 'containers'>,
  field: 'cpu' | 'memoryMib',
): number | undefined {
  const containers = Object.values(task.containers);
  const each = containers.map((container) =>
    field === 'cpu' ? (container.cpu ?? 0) : (container.memoryReservationMib ?? container.memoryMib ?? 0),
  );
  const size = task[field] ?? (each.some(isUnknown) ? undefined : each.reduce((sum, one) => sum + one, 0));
  return size === undefined || isUnknown(size) || size === 0 ? undefined : size;
}
