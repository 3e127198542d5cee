import type { Construct } from 'constructs';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral } from '../shared/validation';
import { validateFlowLogDestination } from './flow-log';
import { type Nat, validateNat } from './nat-gateways';
import type { NetworkProps } from './network-props';
import { ipv6Issues, type PlannedSubnet, planSubnets } from './subnet-layout';
import { buildableTiers, type ResolvedTier, resolveTiers, type TierProps, validateTiers } from './tier';
import { zonesOf } from './zones';

const BLOCKS = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html';

/** AWS: one primary and four secondary blocks, a quota that can be raised to 50. */
const SECONDARY_BLOCKS = 4;

/** What a network is to become, decided before anything is built. */
export interface NetworkPlan {
  readonly zones: readonly string[];
  readonly blocks: readonly [Ipv4Block, ...Ipv4Block[]];
  readonly tiers: readonly ResolvedTier[];
  readonly nat: Nat;
  /** Zones with subnets that go out over NAT. */
  readonly natZones: readonly string[];
  readonly subnets: readonly PlannedSubnet[];
  readonly issues: readonly Issue[];
}

/** Whatever is wrong becomes an issue, and the plan goes on with the default, so that all problems show at once. */
export function planNetwork(scope: Construct, props: NetworkProps): NetworkPlan {
  const zones = zonesOf(scope, props.availabilityZones);
  const unknown = unknownIssues(props);
  const usable: NetworkProps = unknown.length === 0 ? props : {};
  const { cidrBlock = '10.0.0.0/16', secondaryCidrBlocks = [], maxZones = 4, ipv6 = false } = usable;
  const { tiers: given = ['public', 'private'], flowLog = { kind: 'none' } } = usable;

  const asksForNat = resolveTiers(given, zones, true).some(({ egress }) => egress === 'nat');
  const nat: Nat = usable.nat ?? { kind: asksForNat ? 'perAz' : 'none' };
  const resolved = resolveTiers(given, zones, nat.kind !== 'none');
  const tiers = buildableTiers(resolved, zones);
  const natZones = zones.filter((zone) => tiers.some((tier) => tier.egress === 'nat' && tier.zones.includes(zone)));
  const publicZones = zones.filter((zone) =>
    tiers.some((tier) => tier.egress === 'internet-gateway' && tier.zones.includes(zone)),
  );

  const blockIssues = validateCidrBlocks(cidrBlock, secondaryCidrBlocks);
  const usableBlocks = blockIssues.every(({ rule }) => rule !== undefined);
  const [primary = FALLBACK, ...secondary] = usableBlocks
    ? [cidrBlock, ...secondaryCidrBlocks].flatMap((text) => Ipv4Block.parse(text) ?? [])
    : [];
  const blocks: readonly [Ipv4Block, ...Ipv4Block[]] = [primary, ...secondary];
  const layout = planSubnets({ blocks, maxZones: maxZones === 8 ? 8 : 4, tiers });
  return {
    zones,
    blocks,
    tiers,
    nat,
    natZones,
    subnets: layout.subnets,
    issues: [
      ...unknown,
      ...check('maxZones', maxZones, (places) => places === 4 || places === 8, {
        limit: '4 or 8 places for zones',
        fix: 'leave it out, or use 8 in a region with more than four zones',
        see: BLOCKS,
      }),
      ...blockIssues,
      ...validateTiers(resolved, zones, nat.kind !== 'none'),
      // With another block than the one that was meant, every address would be wrong.
      ...(usableBlocks ? layout.issues : []),
      ...(ipv6 ? ipv6Issues(tiers) : []),
      ...validateNat(nat, natZones, publicZones),
      ...validateFlowLogDestination(flowLog),
    ],
  };
}

/** Pure: the network's own blocks. */
export function validateCidrBlocks(cidrBlock: string, secondaryCidrBlocks: readonly string[]): Issue[] {
  const all = [cidrBlock, ...secondaryCidrBlocks];
  const field = (index: number): string => (index === 0 ? 'cidrBlock' : `secondaryCidrBlocks[${index - 1}]`);
  const overlaps = all.flatMap((text, index) => {
    const block = Ipv4Block.parse(text);
    const other = all.slice(0, index).find((earlier) => block && Ipv4Block.parse(earlier)?.overlaps(block));
    if (other === undefined) return [];
    return [
      {
        field: field(index),
        value: text,
        limit: `a block that overlaps no other of the network; it overlaps ${other}`,
        fix: 'choose another block, for example in 100.64.0.0/10',
        see: BLOCKS,
      },
    ];
  });
  const tooMany =
    secondaryCidrBlocks.length <= SECONDARY_BLOCKS
      ? []
      : [
          {
            field: 'secondaryCidrBlocks',
            value: `${secondaryCidrBlocks.length} blocks`,
            limit: `${SECONDARY_BLOCKS} blocks besides the primary, unless AWS raised the quota for you`,
            fix: 'use fewer, larger blocks',
            see: BLOCKS,
            rule: 'network.cidr-blocks-quota',
          },
        ];
  return [...all.flatMap((text, index) => cidrBlockIssues(field(index), text)), ...overlaps, ...tooMany];
}

function cidrBlockIssues(field: string, text: string): Issue[] {
  const limit = 'an IPv4 CIDR block between /16 and /28: four numbers of 0 to 255, then the prefix';
  const block = Ipv4Block.parse(text);
  if (block !== undefined && block.prefixLength >= 16 && block.prefixLength <= 28) return [];
  const nearest = Ipv4Block.around(text);
  const misaligned = block === undefined && nearest !== undefined;
  return [
    {
      field,
      value: text,
      limit: misaligned ? `${limit}, beginning at its first address` : limit,
      fix: misaligned ? `write "${nearest}"` : 'use for example "10.0.0.0/16"',
      see: BLOCKS,
    },
  ];
}

const FALLBACK = Ipv4Block.everything.part(16, 10 * 256);

/** Everything that decides which subnets, routes and gateways exist. */
function unknownIssues({ tiers, nat, flowLog, endpoints, ...props }: NetworkProps): Issue[] {
  return [
    ...checkLiteral('cidrBlock', props.cidrBlock),
    ...checkLiteral('secondaryCidrBlocks', props.secondaryCidrBlocks),
    ...checkLiteral('maxZones', props.maxZones),
    ...checkLiteral('ipv6', props.ipv6),
    ...checkLiteral('nat.kind', nat?.kind),
    ...checkLiteral('flowLog.kind', flowLog?.kind),
    ...checkLiteral('endpoints', endpoints),
    ...checkLiteral('tiers', tiers),
    ...(isUnknown(tiers) ? [] : (tiers ?? [])).flatMap((tier) => (typeof tier === 'string' ? [] : unknownInTier(tier))),
  ];
}

function unknownInTier({ tags: _tags, placement, ...tier }: TierProps): Issue[] {
  const field = `tiers.${tier.name}`;
  return [
    ...Object.entries(tier).flatMap(([key, value]) => checkLiteral(`${field}.${key}`, value)),
    ...Object.entries(placement ?? {}).flatMap(([key, value]) =>
      checkLiteral(`${field}.placement.${key}`, typeof value === 'object' ? Object.values<unknown>(value) : value),
    ),
  ];
}
