import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';

/** How what runs in a subnet gets out: over its own public address, over a NAT gateway, or not at all. */
export type SubnetEgress = 'internet-gateway' | 'nat' | 'none';

/** One subnet, made here or found; consumers cannot tell the two apart. */
export interface ISubnet {
  readonly subnetId: string;
  /** Literal zone name, `eu-west-1a`. */
  readonly availabilityZone: string;
  /** `public`, `private`, `isolated` or a name of the user's. */
  readonly tier: string;
  readonly egress: SubnetEgress;
  /** Missing where it is not known (an existing subnet given without it). */
  readonly cidrBlock?: string;
  readonly routeTableId?: string;
  /** Routes and association, which nothing in the subnet refers to but needs to call out. For `waitForEgress`. */
  readonly egressParts?: readonly TerraformResource[];
}

/** Which subnets of a network: by tier, or the first tier that has one of these ways out. */
export type SubnetSelection = { readonly tier: string } | { readonly egress: SubnetEgress };

/** A VPC with its subnets: `Network` makes one, `Network.fromAttributes`, `.fromLookup` and remote state find one. */
export interface INetwork extends IConstruct {
  readonly vpcId: string;
  /** Primary block; missing where an existing VPC was given without it. */
  readonly cidrBlock?: string;
  /** All IPv4 blocks that are known, the primary first. */
  readonly cidrBlocks: readonly string[];
  /** Literal zone names in use, in the order given. */
  readonly availabilityZones: readonly string[];
  /** Every subnet, tier by tier, zone by zone. */
  readonly subnets: readonly ISubnet[];
  /** Names of the tiers, in order. */
  readonly tiers: readonly string[];
  /**
   * AWS services that are reached without a way out, `ecr.api`, `s3` ...; missing where that is not known (an
   * existing network given without `endpoints`).
   */
  readonly endpoints?: readonly string[];

  /**
   * The subnets of a selection, one or more. Where there is none, that is reported against `scope` with the tiers that
   * exist, and the list is empty.
   * @param scope who asks; named in the message
   */
  selectSubnets(scope: IConstruct, selection: SubnetSelection): readonly ISubnet[];

  /** Where workloads go: `private` if there is one, else the first tier that is not public. */
  workloadSubnets(scope: IConstruct): readonly ISubnet[];

  /** Where internet-facing load balancers go. */
  publicSubnets(scope: IConstruct): readonly ISubnet[];
}
