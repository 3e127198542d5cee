import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { isShifting, percentages } from './deployment-arguments';
import type { ServiceFacts } from './service-facts';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html';

/**
 * Legal, but the next version never starts: the instances have no memory for it beside what has to keep running. Only
 * this service is counted, so what fits here may still not fit beside others.
 */
export function rolloutWarnings(
  { capacity, scaling, deployment, daemon }: Pick<ServiceFacts, 'capacity' | 'scaling' | 'deployment' | 'daemon'>,
  memoryMib: number | undefined,
): Issue[] {
  if (capacity.kind !== 'ec2' || capacity.memoryMib === undefined || memoryMib === undefined || daemon) return [];
  const tasks = 'fixed' in scaling ? scaling.fixed : scaling.max;
  if (isUnknown(tasks) || isUnknown(memoryMib) || tasks === 0) return [];
  const { minimumHealthyPercent } = percentages(deployment, daemon);
  const needed = isShifting(deployment)
    ? 2 * tasks
    : Math.max(tasks, Math.ceil((tasks * minimumHealthyPercent) / 100) + 1);
  const fits = Math.floor(capacity.memoryMib / memoryMib);
  if (needed <= fits) return [];
  return [
    {
      field: 'memoryMib',
      value: memoryMib,
      limit: `room for ${needed} tasks during a deployment of ${tasks}; all instances of ${capacity.node.path} together have ${capacity.memoryMib} MiB for tasks, room for ${fits}`,
      fix: 'write a larger instance type or maxSize, less memory, fewer tasks, or a lower minimumHealthyPercent',
      see: SEE,
    },
  ];
}
