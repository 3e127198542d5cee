import { Lb, type LbConfig } from '@cdktf/provider-aws/lib/lb';
import { Construct } from 'constructs';
import type { Connections, IConnectable } from '../network/connections';
import { waitForEgress } from '../network/egress-order';
import type { INetwork, ISubnet, SubnetSelection } from '../network/network';
import type { Peer } from '../network/peer';
import type { Port } from '../network/port';
import { SecurityGroup } from '../network/security-group';
import { securityGroupText } from '../network/security-group-text';
import { addDependency } from '../shared/dependencies';
import type { Monitoring } from '../shared/monitoring';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import { AccessLogBucket, type AccessLogs, existingLogBucket, validateAccessLogs } from './access-logs';
import type { ILoadBalancer, LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';
import type { LoadBalancerMetrics } from './load-balancer-metrics';
import { defaultClients, defaultSubnets, validateLoadBalancerName, validateSubnets } from './load-balancer-placement';
import { networkAround } from './network-around';

/** What application and network load balancers are asked alike. */
export interface LoadBalancerProps {
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
   * Refuses `destroy` until it is turned off and applied.
   * @default true: DNS name and addresses are gone for good with the balancer; false suits short-lived environments
   */
  readonly deletionProtection?: boolean;
  /** What clients ask for, in a bucket, for which S3 bills; a network balancer logs TLS only. @default none */
  readonly accessLogs?: AccessLogs;
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}

/** What only one kind of balancer has. */
interface LoadBalancerKind {
  readonly kind: 'application' | 'network';
  /** What is wrong with its props. */
  readonly issues: readonly Issue[];
  /** The port that `connections` opens where none is named. */
  readonly defaultPort?: Port;
  /** Arguments that only this kind takes. */
  readonly attributes: Partial<LbConfig>;
}

/** A balancer that is made here: its place, its security group and its logs. Listeners are of its kind. */
export abstract class LoadBalancerBase extends Construct implements ILoadBalancer {
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
  public readonly subnets: readonly ISubnet[];
  public readonly accessLogBucket?: AccessLogBucket;
  public abstract readonly metrics: LoadBalancerMetrics;

  protected constructor(scope: Construct, id: string, props: LoadBalancerProps, own: LoadBalancerKind) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, own.issues);
    const { scheme = 'internal', ipAddressType = 'ipv4', accessLogs, subnets } = props;
    const network = networkAround(this, props.network);
    this.loadBalancerName = props.name ?? generatedName(this, { max: 32 });
    claimName(this, 'load balancer', this.loadBalancerName);
    this.subnets = subnets ? network.selectSubnets(this, subnets) : defaultSubnets(this, network, scheme);
    validateSubnets(this, this.subnets, { kind: own.kind, scheme });

    this.scheme = scheme;
    this.ipAddressType = ipAddressType;
    this.vpcId = network.vpcId;
    this.clients = props.clients ?? defaultClients(network, scheme, ipAddressType);
    // AWS gives a network balancer a group only when it is made: without one now there is never one.
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: securityGroupText(`Load balancer ${this.loadBalancerName}`),
      egress: 'none', // each target that connects opens its own port
      defaultPort: own.defaultPort,
    });
    this.connections = this.securityGroup.connections;
    if (accessLogs?.kind === 'create') {
      this.accessLogBucket = new AccessLogBucket(this, 'AccessLogs', { ...accessLogs, writer: own.kind });
    }
    this.loadBalancer = this.makeLoadBalancer(props, own);
    this.loadBalancerArn = this.loadBalancer.arn;
    this.arnSuffix = this.loadBalancer.arnSuffix;
    this.dnsName = this.loadBalancer.dnsName;
    this.canonicalHostedZoneId = this.loadBalancer.zoneId;
  }

  /** For a `Dashboard`: what all its clients ask for. */
  public get monitoring(): Monitoring {
    return { title: this.loadBalancerName, graphs: this.metrics.graphs() };
  }

  private makeLoadBalancer(
    { accessLogs, deletionProtection = true }: LoadBalancerProps,
    { kind, attributes }: LoadBalancerKind,
  ): Lb {
    const loadBalancer = new Lb(this, 'LoadBalancer', {
      name: this.loadBalancerName,
      loadBalancerType: kind,
      internal: this.scheme === 'internal',
      ipAddressType: this.ipAddressType,
      securityGroups: [this.securityGroup.securityGroupId],
      subnets: this.subnets.map(({ subnetId }) => subnetId),
      enableDeletionProtection: deletionProtection,
      accessLogs: this.accessLogBucket?.logsBlock ?? existingLogBucket(accessLogs),
      ...attributes,
    });
    waitForEgress(loadBalancer, this.subnets); // AWS refuses public subnets that have no internet gateway yet
    // AWS checks the bucket with a test object when logs are turned on.
    if (this.accessLogBucket !== undefined) addDependency(loadBalancer, this.accessLogBucket.policy);
    return loadBalancer;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateLoadBalancerProps({ scheme, name, accessLogs }: Omit<LoadBalancerProps, 'network'>): Issue[] {
  return [...checkLiteral('scheme', scheme), ...validateLoadBalancerName(name), ...validateAccessLogs(accessLogs)];
}
