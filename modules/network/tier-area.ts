import { createHash } from 'node:crypto';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { TierPlacement } from './tier';

const SIZES = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html';

/** A network's block is cut into sixteen slots; a tier begins at one of them. */
const SLOT_BITS = 4;
const SLOTS = 2 ** SLOT_BITS;

/**
 * Slots of the usual tiers, kept for them whether they are there or not: half of the network for `private`, where every
 * task, pod and node takes an address; the other half begins with `public`, its second half with `isolated`.
 */
const USUAL_SLOTS: Readonly<Record<string, number>> = { private: 0, public: 8, isolated: 12 };

/** AWS: a VPC and a subnet have 16 to 65,536 addresses. */
const SMALLEST = 28;
const LARGEST = 16;

/** A tier, as far as addresses are concerned. */
export interface TierLayout {
  readonly name: string;
  readonly prefixLength?: number;
  readonly placement?: TierPlacement;
  readonly ipv6Slot?: number;
  /** Zone names that have the tier, `eu-west-1a`. */
  readonly zones: readonly string[];
}

export interface LayoutRequest {
  /** The network's blocks, the primary first. */
  readonly blocks: readonly [Ipv4Block, ...Ipv4Block[]];
  /** Places that each tier keeps for zones, used or not. */
  readonly maxZones: 4 | 8;
  readonly tiers: readonly TierLayout[];
}

/** Where a tier's addresses are. */
export interface TierArea {
  /** What the tier keeps others out of, zones to come included. */
  readonly held: readonly Ipv4Block[];
  /** The block of the tier's subnet in a zone; none where the tier has no place there. */
  readonly blockOf: (zone: string) => Ipv4Block | undefined;
  readonly issues: readonly Issue[];
}

export function tierArea(tier: TierLayout, request: LayoutRequest): TierArea {
  const sizeIssues = maskIssues(`tiers.${tier.name}.prefixLength`, tier.prefixLength);
  if (sizeIssues.length > 0) return nowhere(sizeIssues);
  switch (tier.placement?.kind) {
    case 'subnets':
      return explicitArea(tier, tier.placement.cidrBlocks, request);
    case 'block':
      return blockArea(tier, tier.placement.cidrBlock, request);
    default:
      return slotArea(tier, tier.placement?.slot, request);
  }
}

/** Which of a tier's places a zone has: that of its letter. */
export function zoneSlot(zone: string, maxZones: number): number {
  return (zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0)) % maxZones;
}

/** The same number for the same text for ever. */
export function stableNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** Bad masks, for a tier's size and for a block that is written out. */
export function maskIssues(field: string, prefixLength: number | undefined): Issue[] {
  return checkWholeNumber(field, prefixLength, [LARGEST, SMALLEST], {
    unit: `(a subnet mask from /${LARGEST} to /${SMALLEST}; AWS keeps 5 addresses of each subnet)`,
    fix: `use /${SMALLEST} or a larger subnet, /24 has 251 addresses to use`,
    see: SIZES,
  });
}

function slotArea(tier: TierLayout, slot: number | undefined, request: LayoutRequest): TierArea {
  const [primary] = request.blocks;
  const zoneBits = Math.log2(request.maxZones);
  const wanted = primary.prefixLength + zoneBits + (tier.name === 'private' ? 1 : SLOT_BITS);
  const prefixLength = tier.prefixLength ?? Math.min(wanted, SMALLEST);
  const slotPrefix = primary.prefixLength + SLOT_BITS;
  const areaPrefix = prefixLength - zoneBits;
  const width = Math.max(1, 2 ** (slotPrefix - areaPrefix));
  if (width > SLOTS) {
    return nowhere([
      {
        field: `tiers.${tier.name}.prefixLength`,
        value: `/${prefixLength}`,
        limit: `subnets that fit ${request.maxZones} times inside ${primary}: /${primary.prefixLength + zoneBits} or smaller`,
        fix: `use a larger network, or write the blocks out: placement: { kind: "subnets", cidrBlocks: {...} }`,
        see: SIZES,
      },
    ]);
  }
  const issues = checkWholeNumber(`tiers.${tier.name}.placement.slot`, slot, [0, SLOTS - 1], {
    fix: 'choose a free slot; private begins at 0, public at 8, isolated at 12',
    see: SIZES,
  });
  if (issues.length > 0) return nowhere(issues);
  const place = slot ?? defaultSlot(tier.name, width);
  if (place % width !== 0) {
    return nowhere([
      {
        field: `tiers.${tier.name}.placement.slot`,
        value: place,
        limit: `a multiple of ${width}: with subnets of /${prefixLength} the tier takes ${width} slots`,
        fix: `use ${place - (place % width)}, or smaller subnets`,
        see: SIZES,
      },
    ]);
  }
  return dividedArea(primary.part(slotPrefix, place).part(areaPrefix, 0), prefixLength, request.maxZones);
}

/**
 * The slot of a tier that names none. One of your own has a slot that follows from its name, never one that a usual
 * tier would need; only a tier too wide for those begins where `private` would.
 */
export function defaultSlot(name: string, width: number): number {
  const usual = USUAL_SLOTS[name];
  if (usual !== undefined) return usual;
  const firsts = Array.from({ length: SLOTS / width }, (_, index) => index * width);
  const open = firsts.filter(
    (first) => first >= SLOTS / 2 && !Object.values(USUAL_SLOTS).some((slot) => slot >= first && slot < first + width),
  );
  return open[stableNumber(name) % open.length] ?? 0;
}

function blockArea(tier: TierLayout, cidrBlock: string, request: LayoutRequest): TierArea {
  const field = `tiers.${tier.name}.placement.cidrBlock`;
  const block = Ipv4Block.parse(cidrBlock);
  if (block === undefined) return nowhere([notABlock(field, cidrBlock)]);
  const zoneBits = Math.log2(request.maxZones);
  const prefixLength = tier.prefixLength ?? Math.min(block.prefixLength + zoneBits, SMALLEST);
  if (prefixLength < block.prefixLength + zoneBits) {
    return nowhere([
      {
        field,
        value: cidrBlock,
        limit: `a block with room for ${request.maxZones} subnets of /${prefixLength}: /${prefixLength - zoneBits} or larger`,
        fix: 'use a larger block or smaller subnets',
        see: SIZES,
      },
    ]);
  }
  const outside = outsideIssues(field, block, request);
  const area = dividedArea(block, prefixLength, request.maxZones);
  return { ...area, held: outside.length === 0 ? area.held : [], issues: outside };
}

function explicitArea(
  tier: TierLayout,
  cidrBlocks: Readonly<Record<string, string>>,
  request: LayoutRequest,
): TierArea {
  const byZone = new Map<string, Ipv4Block>();
  const issues: Issue[] = check(`tiers.${tier.name}.prefixLength`, tier.prefixLength, () => false, {
    limit: 'nothing beside blocks that are written out',
    fix: 'take it out: each block says its size',
    see: SIZES,
  });
  for (const [key, cidrBlock] of Object.entries(cidrBlocks)) {
    const field = `tiers.${tier.name}.placement.cidrBlocks.${key}`;
    const block = Ipv4Block.parse(cidrBlock);
    const wrong =
      block === undefined
        ? [notABlock(field, cidrBlock)]
        : [...maskIssues(field, block.prefixLength), ...outsideIssues(field, block, request)];
    issues.push(...wrong);
    if (block !== undefined && wrong.length === 0) byZone.set(key, block);
  }
  const blockOf = (zone: string): Ipv4Block | undefined => byZone.get(zone) ?? byZone.get(zone.slice(-1));
  const missing = tier.zones.filter((zone) => !(zone in cidrBlocks) && !(zone.slice(-1) in cidrBlocks));
  issues.push(
    ...missing.map((zone) => ({
      field: `tiers.${tier.name}.placement.cidrBlocks`,
      value: Object.keys(cidrBlocks),
      limit: `a block for every zone of the tier; ${zone} has none`,
      fix: `add one for ${zone}, or leave the zone out of tiers.${tier.name}.zones`,
      see: SIZES,
    })),
  );
  return { held: [...byZone.values()], blockOf, issues };
}

function dividedArea(area: Ipv4Block, prefixLength: number, maxZones: number): TierArea {
  return { held: [area], blockOf: (zone) => area.part(prefixLength, zoneSlot(zone, maxZones)), issues: [] };
}

function nowhere(issues: readonly Issue[]): TierArea {
  return { held: [], blockOf: () => undefined, issues };
}

function notABlock(field: string, value: string): Issue {
  const nearest = Ipv4Block.around(value);
  return {
    field,
    value,
    limit: 'an IPv4 CIDR block that begins at its first address',
    fix: nearest === undefined ? 'write for example "10.0.64.0/24"' : `write "${nearest}"`,
    see: SIZES,
  };
}

function outsideIssues(field: string, block: Ipv4Block, { blocks }: LayoutRequest): Issue[] {
  if (blocks.some((whole) => whole.contains(block))) return [];
  return [
    {
      field,
      value: String(block),
      limit: `a block inside the network's: ${blocks.join(', ')}; this one lies outside`,
      fix: 'choose a block inside, or add one of /16 to /28 that holds it to secondaryCidrBlocks',
      see: SIZES,
    },
  ];
}
