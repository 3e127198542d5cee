import type { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { checkLiteral } from '../shared/validation';
import { validateFlowLogDestination } from './flow-log';
import { type Nat, validateNat } from './nat-gateways';
import type { NetworkProps } from './network';
import { ipv6Issues, type PlannedSubnet, planSubnets } from './subnet-layout';
import { type ResolvedTier, resolveTiers, validateTiers } from './tier';
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

  const asksForNat = given.some((tier) => typeof tier !== 'string' && tier.egress === 'nat') || includesPrivate(given);
  const nat: Nat = usable.nat ?? (asksForNat ? { kind: 'perAz' } : { kind: 'none' });
  const tiers = resolveTiers(given, zones, nat.kind !== 'none');
  const natZones = zones.filter((zone) => tiers.some((tier) => tier.egress === 'nat' && tier.zones.includes(zone)));
  const publicZones = zones.filter((zone) =>
    tiers.some((tier) => tier.egress === 'internet-gateway' && tier.zones.includes(zone)),
  );

  const blockIssues = validateCidrBlocks(cidrBlock, secondaryCidrBlocks);
  const [primary = FALLBACK, ...secondary] =
    blockIssues.length === 0 ? [cidrBlock, ...secondaryCidrBlocks].flatMap((text) => Ipv4Block.parse(text) ?? []) : [];
  const blocks: readonly [Ipv4Block, ...Ipv4Block[]] = [primary, ...secondary];
  const layout = planSubnets({ blocks, maxZones, tiers });
  return {
    zones,
    blocks,
    tiers,
    nat,
    natZones,
    subnets: layout.subnets,
    issues: [
      ...unknown,
      ...blockIssues,
      ...validateTiers(tiers, zones, nat.kind !== 'none'),
      // With another block than the one that was meant, every address would be wrong.
      ...(blockIssues.length === 0 ? layout.issues : []),
      ...(ipv6 ? ipv6Issues(tiers) : []),
      ...validateNat(nat, natZones, publicZones),
      ...validateFlowLogDestination(flowLog),
      ...regionIssues(scope),
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

const FALLBACK = Ipv4Block.of(10, 0, 0, 0, 16);

function includesPrivate(tiers: NonNullable<NetworkProps['tiers']>): boolean {
  return tiers.some((tier) => tier === 'private' || (typeof tier !== 'string' && tier.name === 'private' && tier.egress === undefined));
}
