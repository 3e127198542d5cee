import type { Issue } from '../shared/problems';
import { checkName, duplicates } from '../shared/validation';
import type { SubnetEgress } from './i-network';

/** Tag of every subnet that says its tier; `Network.fromLookup` finds subnets by it. */
export const TIER_TAG = 'Tier';

/** Tiers that need no more than their name. */
export type UsualTier = 'public' | 'private' | 'isolated';

/** Where the addresses of a tier come from; without it, from the tier's reserved part of the network's block. */
export type TierPlacement =
  /**
   * `slot`: which sixteenth of the network's block the tier begins at, 0-15. For a tier of your own whose default slot
   * is taken. Permanent: another slot replaces the subnets.
   */
  | { readonly kind: 'slot'; readonly slot: number }
  /** `cidrBlock`: one block for the tier, in the network's block or a secondary one; each zone gets an equal part of it. */
  | { readonly kind: 'block'; readonly cidrBlock: string }
  /** `cidrBlocks`: the block of each subnet, by zone: `{ a: '10.0.1.0/24', b: '10.0.2.0/24' }`. */
  | { readonly kind: 'subnets'; readonly cidrBlocks: Readonly<Record<string, string>> };

/** One kind of subnet, in every zone of the network. */
export interface TierProps {
  /** `public`, `private`, `isolated` or your own: lower-case letters, digits and hyphens. Permanent. */
  readonly name: string;
  /** @default by name: `public` internet-gateway, `private` nat (none where the network has no NAT), others none */
  readonly egress?: SubnetEgress;
  /**
   * Size of each subnet, 16-28; AWS keeps 5 addresses of each. A change replaces the subnets.
   * @default of a /16: /19 (8,187 addresses) for `private`, /22 (1,019 addresses) for the others
   */
  readonly prefixLength?: number;
  /** @default a reserved part of the network's block that depends on the tier's name alone */
  readonly placement?: TierPlacement;
  /** Which of 32 parts of the network's IPv6 block, 0-31; only for a tier of your own whose default part is taken. */
  readonly ipv6Slot?: number;
  /** Zones that have this tier, by letter or name. @default all zones of the network */
  readonly zones?: readonly string[];
  /** More tags for the subnets. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A tier with every default in its place. */
export interface ResolvedTier extends TierProps {
  readonly egress: SubnetEgress;
  /** Full names. */
  readonly zones: readonly string[];
  /** A route table for each zone: for tiers that go out over NAT, or would if the network had it. */
  readonly routesPerZone: boolean;
}

/** The tiers of a network whose zones and NAT are known. */
export function resolveTiers(
  tiers: readonly (UsualTier | TierProps)[],
  zones: readonly string[],
  hasNat: boolean,
): ResolvedTier[] {
  return tiers.map((given) => {
    const tier = typeof given === 'string' ? { name: given } : given;
    return {
      ...tier,
      egress: tier.egress ?? usualEgress(tier.name, hasNat),
      routesPerZone: (tier.egress ?? usualEgress(tier.name)) === 'nat',
      zones: tier.zones?.map((key) => zones.find((zone) => zone === key || zone.slice(-1) === key) ?? key) ?? zones,
    };
  });
}

/** `my-data` -> `MyDataSubnets`: the construct id of a tier. */
export function tierId(name: string): string {
  return `${name.replace(/(^|-)([a-z0-9])/g, (_match, _hyphen, first: string) => first.toUpperCase())}Subnets`;
}

/** The tiers that can be built next to each other; the others were refused, and what else is wrong should show too. */
export function buildableTiers(tiers: readonly ResolvedTier[], zones: readonly string[]): ResolvedTier[] {
  const ids = tiers.map(({ name }) => tierId(name));
  return tiers
    .filter((_tier, index) => ids.indexOf(ids[index] ?? '') === index)
    .map((tier) => ({ ...tier, zones: [...new Set(tier.zones)].filter((zone) => zones.includes(zone)) }));
}

/** What a tier's name says about its way out. */
export function usualEgress(name: string, hasNat = true): SubnetEgress {
  if (name === 'public') return 'internet-gateway';
  return name === 'private' && hasNat ? 'nat' : 'none';
}

/** Names, zones and ways out; where the addresses go is for `planSubnets` to judge. */
export function validateTiers(tiers: readonly ResolvedTier[], zones: readonly string[], hasNat: boolean): Issue[] {
  const see = 'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html';
  return [
    ...(tiers.length > 0
      ? []
      : [{ field: 'tiers', value: tiers, limit: 'at least one tier', fix: 'write ["public", "private"]', see }]),
    ...duplicates(tiers.map(({ name }) => tierId(name))).map((id) => ({
      field: 'tiers',
      value: tiers.flatMap(({ name }) => (tierId(name) === id ? [name] : [])),
      limit: 'each tier once; these are the same (a duplicate)',
      fix: 'rename or remove one of the two',
      see,
    })),
    ...tiers.flatMap(({ name, zones: own, egress }) => [
      ...checkName('tiers.name', name, {
        pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
        max: 32,
        allowed: 'lower-case letters, digits and hyphens, beginning with a letter',
        fix: 'write for example "database"',
        see,
      }),
      ...[...own.filter((zone) => !zones.includes(zone)), ...duplicates(own)].map((zone) => ({
        field: `tiers.${name}.zones`,
        value: zone,
        limit: `zones of the network, each once: ${zones.join(', ')}`,
        fix: 'correct the zone, or add it to availabilityZones',
        see,
      })),
      ...(egress !== 'nat' || hasNat
        ? []
        : [
            {
              field: `tiers.${name}.egress`,
              value: egress,
              limit: 'a way out that the network has; its nat is { kind: "none" }',
              fix: 'choose another nat, or egress: "none" and interface endpoints for what the tier calls',
              see,
            },
          ]),
    ]),
  ];
}
