import { Construct, type IConstruct } from 'constructs';
import { placeInRegion } from '../shared/aws-location';
import { report } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import type { INetwork, ISubnet, SubnetEgress, SubnetSelection } from './i-network';
import { publicSubnetsOf, subnetsOf, workloadSubnetsOf } from './subnet-selection';
import { usualEgress } from './tier';
import { zonesOf } from './zones';

/** The subnets of one tier that exist, by zone letter or name. Zones are literals, ids may be references. */
export interface ExistingTier {
  /** `{ 'eu-west-1a': 'subnet-0123456789abcdef0', ... }` */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** @default by name: `public` internet-gateway, `private` nat, others none */
  readonly egress?: SubnetEgress;
  readonly cidrBlocks?: Readonly<Record<string, string>>;
  readonly routeTableIds?: Readonly<Record<string, string>>;
}

export interface ExistingNetworkAttributes {
  readonly vpcId: string;
  /** Where it is not in the provider's region; tasks need a cluster of that region. @default the provider's */
  readonly region?: string;
  /** All IPv4 blocks, the primary first. @default not known; what needs them then asks for them */
  readonly cidrBlocks?: readonly string[];
  /** By name: `{ public: { subnetIds: {...} }, private: { subnetIds: {...} } }`. */
  readonly tiers: Readonly<Record<string, ExistingTier>>;
  /** Services that have an endpoint, `['s3', 'ecr.api']`. @default not known; what depends on them is not checked */
  readonly endpoints?: readonly string[];
}

/** A network that is not made here: it makes no resource, and nothing of it is ever changed. */
export class ExistingNetwork extends Construct implements INetwork {
  public readonly vpcId: string;
  public readonly cidrBlock?: string;
  public readonly cidrBlocks: readonly string[];
  public readonly availabilityZones: readonly string[];
  public readonly subnets: readonly ISubnet[];
  public readonly tiers: readonly string[];
  public readonly endpoints?: readonly string[];

  /** @param attributes or how to find them; lookups are made inside the network, and their problems carry its path */
  public constructor(
    scope: Construct,
    id: string,
    attributes: ExistingNetworkAttributes | ((network: Construct) => ExistingNetworkAttributes),
  ) {
    super(scope, id);
    const known = typeof attributes === 'function' ? attributes(this) : attributes;
    const { vpcId, region, cidrBlocks = [], tiers, endpoints } = known;
    if (region !== undefined) placeInRegion(this, region);
    const subnets = Object.entries(tiers).flatMap(([name, tier]) => this.subnetsOfTier(name, tier));
    this.vpcId = vpcId;
    this.cidrBlock = cidrBlocks[0];
    this.cidrBlocks = cidrBlocks;
    this.availabilityZones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))];
    this.subnets = subnets;
    this.tiers = Object.keys(tiers);
    this.endpoints = endpoints;
  }

  public selectSubnets(scope: IConstruct, selection: SubnetSelection): readonly ISubnet[] {
    return subnetsOf(this, scope, selection);
  }

  public workloadSubnets(scope: IConstruct): readonly ISubnet[] {
    return workloadSubnetsOf(this, scope);
  }

  public publicSubnets(scope: IConstruct): readonly ISubnet[] {
    return publicSubnetsOf(this, scope);
  }

  private subnetsOfTier(name: string, { subnetIds, egress, cidrBlocks, routeTableIds }: ExistingTier): ISubnet[] {
    const unknown = checkLiteral(`tiers.${name}.subnetIds`, subnetIds);
    report(this, unknown);
    const keys = unknown.length === 0 ? Object.keys(subnetIds) : [];
    const zones = keys.length === 0 ? [] : zonesOf(this, keys);
    return keys.flatMap((key, index) => {
      const availabilityZone = zones[index];
      const subnetId = subnetIds[key];
      if (availabilityZone === undefined || subnetId === undefined) return [];
      return [
        {
          subnetId,
          availabilityZone,
          tier: name,
          egress: egress ?? usualEgress(name),
          cidrBlock: cidrBlocks?.[key],
          routeTableId: routeTableIds?.[key],
        },
      ];
    });
  }
}
