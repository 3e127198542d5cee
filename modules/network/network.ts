import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcIpv4CidrBlockAssociation } from '@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association';
import { Construct, type IConstruct } from 'constructs';
import { generatedName } from '../shared/names';
import { acceptUnchecked, report } from '../shared/problems';
import type { EndpointPreset, EndpointService } from './endpoint-services';
import { ExistingNetwork, type ExistingNetworkAttributes } from './existing-network';
import { FlowLog } from './flow-log';
import type { INetwork, ISubnet, SubnetSelection } from './i-network';
import { NatGateways, natZones } from './nat-gateways';
import { NatInstance } from './nat-instance';
import { type NetworkLookup, networkFromLookup } from './network-lookup';
import { type NetworkOutputs, networkFromOutputs } from './network-outputs';
import { type NetworkPlan, planNetwork } from './network-plan';
import type { NetworkProps } from './network-props';
import { publicSubnetsOf, subnetsOf, workloadSubnetsOf, workloadTier } from './subnet-selection';
import { SubnetTier } from './subnet-tier';
import { type ResolvedTier, TIER_TAG, tierId } from './tier';
import { VpcEndpoints } from './vpc-endpoints';
import { regionOfZone } from './zones';

export type { INetwork, ISubnet, SubnetEgress, SubnetSelection } from './i-network';
export type { NetworkProps } from './network-props';

/**
 * A VPC with subnets in tiers, one subnet of each tier in each zone. Every resource is keyed by tier and zone and every
 * address follows from them, so that a zone, a tier or an endpoint that is added later changes nothing that exists.
 */
export class Network extends Construct implements INetwork {
  /** A network that exists, with ids as literals or references. */
  public static fromAttributes(scope: Construct, id: string, attributes: ExistingNetworkAttributes): INetwork {
    return new ExistingNetwork(scope, id, attributes);
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
  public readonly nat?: NatGateways | NatInstance;
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
    const associations = plan.blocks.slice(1).map((block) => ({
      block,
      association: new VpcIpv4CidrBlockAssociation(this, `CidrBlock-${String(block).replace('/', '-')}`, {
        vpcId: this.vpcId,
        cidrBlock: String(block),
      }),
    }));

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

    const build = (tier: ResolvedTier): SubnetTier =>
      new SubnetTier(this, tierId(tier.name), {
        name: tier.name,
        egress: tier.egress,
        routesPerZone: tier.routesPerZone,
        vpcId: this.vpcId,
        // A subnet in a secondary block must wait until the network has that block.
        vpcIdFor: (block) =>
          associations.find((secondary) => secondary.block.contains(block))?.association.vpcId ?? this.vpcId,
        namePrefix: name,
        subnets: plan.subnets.filter((subnet) => subnet.tier === tier.name),
        ipv6CidrBlock: ipv6 ? this.vpc.ipv6CidrBlock : undefined,
        tags: tagsOf(tier, plan.tiers, props.karpenterDiscovery),
        waysOut: this,
      });
    const isPublic = ({ egress }: ResolvedTier): boolean => egress === 'internet-gateway';
    const publicTiers = new Map(plan.tiers.filter(isPublic).map((tier) => [tier.name, build(tier)]));
    if (hasNat && this.internetGateway !== undefined) {
      this.nat = this.makeNat(plan, name, this.internetGateway, [...publicTiers.values()]);
    }
    this.subnetTiers = new Map(plan.tiers.map((tier) => [tier.name, publicTiers.get(tier.name) ?? build(tier)]));
    this.subnets = [...this.subnetTiers.values()].flatMap((tier) => tier.subnets);

    if (flowLog.kind !== 'none') {
      this.flowLog = new FlowLog(this, 'FlowLog', { vpcId: this.vpcId, region: this.region, destination: flowLog });
    }
    this.vpcEndpoints = new VpcEndpoints(this, 'Endpoints', {
      network: this,
      namePrefix: name,
      routeTableIds: new Map(
        plan.tiers.flatMap(({ name: tier, routesPerZone }) =>
          this.subnets
            .filter((subnet) => subnet.tier === tier)
            .map(({ availabilityZone, routeTableId = '' }) => [
              routesPerZone ? `${tier}-${availabilityZone}` : tier,
              routeTableId,
            ]),
        ),
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

  private makeNat(
    { nat, natZones: zones }: NetworkPlan,
    namePrefix: string,
    internetGateway: InternetGateway,
    publicTiers: readonly SubnetTier[],
  ): NatGateways | NatInstance | undefined {
    // Of several public tiers, the first: later entries of a Map win.
    const publicSubnets = publicTiers.flatMap(({ subnets }) => subnets).reverse();
    const publicSubnetIds = new Map(publicSubnets.map((subnet) => [subnet.availabilityZone, subnet.subnetId]));
    const common = { namePrefix, internetGateway };
    switch (nat.kind) {
      case 'none':
        return undefined;
      case 'instance': {
        const [zone = ''] = natZones(nat, zones);
        const subnetId = publicSubnetIds.get(zone);
        const { instanceType = 't4g.nano' } = nat;
        return subnetId === undefined
          ? undefined
          : new NatInstance(this, 'NatInstance', { ...common, network: this, subnetId, instanceType });
      }
      default:
        return new NatGateways(this, 'Nat', { ...common, nat, vpcId: this.vpcId, zones, publicSubnetIds });
    }
  }
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
  const workload = workloadTier(all.map(({ name, egress }) => ({ tier: name, egress })));
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
