import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Construct } from 'constructs';
import type { Connections, IConnectable } from '../network/connections';
import { waitForEgress } from '../network/egress-order';
import type { INetwork, ISubnet, SubnetSelection } from '../network/network';
import type { Peer } from '../network/peer';
import { SecurityGroup } from '../network/security-group';
import { securityGroupText } from '../network/security-group-text';
import { addDependency } from '../shared/dependencies';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import { AccessLogBucket, type AccessLogs, existingLogBucket, validateAccessLogs } from './access-logs';
import type { INetworkLoadBalancer } from './i-network-load-balancer';
import {
  ImportedNetworkLoadBalancer,
  type NetworkLoadBalancerAttributes,
  type NetworkLoadBalancerLookup,
} from './imported-network-load-balancer';
import type { LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';
import { NetworkLoadBalancerMetrics } from './load-balancer-metrics';
import { defaultClients, defaultSubnets, validateLoadBalancerName, validateSubnets } from './load-balancer-placement';
import { networkAround } from './network-around';
import { NetworkRoute, type NetworkRouteProps } from './network-route';

export interface NetworkLoadBalancerProps {
  /** @default the network that a surrounding construct offers, `new EnvironmentStack(...)` */
  readonly network?: INetwork;
  /** `internet-facing` gives public addresses. Changing it replaces the balancer. @default 'internal' */
  readonly scheme?: LoadBalancerScheme;
  /** Two zones at least, one subnet in each. @default the public subnets, or where workloads go if internal */
  readonly subnets?: SubnetSelection;
  /** 1-32 letters, digits and hyphens. A change replaces the balancer. @default made from the construct path */
  readonly name?: string;
  /** Who may connect to the listeners. @default everybody if internet-facing, the VPC's own addresses if internal */
  readonly clients?: readonly (IConnectable | Peer)[];
  /** `dualstack` needs subnets with IPv6. @default 'ipv4' */
  readonly ipAddressType?: LoadBalancerIpAddressType;
  /**
   * Lets each zone's address send to targets in all zones. AWS bills traffic between zones, 0.01 USD per GB each way.
   * @default true: with few targets their share depends on the zone they happen to be in, and a zone without one is lost
   */
  readonly crossZone?: boolean;
  /** Refuses `destroy` until it is turned off and applied. @default true: DNS name and addresses are gone for good */
  readonly deletionProtection?: boolean;
  /** Connections of TLS listeners in a bucket; others are not logged by AWS. @default none */
  readonly accessLogs?: AccessLogs;
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}

/** A load balancer for TCP, UDP and TLS with its own security group; each service adds a listener with `addRoute`. */
export class NetworkLoadBalancer extends Construct implements INetworkLoadBalancer {
  /** One that exists already, by what is known of it; nothing in its own stack changes. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: NetworkLoadBalancerAttributes,
  ): INetworkLoadBalancer {
    return new ImportedNetworkLoadBalancer(scope, id, () => attributes);
  }

  /** One that exists already, looked up by name at plan. */
  public static fromLookup(scope: Construct, id: string, lookup: NetworkLoadBalancerLookup): INetworkLoadBalancer {
    return ImportedNetworkLoadBalancer.fromLookup(scope, id, lookup);
  }

  public readonly loadBalancer: Lb;
  public readonly loadBalancerArn: string;
  public readonly loadBalancerName: string;
  public readonly arnSuffix: string;
  public readonly dnsName: string;
  public readonly canonicalHostedZoneId: string;
  public readonly vpcId: string;
  public readonly scheme: LoadBalancerScheme;
  public readonly ipAddressType: LoadBalancerIpAddressType;
  public readonly clients: readonly (IConnectable | Peer)[];
  public readonly securityGroup: SecurityGroup;
  public readonly connections: Connections;
  public readonly metrics: NetworkLoadBalancerMetrics;
  public readonly subnets: readonly ISubnet[];
  public readonly accessLogBucket?: AccessLogBucket;

  public constructor(scope: Construct, id: string, props: NetworkLoadBalancerProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateNetworkLoadBalancerProps(props));
    const { scheme = 'internal', ipAddressType = 'ipv4', accessLogs } = props;
    const network = networkAround(this, props.network);
    this.loadBalancerName = props.name ?? generatedName(this, { max: 32 });
    claimName(this, 'load balancer', this.loadBalancerName);
    this.subnets = props.subnets ? network.selectSubnets(this, props.subnets) : defaultSubnets(this, network, scheme);
    validateSubnets(this, this.subnets, { kind: 'network', scheme });

    this.scheme = scheme;
    this.ipAddressType = ipAddressType;
    this.vpcId = network.vpcId;
    this.clients = props.clients ?? defaultClients(network, scheme, ipAddressType);
    // AWS takes a group only when the balancer is made: without one now there is never one.
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: securityGroupText(`Load balancer ${this.loadBalancerName}`),
      egress: 'none', // each target that connects opens its own port
    });
    this.connections = this.securityGroup.connections;
    if (accessLogs?.kind === 'create') {
      this.accessLogBucket = new AccessLogBucket(this, 'AccessLogs', { ...accessLogs, writer: 'network' });
    }
    this.loadBalancer = this.createLoadBalancer(props);
    this.loadBalancerArn = this.loadBalancer.arn;
    this.arnSuffix = this.loadBalancer.arnSuffix;
    this.dnsName = this.loadBalancer.dnsName;
    this.canonicalHostedZoneId = this.loadBalancer.zoneId;
    this.metrics = new NetworkLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
  }

  public addRoute(scope: Construct, id: string, props: NetworkRouteProps): NetworkRoute {
    return new NetworkRoute(scope, id, this, props);
  }

  private createLoadBalancer({
    crossZone = true,
    deletionProtection = true,
    accessLogs,
  }: NetworkLoadBalancerProps): Lb {
    const loadBalancer = new Lb(this, 'LoadBalancer', {
      name: this.loadBalancerName,
      loadBalancerType: 'network',
      internal: this.scheme === 'internal',
      ipAddressType: this.ipAddressType,
      securityGroups: [this.securityGroup.securityGroupId],
      subnets: this.subnets.map(({ subnetId }) => subnetId),
      enableCrossZoneLoadBalancing: crossZone,
      enableDeletionProtection: deletionProtection,
      accessLogs: this.accessLogBucket?.logsBlock ?? existingLogBucket(accessLogs),
    });
    waitForEgress(loadBalancer, this.subnets); // AWS refuses public subnets that have no internet gateway yet
    // AWS checks the bucket with a test object when logs are turned on.
    if (this.accessLogBucket !== undefined) addDependency(loadBalancer, this.accessLogBucket.policy);
    return loadBalancer;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateNetworkLoadBalancerProps(props: Omit<NetworkLoadBalancerProps, 'network'>): Issue[] {
  return [
    ...checkLiteral('scheme', props.scheme),
    ...validateLoadBalancerName(props.name),
    ...validateAccessLogs(props.accessLogs),
  ];
}
