import type { Issue } from '../../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../../shared/validation';
import type {
  CapacityKind,
  CapacityShare,
  FargateSpot,
  IEcsCapacity,
  IEcsCluster,
  TaskCapacity,
} from './ecs-cluster-interface';

/** One entry of `capacity_provider_strategy`, as a service, a schedule and a cluster take it. */
export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base?: number;
}

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';

/** `{ kind: 'fargate', spot: { base: 2 } }` -> FARGATE with base 2 and weight 0, FARGATE_SPOT with weight 1. */
export function capacityStrategy(capacity: TaskCapacity): StrategyItem[] {
  if (capacity.kind === 'fargate') return fargateStrategy(capacity.spot);
  if (capacity.kind !== 'shared') return [{ capacityProvider: capacity.providerName, weight: 1 }];
  return capacity.shares.map(({ capacity: { providerName }, weight = 1, base }) => ({
    capacityProvider: providerName,
    weight,
    ...(base === undefined ? {} : { base }),
  }));
}

/** What a task must be compatible with to run there. */
export function capacityKind(capacity: TaskCapacity): CapacityKind {
  return capacity.kind === 'shared' ? (capacity.shares[0]?.capacity.kind ?? 'ec2') : capacity.kind;
}

/** The instances a strategy names; none on Fargate. */
export function capacitiesOf(capacity: TaskCapacity): readonly IEcsCapacity[] {
  if (capacity.kind === 'fargate') return [];
  return capacity.kind === 'shared' ? capacity.shares.map((share) => share.capacity) : [capacity];
}

/** True where a task may be stopped by AWS with two minutes' notice. */
export function usesFargateSpot(capacity: TaskCapacity): boolean {
  return capacity.kind === 'fargate' && capacity.spot !== undefined;
}

function fargateStrategy(spot: FargateSpot | undefined): StrategyItem[] {
  if (spot === undefined) return [{ capacityProvider: 'FARGATE', weight: 1 }];
  const { base = 0, percent = 100 } = spot;
  const onDemand = { capacityProvider: 'FARGATE', weight: 100 - percent, ...(base === 0 ? {} : { base }) };
  const onSpot = { capacityProvider: 'FARGATE_SPOT', weight: percent === 100 ? 1 : percent };
  // A provider with neither base nor weight gets no task.
  return percent === 100 && base === 0 ? [onSpot] : [onDemand, onSpot];
}

/** Pure: what ECS refuses in a strategy, and tasks sent to a cluster that the instances are not part of. */
export function validateCapacity(field: string, capacity: TaskCapacity, cluster?: IEcsCluster): Issue[] {
  if (capacity.kind === 'fargate') return validateSpot(`${field}.spot`, capacity.spot);
  const strangers = capacitiesOf(capacity).filter((one) => cluster !== undefined && one.cluster !== cluster);
  return [
    ...strangers.map((one) => ({
      field,
      value: one.node.path,
      limit: `a capacity of the cluster ${cluster?.node.path}; this one belongs to ${one.cluster.node.path}`,
      fix: 'name a capacity of the same cluster, or move the service to the other cluster',
      see: SEE,
    })),
    ...(capacity.kind === 'shared' ? validateShares(`${field}.shares`, capacity.shares) : []),
  ];
}

function validateSpot(field: string, spot: FargateSpot | undefined): Issue[] {
  return [
    ...checkLiteral(`${field}.base`, spot?.base),
    ...checkLiteral(`${field}.percent`, spot?.percent),
    ...checkWholeNumber(`${field}.base`, spot?.base, [0, 100_000], {
      fix: 'write how many tasks always run on demand',
      see: SEE,
    }),
    ...checkWholeNumber(`${field}.percent`, spot?.percent, [1, 100], {
      unit: 'percent',
      fix: 'leave `spot` out for no Spot at all',
      see: SEE,
    }),
  ];
}

function validateShares(field: string, shares: readonly CapacityShare[]): Issue[] {
  const bases = shares.filter(({ base = 0 }) => base > 0);
  const kinds = [...new Set(shares.map(({ capacity }) => capacity.kind))];
  const rule = { see: SEE };
  return [
    ...check(field, shares, (all) => all.length >= 1 && all.length <= 20, {
      limit: '1 to 20 capacities',
      fix: 'name at least one capacity of the cluster',
      ...rule,
    }),
    ...shares.flatMap(({ weight, base }, index) => [
      ...checkWholeNumber(`${field}[${index}].weight`, weight, [0, 1000], { fix: 'write a relative share', ...rule }),
      ...checkWholeNumber(`${field}[${index}].base`, base, [0, 100_000], { fix: 'write a number of tasks', ...rule }),
    ]),
    ...check(`${field}[].weight`, weights(shares), (all) => all.length === 0 || all.some((weight) => weight !== 0), {
      limit: 'at least one weight above 0: with none, a strategy places only its base and every other task fails',
      fix: 'give the capacity that takes the rest the weight 1',
      ...rule,
    }),
    ...check(
      `${field}[].base`,
      bases.map(({ base }) => base),
      (all) => all.length <= 1,
      {
        limit: 'one capacity with a base',
        fix: 'keep the base of the capacity that the first tasks go to',
        ...rule,
      },
    ),
    ...check(field, kinds, (all) => all.length <= 1, {
      limit: 'capacities of one kind: a strategy cannot mix Auto Scaling groups with Managed Instances or Fargate',
      fix: 'make one service per kind',
      ...rule,
    }),
  ];
}

function weights(shares: readonly CapacityShare[]): number[] {
  return shares.map(({ weight = 1 }) => weight);
}
