import type { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { duplicates } from '../shared/validation';
import { type LayoutRequest, stableNumber, type TierArea, type TierLayout, tierArea, zoneSlot } from './tier-area';

const SIZES = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html';

export interface PlannedSubnet {
  readonly tier: string;
  readonly zone: string;
  readonly block: Ipv4Block;
  /** Which /64 of the network's IPv6 /56, 0-255. */
  readonly ipv6Index: number;
}

export interface SubnetLayout {
  /** Tier by tier, zone by zone, in the order of the request; a tier without a place has none. */
  readonly subnets: readonly PlannedSubnet[];
  /** What no tier has, not even for a zone to come. */
  readonly free: readonly string[];
  readonly issues: readonly Issue[];
}

/**
 * Gives each subnet its addresses from names alone: the tier's name picks the place, the zone's letter the part of it.
 * Neither the order of the lists nor what else is in them plays a part, so whatever is added, nothing moves. Where two
 * tiers cannot both have their place, that is refused, and the message says what is free.
 */
export function planSubnets(request: LayoutRequest): SubnetLayout {
  const areas = request.tiers.map((tier) => ({ tier, area: tierArea(tier, request) }));
  const held = areas.flatMap(({ tier, area }) => area.held.map((block) => ({ tier: tier.name, block })));
  const free = request.blocks.flatMap((block) => block.without(held.map((other) => other.block))).map(String);
  return {
    subnets: areas.flatMap(({ tier, area }) => subnetsOf(tier, area, request.maxZones)),
    free,
    issues: [
      ...areas.flatMap(({ tier, area }) => [...area.issues, ...zoneIssues(tier, request.maxZones)]),
      ...overlapIssues(held, free),
    ],
  };
}

/** Two tiers of one network with one set of IPv6 addresses; only asked where the network has IPv6. */
export function ipv6Issues(tiers: readonly TierLayout[]): Issue[] {
  return duplicates(tiers.map(ipv6SlotOf)).flatMap((slot) => {
    const names = tiers.filter((tier) => ipv6SlotOf(tier) === slot).map(({ name }) => name);
    const taken = new Set(tiers.map(ipv6SlotOf));
    const free = Array.from({ length: IPV6_SLOTS }, (_, index) => index).filter((index) => !taken.has(index));
    return [
      {
        field: `tiers.${names.at(-1)}.ipv6Slot`,
        value: slot,
        limit: `a slot of its own; ${names.join(' and ')} have the same`,
        fix: `give the newest of them one that is free: ${free.slice(0, 5).join(', ')}`,
        see: SIZES,
      },
    ];
  });
}

/** A /56 has room for eight /64s in each of 32 tiers. */
const IPV6_SLOTS = 32;
const IPV6_ZONES = 8;
const USUAL_IPV6_SLOTS: Readonly<Record<string, number>> = { private: 0, public: 1, isolated: 2 };

function ipv6SlotOf({ name, ipv6Slot }: TierLayout): number {
  return ipv6Slot ?? USUAL_IPV6_SLOTS[name] ?? 3 + (stableNumber(name) % (IPV6_SLOTS - 3));
}

function subnetsOf(tier: TierLayout, { blockOf }: TierArea, maxZones: number): PlannedSubnet[] {
  return tier.zones.flatMap((zone) => {
    const block = blockOf(zone);
    const ipv6Index = ipv6SlotOf(tier) * IPV6_ZONES + zoneSlot(zone, maxZones);
    return block === undefined ? [] : [{ tier: tier.name, zone, block, ipv6Index }];
  });
}

/** With four places, `e` and `f` of us-east-1 take those of `a` and `b`. */
function zoneIssues({ name, zones, placement }: TierLayout, maxZones: 4 | 8): Issue[] {
  if (placement?.kind === 'subnets') return [];
  return duplicates(zones.map((zone) => zoneSlot(zone, maxZones))).map((slot) => ({
    field: 'availabilityZones',
    value: zones.filter((zone) => zoneSlot(zone, maxZones) === slot),
    limit: `zones whose letters have a place of their own among the ${maxZones} that tier "${name}" keeps`,
    fix: 'in a new network set maxZones to 8; in an existing one give the tier explicit blocks: placement: { kind: "subnets", cidrBlocks: {...} }',
    see: SIZES,
  }));
}

function overlapIssues(held: readonly { tier: string; block: Ipv4Block }[], free: readonly string[]): Issue[] {
  return held.flatMap(({ tier, block }, index) => {
    const other = held.slice(0, index).find((earlier) => earlier.block.overlaps(block));
    if (other === undefined) return [];
    return [
      {
        field: `tiers.${tier}`,
        value: String(block),
        limit: `addresses of its own; tier "${other.tier}" holds ${other.block}`,
        fix: `give the newer of the two another place, for example placement: { kind: "block", cidrBlock: "..." }; free is ${listed(free)}`,
        see: SIZES,
      },
    ];
  });
}

function listed(blocks: readonly string[]): string {
  return blocks.length === 0 ? 'nothing' : blocks.join(', ');
}
