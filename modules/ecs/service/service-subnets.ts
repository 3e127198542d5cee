import type { IConstruct } from 'constructs';
import type { INetwork, ISubnet, SubnetSelection } from '../../network/i-network';
import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';

/** Most subnets that a service takes; fixed. */
const MAX_SUBNETS = 16;

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html';

interface Selection {
  readonly subnets?: SubnetSelection;
  readonly publicTasks?: boolean;
}

/** The subnets of tasks in awsvpc mode: named, or public by name, or where workloads go. */
export function taskSubnets(
  scope: IConstruct,
  { subnets, publicTasks }: Selection,
  network: INetwork,
): readonly ISubnet[] {
  if (subnets !== undefined) return network.selectSubnets(scope, subnets);
  return publicTasks === true ? network.publicSubnets(scope) : network.workloadSubnets(scope);
}

/** Pure: how many, and no task that waits in vain for a way out. */
export function validateTaskSubnets(found: readonly ISubnet[], { publicTasks = false }: Selection): Issue[] {
  const open = found.filter(({ egress }) => egress === 'internet-gateway');
  const tiers = [...new Set(open.map(({ tier }) => tier))];
  return [
    ...check('subnets', found.length, (count) => count <= MAX_SUBNETS, {
      limit: `at most ${MAX_SUBNETS} subnets of a service (${found.length} given)`,
      fix: 'select one tier',
      see: API,
    }),
    ...check('subnets', tiers, () => publicTasks || tiers.length === 0, {
      limit: 'private subnets: without an address of its own a task in a public subnet has no way out',
      fix: 'select a private tier, or write publicTasks: true to give tasks public addresses',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html',
    }),
    ...check('publicTasks', publicTasks, (on) => !on || open.length === found.length, {
      limit: 'true in public subnets only: elsewhere a public address leads nowhere',
      fix: 'leave subnets out, or publicTasks',
      see: API,
    }),
  ];
}
