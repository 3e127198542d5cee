import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { capacitiesOf } from '../cluster/capacity-strategy';
import { type NetworkMode, portMappings } from '../task/port-mapping';
import type { TaskDefinition } from '../task/task-definition';
import { type RolloutFacts, tasksAtOnce } from './rollout-room';

/**
 * Pure: a port of an instance belongs to one task at a time, so tasks that name it need an instance each. Nothing is
 * said of capacity whose number of instances is not known.
 */
export function validateHostPortRoom(
  { capacity, scaling, deployment, daemon, networkMode }: RolloutFacts & { readonly networkMode: NetworkMode },
  { containers }: Pick<TaskDefinition, 'containers'>,
): Issue[] {
  const ports = hostPorts(containers, networkMode);
  const instances = capacitiesOf(capacity).reduce((sum, { maxInstances = Infinity }) => sum + maxInstances, 0);
  const tasks = 'fixed' in scaling ? scaling.fixed : scaling.max;
  if (daemon || ports.length === 0 || isUnknown(tasks)) return [];
  const needed = tasksAtOnce(tasks, deployment);
  if (needed <= instances) return [];
  const oneFirst = Math.floor((100 * (tasks - 1)) / tasks);
  const fixes = [
    networkMode === 'bridge' ? 'leave hostPort out: Docker takes a free one' : "write networkMode: 'bridge'",
    ...(deployment.kind === 'rolling' && tasks <= instances ? [`minimumHealthyPercent: ${oneFirst}`] : []),
    `let the capacity have ${needed} instances`,
  ];
  return [
    {
      field: 'ports',
      value: ports,
      limit: `ports of an instance for one task at a time: ${needed} tasks (${tasks} and what a deployment starts beside them) on ${instances} instance${instances === 1 ? '' : 's'} at most would wait for ever`,
      fix: fixes.join(', or '),
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
      rule: 'ecs.host-port-room',
    },
  ];
}

/** Those that are the same for each task: in host mode all of them, in bridge mode the ones that are named. */
function hostPorts(containers: TaskDefinition['containers'], networkMode: NetworkMode): readonly number[] {
  if (networkMode !== 'bridge' && networkMode !== 'host') return [];
  return Object.values(containers)
    .flatMap(({ ports }) => portMappings(ports))
    .flatMap((port) => ('containerPort' in port ? [port] : []))
    .map(({ containerPort, hostPort = 0 }) => (networkMode === 'host' ? containerPort : hostPort))
    .filter((port) => !isUnknown(port) && port !== 0);
}
