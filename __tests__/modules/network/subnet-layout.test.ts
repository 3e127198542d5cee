import fc from 'fast-check';
import { planSubnets } from '../../../modules/network/subnet-layout';
import type { LayoutRequest, TierLayout } from '../../../modules/network/tier-area';
import { Ipv4Block } from '../../../modules/shared/ipv4-block';

function block(text: string): Ipv4Block {
  const parsed = Ipv4Block.parse(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d'];

function request(tiers: readonly TierLayout[], cidrBlock = '10.0.0.0/16'): LayoutRequest {
  return { blocks: [block(cidrBlock)], maxZones: 4, tiers };
}

function tier(name: string, rest: Partial<TierLayout> = {}): TierLayout {
  return { name, zones: ZONES.slice(0, 2), ...rest };
}

/** `tier/zone` -> block. */
function addresses(layout: ReturnType<typeof planSubnets>): Record<string, string> {
  return Object.fromEntries(layout.subnets.map(({ tier, zone, block }) => [`${tier}/${zone}`, String(block)]));
}

it('gives private half of the network and the other tiers a part of the other half', () => {
  const layout = planSubnets(request([tier('public'), tier('private'), tier('isolated')]));
  expect(layout.issues).toEqual([]);
  expect(addresses(layout)).toEqual({
    'public/eu-west-1a': '10.0.128.0/22',
    'public/eu-west-1b': '10.0.132.0/22',
    'private/eu-west-1a': '10.0.0.0/19',
    'private/eu-west-1b': '10.0.32.0/19',
    'isolated/eu-west-1a': '10.0.192.0/22',
    'isolated/eu-west-1b': '10.0.196.0/22',
  });
  expect(layout.free).toEqual(['10.0.144.0/20', '10.0.160.0/19', '10.0.208.0/20', '10.0.224.0/19']);
});

describe('whatever the tiers, zones and sizes', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
  const anyTier = fc.record(
    {
      name: fc.oneof(fc.constantFrom('public', 'private', 'isolated'), name),
      prefixLength: fc.option(fc.integer({ min: 16, max: 28 }), { nil: undefined }),
      placement: fc.option(
        fc.integer({ min: 0, max: 15 }).map((slot) => ({ kind: 'slot' as const, slot })),
        { nil: undefined },
      ),
    },
    { requiredKeys: ['name'] },
  );
  const anyNetwork = fc.record({
    cidrBlock: fc.integer({ min: 16, max: 28 }).map((prefix) => String(block('10.0.0.0/8').part(prefix, 3))),
    zones: fc.shuffledSubarray(ZONES, { minLength: 1 }),
    tiers: fc.uniqueArray(anyTier, { selector: (one) => one.name, minLength: 1, maxLength: 6 }),
    maxZones: fc.constantFrom(4 as const, 8 as const),
  });

  function plan({
    cidrBlock,
    zones,
    tiers,
    maxZones,
  }: typeof anyNetwork extends fc.Arbitrary<infer Value> ? Value : never) {
    return planSubnets({ blocks: [block(cidrBlock)], maxZones, tiers: tiers.map((one) => ({ ...one, zones })) });
  }

  it('subnets lie inside the network, have a size that AWS takes and never overlap, or the layout is refused', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const { subnets, issues } = plan(network);
        if (issues.length > 0) return;
        expect(subnets).toHaveLength(network.tiers.length * network.zones.length);
        for (const [index, one] of subnets.entries()) {
          expect(block(network.cidrBlock).contains(one.block)).toBe(true);
          expect(one.block.prefixLength).toBeGreaterThanOrEqual(16);
          expect(one.block.prefixLength).toBeLessThanOrEqual(28);
          for (const other of subnets.slice(index + 1)) expect(one.block.overlaps(other.block)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a zone or tier that is added, anywhere in the list, moves no subnet', () => {
    fc.assert(
      fc.property(anyNetwork, anyTier, fc.nat(6), (network, added, position) => {
        const before = addresses(plan(network));
        const tiers = network.tiers.some((one) => one.name === added.name)
          ? network.tiers
          : network.tiers.toSpliced(position, 0, added);
        const zones = [...ZONES].reverse();
        expect(addresses(plan({ ...network, zones, tiers }))).toMatchObject(before);
      }),
      { numRuns: 500 },
    );
  });

  it('what is reported free holds none of the subnets', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const { subnets, free } = plan(network);
        for (const left of free) {
          for (const subnet of subnets) expect(block(left).overlaps(subnet.block)).toBe(false);
        }
      }),
    );
  });
});

it('says what is free where two tiers want one place', () => {
  const slot = { kind: 'slot', slot: 9 } as const;
  const { issues } = planSubnets(request([tier('cache', { placement: slot }), tier('queue', { placement: slot })]));
  expect(issues).toMatchObject([
    {
      field: 'tiers.queue',
      value: '10.0.144.0/20',
      limit: 'addresses of its own; tier "cache" holds 10.0.144.0/20',
      fix: expect.stringContaining('free is 10.0.0.0/17, 10.0.128.0/20, 10.0.160.0/19, 10.0.192.0/18'),
    },
  ]);
});

it('says that nothing is free in a full network', () => {
  const whole = { kind: 'block', cidrBlock: '10.0.0.0/16' } as const;
  const { issues, free } = planSubnets(request([tier('all', { placement: whole }), tier('public')]));
  expect(free).toEqual([]);
  expect(issues[0]?.fix).toContain('free is nothing');
});

it.each([
  [
    'subnets too large for the network',
    tier('wide', { prefixLength: 17 }),
    /fit 4 times inside 10.0.0.0\/16: \/18 or smaller/,
  ],
  [
    'a slot that the width does not divide',
    tier('x', { prefixLength: 20, placement: { kind: 'slot', slot: 9 } }),
    /multiple of 4/,
  ],
  ['a slot beyond the sixteenth', tier('x', { placement: { kind: 'slot', slot: 16 } }), /0 to 15/],
  [
    'a block that does not begin at its first address',
    tier('x', { placement: { kind: 'block', cidrBlock: '10.0.1.0/22' } }),
    /first address/,
  ],
  [
    'a block too small for its zones',
    tier('x', { placement: { kind: 'block', cidrBlock: '10.0.200.0/28' } }),
    /\/26 or larger/,
  ],
  [
    'a zone without a block',
    tier('x', { placement: { kind: 'subnets', cidrBlocks: { a: '10.0.200.0/24' } } }),
    /eu-west-1b has none/,
  ],
  [
    'a size beside blocks that are written out',
    tier('x', {
      prefixLength: 24,
      placement: { kind: 'subnets', cidrBlocks: { a: '10.0.200.0/24', b: '10.0.201.0/24' } },
    }),
    /nothing beside blocks/,
  ],
])('refuses %s', (_what, wrong, limit) => {
  expect(planSubnets(request([wrong])).issues.map((issue) => issue.limit)).toEqual([expect.stringMatching(limit)]);
});

it('[bad input 5] refuses a subnet outside the network, and takes it in a secondary block', () => {
  const outside = tier('app', {
    zones: ['eu-west-1a'],
    placement: { kind: 'subnets', cidrBlocks: { a: '10.1.0.0/24' } },
  });
  const { issues } = planSubnets(request([outside]));
  expect(issues).toMatchObject([
    { value: '10.1.0.0/24', limit: expect.stringMatching(/inside.*10\.0\.0\.0\/16.*outside/) },
  ]);
  const wider = planSubnets({ ...request([outside]), blocks: [block('10.0.0.0/16'), block('10.1.0.0/16')] });
  expect(wider.issues).toEqual([]);
});

it.each([29, 15, 24.5, Number.NaN])('[bad input 7] refuses a subnet mask of %p', (prefixLength) => {
  const { issues } = planSubnets(request([tier('public', { prefixLength })]));
  expect(issues).toMatchObject([{ field: 'tiers.public.prefixLength', value: prefixLength }]);
  expect(issues[0]?.limit).toMatch(/mask from \/16 to \/28/);
});

it('[input A1] accepts subnets of /28, the smallest that AWS takes', () => {
  const layout = planSubnets(request([tier('public', { prefixLength: 28 }), tier('private', { prefixLength: 28 })]));
  expect(layout.issues).toEqual([]);
  expect(addresses(layout)).toMatchObject({ 'private/eu-west-1b': '10.0.0.16/28' });
});

it('fits the three usual tiers into a /24', () => {
  const layout = planSubnets(request([tier('public'), tier('private'), tier('isolated')], '10.0.0.0/24'));
  expect(layout.issues).toEqual([]);
  expect(layout.free).toEqual([]);
});

it('keeps a place for each letter, so that us-east-1e and us-east-1a need eight', () => {
  const clash = [{ name: 'public', zones: ['us-east-1a', 'us-east-1e'] }];
  expect(planSubnets(request(clash)).issues).toMatchObject([{ value: ['us-east-1a', 'us-east-1e'] }]);
  expect(planSubnets({ ...request(clash), maxZones: 8 }).issues).toEqual([]);
});
