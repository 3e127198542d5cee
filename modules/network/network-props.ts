import type { Unchecked } from '../shared/problems';
import type { EndpointPreset, EndpointService } from './endpoint-services';
import type { FlowLogDestination } from './flow-log';
import type { Nat } from './nat-gateways';
import type { TierProps, UsualTier } from './tier';

/** What a new network is to be; every field has a default. */
export interface NetworkProps {
  /**
   * Primary IPv4 block, /16 to /28. A change replaces the whole network.
   * @default '10.0.0.0/16': as large as AWS takes, because EKS and Fargate give every pod and task an address
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  readonly cidrBlock?: string;
  /** More IPv4 blocks, /16 to /28, for tiers with `placement: { kind: 'block' }`; AWS takes 4 besides the primary. */
  readonly secondaryCidrBlocks?: readonly string[];
  /**
   * Zones by name or letter, `['eu-west-1a', 'eu-west-1b']` or `['a', 'b']`. Adding one moves nothing. Written down and
   * not looked up, so that a zone that AWS opens never changes a network.
   * @default the first two of the provider's region that new accounts have
   */
  readonly availabilityZones?: readonly string[];
  /** Places that each tier keeps for zones. Permanent: another value moves every subnet. @default 4, all that most regions have */
  readonly maxZones?: 4 | 8;
  /**
   * Adding one moves nothing. The order matters only where no tier is called `private`: workloads then go to the first
   * that is not public, so add others after it. @default ['public', 'private']
   */
  readonly tiers?: readonly (UsualTier | TierProps)[];
  /**
   * How `private` reaches the internet. About 37 USD a month for each gateway with its address, plus traffic.
   * @default { kind: 'perAz' }: a failed zone takes only itself down; { kind: 'single' } is enough for development
   */
  readonly nat?: Nat;
  /**
   * Private ways to AWS services. A list, or a preset for workloads without a way out; S3's gateway endpoint is free and
   * comes with each of them, `none` leaves it out. Interface endpoints cost about 8 USD a month per service and zone.
   * @default ['s3']
   */
  readonly endpoints?: 'none' | EndpointPreset | readonly (EndpointPreset | EndpointService)[];
  /** @default { kind: 'cloudwatch', retentionDays: 365 }: who talked to whom cannot be found out afterwards */
  readonly flowLog?: FlowLogDestination;
  /** Dual stack: an IPv6 block from Amazon, a /64 for each subnet, an egress-only gateway for private ones. @default false */
  readonly ipv6?: boolean;
  /** Name of the cluster whose Karpenter finds the workload subnets by `karpenter.sh/discovery`. @default no tag */
  readonly karpenterDiscovery?: string;
  /** Refusals to insist against, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}
