import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { CapacityKind } from '../cluster/ecs-cluster-interface';

/** How ECS chooses among the instances of a capacity; Fargate has none to choose from. */
export interface Placement {
  /**
   * In order of weight; at most 5.
   * @default spread over zones, then over instances: one failure takes as few tasks as possible
   */
  readonly strategies?: readonly PlacementStrategy[];
  /** Which instances at all; at most 10. @default any */
  readonly constraints?: readonly PlacementConstraint[];
}

export type PlacementStrategy =
  /** Evenly over the values of an attribute: `attribute:ecs.availability-zone`, `instanceId`. */
  | { readonly kind: 'spread'; readonly field: string }
  /** As few instances as possible, by what is left of CPU or memory. */
  | { readonly kind: 'binpack'; readonly field: 'cpu' | 'memory' }
  | { readonly kind: 'random' };

export type PlacementConstraint =
  /** Every task on another instance. */
  | { readonly kind: 'distinct-instance' }
  /** An expression of the cluster query language. */
  | { readonly kind: 'member-of'; readonly expression: string };

export const ZONE_ATTRIBUTE = 'attribute:ecs.availability-zone';

const DEFAULT_STRATEGIES: readonly PlacementStrategy[] = [
  { kind: 'spread', field: ZONE_ATTRIBUTE },
  { kind: 'spread', field: 'instanceId' },
];

interface PlacementSubject {
  readonly kind: CapacityKind;
  readonly daemon: boolean;
}

/** Strategies and constraints as the service takes them. */
export function placementArguments(
  { strategies, constraints = [] }: Placement,
  { kind, daemon }: PlacementSubject,
): {
  orderedPlacementStrategy?: { type: string; field?: string }[];
  placementConstraints?: { type: string; expression?: string }[];
} {
  const ordered = strategies ?? (kind === 'ec2' && !daemon ? DEFAULT_STRATEGIES : []);
  return {
    orderedPlacementStrategy:
      ordered.length === 0
        ? undefined
        : ordered.map((strategy) =>
            strategy.kind === 'random' ? { type: 'random' } : { type: strategy.kind, field: strategy.field },
          ),
    placementConstraints:
      constraints.length === 0
        ? undefined
        : constraints.map((constraint) =>
            constraint.kind === 'distinct-instance'
              ? { type: 'distinctInstance' }
              : { type: 'memberOf', expression: constraint.expression },
          ),
  };
}

/** Pure: what can be chosen where. */
export function validatePlacement({ strategies, constraints }: Placement, { kind, daemon }: PlacementSubject): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html';
  return [
    ...check('placement.strategies', strategies, (list) => kind === 'ec2' && !daemon && list.length <= 5, {
      limit: kind === 'ec2' ? 'none for a daemon, which runs on every instance, else at most 5' : `none on ${kind}`,
      fix: 'leave them out',
      see,
    }),
    ...check('placement.constraints', constraints, (list) => kind !== 'fargate' && list.length <= 10, {
      limit: kind === 'fargate' ? 'none on Fargate, which has no instances to choose from' : 'at most 10',
      fix: 'leave them out, or run the service on EC2 capacity',
      see,
    }),
  ];
}

/**
 * ECS moves tasks back into a zone that lost them. It does not where the placement works against it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
export function allowsZoneRebalancing({ strategies, constraints = [] }: Placement): boolean {
  const [first] = strategies ?? DEFAULT_STRATEGIES;
  const spreads = first?.kind === 'spread' && first.field === ZONE_ATTRIBUTE;
  return (
    spreads && !constraints.some((one) => one.kind === 'member-of' && one.expression.includes('availability-zone'))
  );
}
