import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import type { Construct } from 'constructs';
import { ExistingNetwork, type ExistingNetworkAttributes, type ExistingTier } from './existing-network';
import type { INetwork, SubnetEgress } from './i-network';
import { TIER_TAG, type UsualTier } from './tier';
import { zonesOf } from './zones';

/** A tier of an existing network and how its subnets are told from others. */
export interface LookedUpTier {
  readonly name: string;
  /** @default by name: `public` internet-gateway, `private` nat, others none */
  readonly egress?: SubnetEgress;
  /** Tags that one subnet per zone has. @default { Tier: <name> }, as `Network` sets them */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NetworkLookup {
  /** The VPC, by id or by tags that only one VPC of the region has. */
  readonly vpc: { readonly vpcId: string } | { readonly tags: Readonly<Record<string, string>> };
  /** Zones by name or letter. Which subnets there are must be known at synth, so it is not looked up. @default the first two usual ones of the region */
  readonly availabilityZones?: readonly string[];
  /** @default ['public', 'private'] */
  readonly tiers?: readonly (UsualTier | LookedUpTier)[];
  /** Services that have an endpoint. @default not known; what depends on them is not checked */
  readonly endpoints?: readonly string[];
}

/**
 * One lookup for each tier and zone: Terraform stops with "no matching subnet" or "multiple subnets matched" where the
 * VPC is not as described, instead of building with whatever it found.
 */
export function networkFromLookup(scope: Construct, id: string, lookup: NetworkLookup): INetwork {
  return new ExistingNetwork(scope, id, (network) => find(network, lookup));
}

function find(network: Construct, lookup: NetworkLookup): ExistingNetworkAttributes {
  const { vpc, tiers = ['public', 'private'], endpoints } = lookup;
  const zones = zonesOf(network, lookup.availabilityZones);
  const found = new DataAwsVpc(network, 'Vpc', 'vpcId' in vpc ? { id: vpc.vpcId } : { tags: { ...vpc.tags } });
  // The id as it was given where it was: from a data source, everything in the VPC would look replaced now and then.
  const vpcId = 'vpcId' in vpc ? vpc.vpcId : found.id;
  const existing = tiers.map((given): [string, ExistingTier] => {
    const tier: LookedUpTier = typeof given === 'string' ? { name: given } : given;
    const subnets = zones.map((zone): [string, DataAwsSubnet] => [
      zone,
      new DataAwsSubnet(network, `${tier.name}-${zone}`, {
        vpcId,
        availabilityZone: zone,
        tags: { ...(tier.tags ?? { [TIER_TAG]: tier.name }) },
      }),
    ]);
    return [
      tier.name,
      {
        egress: tier.egress,
        subnetIds: Object.fromEntries(subnets.map(([zone, subnet]) => [zone, subnet.id])),
        cidrBlocks: Object.fromEntries(subnets.map(([zone, subnet]) => [zone, subnet.cidrBlock])),
      },
    ];
  });
  return { vpcId, cidrBlocks: [found.cidrBlock], tiers: Object.fromEntries(existing), endpoints };
}
