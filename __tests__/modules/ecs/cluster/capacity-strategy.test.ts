import {
  capacityKind,
  capacityStrategy,
  usesFargateSpot,
  validateCapacity,
} from '../../../../modules/ecs/cluster/capacity-strategy';
import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import { EcsCluster } from '../../../../modules/ecs/cluster/ecs-cluster';
import { ManagedInstancesCapacity } from '../../../../modules/ecs/cluster/managed-instances-capacity';
import { Network } from '../../../../modules/network';
import { synth } from '../../../support/synth';

describe('a capacity strategy', () => {
  it.each([
    [undefined, [['FARGATE', 1, undefined]]],
    [{}, [['FARGATE_SPOT', 1, undefined]]],
    [
      { base: 2 },
      [
        ['FARGATE', 0, 2],
        ['FARGATE_SPOT', 1, undefined],
      ],
    ],
    [
      { percent: 75 },
      [
        ['FARGATE', 25, undefined],
        ['FARGATE_SPOT', 75, undefined],
      ],
    ],
    [
      { base: 1, percent: 50 },
      [
        ['FARGATE', 50, 1],
        ['FARGATE_SPOT', 50, undefined],
      ],
    ],
  ] as const)('[row 11] on Fargate with spot %j', (spot, expected) => {
    const capacity = { kind: 'fargate', spot } as const;
    const items = capacityStrategy(capacity).map(({ capacityProvider, weight, base }) => [
      capacityProvider,
      weight,
      base,
    ]);
    expect(items).toEqual(expected);
    expect(usesFargateSpot(capacity)).toBe(spot !== undefined);
  });

  it('names Fargate Spot only within what ECS counts', () => {
    const fields = (base: number, percent: number) =>
      validateCapacity('capacity', { kind: 'fargate', spot: { base, percent } }).map(({ field }) => field);
    expect(fields(100_000, 1)).toEqual([]);
    expect(fields(100_001, 101)).toEqual(['capacity.spot.base', 'capacity.spot.percent']);
    expect(fields(1.5, 0)).toEqual(['capacity.spot.base', 'capacity.spot.percent']);
  });

  it('[row 3] [bad input 39] is over capacities of one kind and cluster, with one base and a weight', () => {
    synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } },
      });
      const cluster = new EcsCluster(stack, 'Cluster', { network });
      const other = new EcsCluster(stack, 'Other', { network });
      const common = { cluster, instanceTypes: ['m7i.large'], maxSize: 1 };
      const a = new Ec2Capacity(stack, 'A', common);
      const b = new Ec2Capacity(stack, 'B', common);
      const managed = new ManagedInstancesCapacity(stack, 'Managed', { cluster: other });

      const both = {
        kind: 'shared',
        shares: [
          { capacity: a, base: 1 },
          { capacity: b, weight: 3 },
        ],
      } as const;
      expect(validateCapacity('capacity', both, cluster)).toEqual([]);
      expect(capacityKind(both)).toBe('ec2');
      expect(capacityStrategy(both)).toEqual([
        { capacityProvider: a.providerName, weight: 1, base: 1 },
        { capacityProvider: b.providerName, weight: 3 },
      ]);

      const limits = (shares: Parameters<typeof capacityStrategy>[0]) =>
        validateCapacity('capacity', shares, cluster).map(({ limit }) => limit);
      const shared = (...shares: (typeof both)['shares'][number][]) => ({ kind: 'shared', shares }) as const;
      expect(limits({ kind: 'shared', shares: [] })).toEqual(['1 to 20 capacities']);
      expect(limits(shared({ capacity: a, weight: 0 } as never))).toEqual([
        expect.stringContaining('at least one weight above 0'),
      ]);
      expect(
        limits({
          kind: 'shared',
          shares: [
            { capacity: a, base: 1 },
            { capacity: b, base: 1 },
          ],
        }),
      ).toEqual(['one capacity with a base']);
      expect(limits({ kind: 'shared', shares: [{ capacity: a }, { capacity: managed }] })).toEqual([
        expect.stringContaining('a capacity of the cluster test/Cluster; this one belongs to test/Other'),
        expect.stringContaining('capacities of one kind'),
      ]);
      expect(limits(managed)).toEqual([expect.stringContaining('belongs to test/Other')]);
    });
  });
});
