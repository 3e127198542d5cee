import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcIpv4CidrBlockAssociation } from '@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association';
import { Construct, type IConstruct } from 'constructs';
import type { Ipv4Block } from '../shared/ipv4-block';
import { generatedName } from '../shared/names';
import { acceptUnchecked, report, type Unchecked } from '../shared/problems';
import type { EndpointPreset, EndpointService } from './endpoint-services';
import { type ExistingNetworkAttributes, existingNetwork } from './existing-network';
import { FlowLog, type FlowLogDestination } from './flow-log';
import type { INetwork, ISubnet, SubnetSelection } from './i-network';
import { NatGateways, type Nat } from './nat-gateways';
import { type NetworkLookup, networkFromLookup } from './network-lookup';
import { type NetworkOutputs, networkFromOutputs } from './network-outputs';
import { planNetwork } from './network-plan';
import { publicSubnetsOf, subnetsOf, workloadSubnetsOf, workloadTier } from './subnet-selection';
import { SubnetTier } from './subnet-tier';
import { type ResolvedTier, TIER_TAG, type TierProps, type UsualTier } from './tier';
import { VpcEndpoints } from './vpc-endpoints';
import { regionOfZone } from './zones';

export type { INetwork, ISubnet, SubnetEgress, SubnetSelection } from './i-network';

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
  /** In any order; adding one moves nothing. @default ['public', 'private'] */
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

/**
 * A VPC with subnets in tiers, one subnet of each tier in each zone. Every resource is keyed by tier and zone and every
 * address follows from them, so that a zone, a tier or an endpoint that is added later changes nothing that exists.
 */
export class Network extends Construct implements INetwork {
  /** A network that exists, with ids as literals or references. */
  public static fromAttributes(scope: Construct, id: string, attributes: ExistingNetworkAttributes): INetwork {
    return existingNetwork(scope, id, attributes);
  }

  /** A network that exists, found by Terraform by id or tags. */
  public static fromLookup(scope: Construct, id: string, lookup: NetworkLookup): INetwork {
    return networkFromLookup(scope, id, lookup);
  }

  /** A network of another state, through the outputs that `networkOutputs` names. */
  public static fromRemoteState(scope: Construct, id: string, outputs: NetworkOutputs): INetwork {
    return networkFromOutputs(scope, id, outputs);
  }

  public readonly vpc: Vpc;
  public readonly vpcId: string;
  public readonly cidrBlock: string;
  public readonly cidrBlocks: readonly string[];
  public readonly availabilityZones: readonly string[];
  /** Region that the zones are in. */
  public readonly region: string;
  public readonly subnets: readonly ISubnet[];
  public readonly tiers: readonly string[];
  /** Subnets and route tables, by tier. */
  public readonly subnetTiers: ReadonlyMap<string, SubnetTier>;
  /** Emptied: what is put into it by accident reaches nothing. */
  public readonly defaultSecurityGroup: DefaultSecurityGroup;
  public readonly internetGateway?: InternetGateway;
  public readonly egressOnlyInternetGateway?: EgressOnlyInternetGateway;
  public readonly natGateways?: NatGateways;
  public readonly flowLog?: FlowLog;
  public readonly vpcEndpoints: VpcEndpoints;

  public constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    const plan = planNetwork(this, props);
    report(this, plan.issues);
    const { ipv6 = false, flowLog = { kind: 'cloudwatch' }, endpoints = ['s3'] } = props;
    const name = generatedName(this, { max: 200 });
    this.availabilityZones = plan.zones;
    this.region = regionOfZone(plan.zones[0] ?? '');
    this.cidrBlocks = plan.blocks.map(String);
    this.cidrBlock = String(plan.blocks[0]);
    this.tiers = plan.tiers.map((tier) => tier.name);

    this.vpc = new Vpc(this, 'Vpc', {
      cidrBlock: this.cidrBlock,
      // Private DNS of interface endpoints, EKS and EFS need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      ...(ipv6 ? { assignGeneratedIpv6CidrBlock: true } : {}),
      tags: { Name: name },
    });
    this.vpcId = this.vpc.id;
    this.defaultSecurityGroup = new DefaultSecurityGroup(this, 'DefaultSecurityGroup', {
      vpcId: this.vpcId,
      tags: { Name: `${name}-default-unused` },
    });
    const associations = new Map(
      plan.blocks.slice(1).map((block) => [
        block,
        new VpcIpv4CidrBlockAssociation(this, `CidrBlock-${String(block).replace('/', '-')}`, {
          vpcId: this.vpcId,
          cidrBlock: String(block),
        }),
      ]),
    );

    const isOpen = plan.tiers.some(({ egress }) => egress === 'internet-gateway');
    const hasNat = plan.nat.kind !== 'none' && plan.tiers.some(({ egress }) => egress === 'nat');
    if (isOpen || hasNat) {
      this.internetGateway = new InternetGateway(this, 'InternetGateway', { vpcId: this.vpcId, tags: { Name: name } });
    }
    if (ipv6 && plan.tiers.some(({ egress }) => egress === 'nat')) {
      this.egressOnlyInternetGateway = new EgressOnlyInternetGateway(this, 'EgressOnlyInternetGateway', {
        vpcId: this.vpcId,
        tags: { Name: name },
      });
    }

    this.subnetTiers = new Map(
      plan.tiers.map((tier) => {
        const subnets = plan.subnets.filter((subnet) => subnet.tier === tier.name);
        return [
          tier.name,
          new SubnetTier(this, `${pascalCase(tier.name)}Subnets`, {
            name: tier.name,
            egress: tier.egress,
            vpcId: vpcIdFor(subnets[0]?.block, associations) ?? this.vpcId,
            namePrefix: name,
            subnets,
            ipv6CidrBlock: ipv6 ? this.vpc.ipv6CidrBlock : undefined,
            tags: tagsOf(tier, plan.tiers, props.karpenterDiscovery),
          }),
        ];
      }),
    );
    this.subnets = [...this.subnetTiers.values()].flatMap((tier) => tier.subnets);

    if (hasNat && this.internetGateway !== undefined) {
      this.natGateways = new NatGateways(this, 'Nat', {
        nat: plan.nat,
        vpcId: this.vpcId,
        namePrefix: name,
        internetGateway: this.internetGateway,
        zones: plan.natZones,
        publicSubnetIds: new Map(publicOf(this.subnets).map((subnet) => [subnet.availabilityZone, subnet.subnetId])),
      });
    }
    this.addRoutes();

    if (flowLog.kind !== 'none') {
      this.flowLog = new FlowLog(this, 'FlowLog', { vpcId: this.vpcId, region: this.region, destination: flowLog });
    }
    this.vpcEndpoints = new VpcEndpoints(this, 'Endpoints', {
      network: this,
      namePrefix: name,
      routeTableIds: new Map(
        this.subnets.map(({ tier, availabilityZone, egress, routeTableId = '' }) => [
          egress === 'nat' ? `${tier}-${availabilityZone}` : tier,
          routeTableId,
        ]),
      ),
    });
    if (endpoints !== 'none') this.addEndpoints('s3', ...(typeof endpoints === 'string' ? [endpoints] : endpoints));
  }

  public get endpoints(): readonly string[] {
    return this.vpcEndpoints.services;
  }

  /** Adds private ways to AWS services; what is there already stays as it is. */
  public addEndpoints(...services: readonly (EndpointPreset | EndpointService)[]): void {
    this.vpcEndpoints.add(services);
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

  private addRoutes(): void {
    for (const tier of this.subnetTiers.values()) {
      if (tier.egress === 'internet-gateway' && this.internetGateway !== undefined) {
        tier.routeToInternet(this.internetGateway);
      }
      if (tier.egress === 'nat') {
        tier.routeToNat((zone) => this.natGateways?.gatewayIdFor(zone), this.egressOnlyInternetGateway);
      }
    }
  }
}

/** A subnet in a secondary block must wait until the network has that block. */
function vpcIdFor(
  block: Ipv4Block | undefined,
  associations: ReadonlyMap<Ipv4Block, VpcIpv4CidrBlockAssociation>,
): string | undefined {
  for (const [whole, association] of associations) {
    if (block !== undefined && whole.contains(block)) return association.vpcId;
  }
  return undefined;
}

/**
 * The Load Balancer Controller finds subnets by role, one tier for each, or it would have two in a zone to choose from.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
 */
function tagsOf(
  tier: ResolvedTier,
  all: readonly ResolvedTier[],
  karpenterDiscovery: string | undefined,
): Record<string, string> {
  const firstPublic = all.find(({ egress }) => egress === 'internet-gateway');
  const workload = workloadTier({ subnets: all.map(({ name, egress }) => ({ tier: name, egress })) });
  return {
    [TIER_TAG]: tier.name,
    ...(tier.name === firstPublic?.name ? { 'kubernetes.io/role/elb': '1' } : {}),
    ...(tier.name === workload ? { 'kubernetes.io/role/internal-elb': '1' } : {}),
    ...(tier.name === workload && karpenterDiscovery !== undefined
      ? { 'karpenter.sh/discovery': karpenterDiscovery }
      : {}),
    ...tier.tags,
  };
}

function publicOf(subnets: readonly ISubnet[]): readonly ISubnet[] {
  return subnets.filter(({ egress }) => egress === 'internet-gateway');
}

/** `my-data` -> `MyData` */
function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_match, _hyphen, first: string) => first.toUpperCase());
}
