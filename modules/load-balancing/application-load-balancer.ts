import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Construct } from 'constructs';
import type { Connections, IConnectable } from '../network/connections';
import { waitForEgress } from '../network/egress-order';
import type { INetwork, ISubnet, SubnetSelection } from '../network/network';
import type { Peer } from '../network/peer';
import { Port } from '../network/port';
import { SecurityGroup } from '../network/security-group';
import { securityGroupText } from '../network/security-group-text';
import { addDependency } from '../shared/dependencies';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { AccessLogBucket, type AccessLogs, existingLogBucket, validateAccessLogs } from './access-logs';
import { AliasRecord } from './alias-record';
import { type ApplicationEntry, type CertifiedEntry, entryListener, validateEntry } from './application-entry';
import { ApplicationListener, type ApplicationListenerProps } from './application-listener';
import { Certificate } from './certificate';
import type { IApplicationLoadBalancer } from './i-application-load-balancer';
import {
  type ApplicationLoadBalancerAttributes,
  type ApplicationLoadBalancerLookup,
  ImportedApplicationLoadBalancer,
} from './imported-application-load-balancer';
import type { LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';
import { ApplicationLoadBalancerMetrics } from './load-balancer-metrics';
import { attributesFromOutputs, type LoadBalancerOutputs } from './load-balancer-outputs';
import { defaultClients, defaultSubnets, validateLoadBalancerName, validateSubnets } from './load-balancer-placement';
import { networkAround } from './network-around';
import { WebAclAssociation, type WebAclChoice } from './web-acl-association';

export type { IApplicationLoadBalancer } from './i-application-load-balancer';

export interface ApplicationLoadBalancerProps {
  /** @default the network that a surrounding construct offers, `new EnvironmentStack(...)` */
  readonly network?: INetwork;
  /** Required at synth: HTTPS with a certificate, or plain HTTP by name. */
  readonly entry?: ApplicationEntry;
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
  /** 1-4000. Seconds without a byte until a connection is closed; raise it for long polling. @default 60, AWS's */
  readonly idleTimeoutSeconds?: number;
  /** 60-604800. Seconds that a client may keep its connection. @default 3600, AWS's */
  readonly clientKeepAliveSeconds?: number;
  /** HTTP/2 with clients. @default true */
  readonly http2?: boolean;
  /** Requests that could smuggle a second one: `strictest` refuses all that RFC 7230 forbids. @default 'defensive' */
  readonly desyncMitigation?: 'defensive' | 'strictest';
  /**
   * Refuses `destroy` until it is turned off and applied.
   * @default true: the DNS name is gone for good with the balancer; false suits short-lived environments
   */
  readonly deletionProtection?: boolean;
  /**
   * Load balancer capacity units that are ready at all times, 100 or more, billed by the hour; for a peak that comes in
   * minutes. @default none: the balancer grows with the traffic
   */
  readonly minimumCapacityUnits?: number;
  /** Every request in a bucket, for which S3 bills. @default none */
  readonly accessLogs?: AccessLogs;
  /** A web application firewall in front. @default none: a web ACL costs at least 5 USD a month */
  readonly webAcl?: WebAclChoice;
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}

const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes';

/** A load balancer for HTTP with its own security group, a listener for services to join, and secure attributes. */
export class ApplicationLoadBalancer extends Construct implements IApplicationLoadBalancer {
  /** One that exists already, by what is known of it; nothing in its own stack changes. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ApplicationLoadBalancerAttributes,
  ): IApplicationLoadBalancer {
    return ImportedApplicationLoadBalancer.fromAttributes(scope, id, attributes);
  }

  /** One that exists already, looked up by name at plan. */
  public static fromLookup(
    scope: Construct,
    id: string,
    lookup: ApplicationLoadBalancerLookup,
  ): IApplicationLoadBalancer {
    return ImportedApplicationLoadBalancer.fromLookup(scope, id, lookup);
  }

  /** One that another stack published with `loadBalancerOutputs`. */
  public static fromRemoteState(scope: Construct, id: string, outputs: LoadBalancerOutputs): IApplicationLoadBalancer {
    return ImportedApplicationLoadBalancer.fromAttributes(scope, id, attributesFromOutputs(outputs));
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
  public readonly metrics: ApplicationLoadBalancerMetrics;
  public readonly subnets: readonly ISubnet[];
  public readonly accessLogBucket?: AccessLogBucket;
  public readonly webAclAssociation?: WebAclAssociation;
  public readonly listener: ApplicationListener;
  /** Answers port 80 with 301, where `entry` is HTTPS. */
  public readonly redirectListener?: ApplicationListener;
  /** Of the name in `entry`; missing where the entry brings its certificate. */
  public readonly certificate?: Certificate;
  /** Of the name in `entry`. */
  public readonly aliasRecord?: AliasRecord;

  public constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateApplicationLoadBalancerProps(props));
    const { scheme = 'internal', ipAddressType = 'ipv4', accessLogs, webAcl } = props;
    const network = networkAround(this, props.network);
    if (props.entry?.kind === 'domain') this.certificate = new Certificate(this, 'Certificate', props.entry);
    const entry = withCertificate(props.entry, this.certificate);
    const main = entryListener(entry);
    this.loadBalancerName = props.name ?? generatedName(this, { max: 32 });
    claimName(this, 'load balancer', this.loadBalancerName);
    this.subnets = props.subnets ? network.selectSubnets(this, props.subnets) : defaultSubnets(this, network, scheme);
    validateSubnets(this, this.subnets, { kind: 'application', scheme });

    this.scheme = scheme;
    this.ipAddressType = ipAddressType;
    this.vpcId = network.vpcId;
    this.clients = props.clients ?? defaultClients(network, scheme, ipAddressType);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: securityGroupText(`Load balancer ${this.loadBalancerName}`),
      egress: 'none', // each target that connects opens its own port
      defaultPort: Port.tcp(main.port),
    });
    this.connections = this.securityGroup.connections;
    if (accessLogs?.kind === 'create') {
      this.accessLogBucket = new AccessLogBucket(this, 'AccessLogs', { ...accessLogs, writer: 'application' });
    }
    this.loadBalancer = this.createLoadBalancer(props);
    this.loadBalancerArn = this.loadBalancer.arn;
    this.arnSuffix = this.loadBalancer.arnSuffix;
    this.dnsName = this.loadBalancer.dnsName;
    this.canonicalHostedZoneId = this.loadBalancer.zoneId;
    this.metrics = new ApplicationLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
    if (webAcl !== undefined) {
      this.webAclAssociation = new WebAclAssociation(this, 'WebAcl', { loadBalancer: this, webAcl });
    }
    this.listener = this.addListener(main.id, main.props);
    if (entry?.kind === 'https' && (entry.redirectHttp ?? true)) {
      this.redirectListener = this.addListener('HttpRedirect', { protocol: { kind: 'redirect-to-https' } });
    }
    if (props.entry?.kind === 'domain') {
      const { domainName, hostedZone } = props.entry;
      this.aliasRecord = new AliasRecord(this, 'Alias', { domainName, hostedZone, loadBalancer: this });
    }
  }

  /** A further listener, `addListener('Internal', { port: 8443, protocol: { kind: 'https', certificate } })`. */
  public addListener(id: string, props: Omit<ApplicationListenerProps, 'loadBalancer'>): ApplicationListener {
    return new ApplicationListener(this, id, { ...props, loadBalancer: this });
  }

  private createLoadBalancer(props: ApplicationLoadBalancerProps): Lb {
    const { idleTimeoutSeconds = 60, clientKeepAliveSeconds = 3600, http2 = true, accessLogs } = props;
    const { desyncMitigation = 'defensive', deletionProtection = true, minimumCapacityUnits } = props;
    const loadBalancer = new Lb(this, 'LoadBalancer', {
      name: this.loadBalancerName,
      loadBalancerType: 'application',
      internal: this.scheme === 'internal',
      ipAddressType: this.ipAddressType,
      securityGroups: [this.securityGroup.securityGroupId],
      subnets: this.subnets.map(({ subnetId }) => subnetId),
      dropInvalidHeaderFields: true,
      desyncMitigationMode: desyncMitigation,
      enableDeletionProtection: deletionProtection,
      enableHttp2: http2,
      idleTimeout: idleTimeoutSeconds,
      clientKeepAlive: clientKeepAliveSeconds,
      accessLogs: this.accessLogBucket?.logsBlock ?? existingLogBucket(accessLogs),
      minimumLoadBalancerCapacity:
        minimumCapacityUnits === undefined ? undefined : { capacityUnits: minimumCapacityUnits },
    });
    waitForEgress(loadBalancer, this.subnets); // AWS refuses public subnets that have no internet gateway yet
    // AWS checks the bucket with a test object when logs are turned on.
    if (this.accessLogBucket !== undefined) addDependency(loadBalancer, this.accessLogBucket.policy);
    return loadBalancer;
  }
}

/** A name is HTTPS with the certificate that was made for it. */
function withCertificate(entry?: ApplicationEntry, certificate?: Certificate): CertifiedEntry | undefined {
  if (entry?.kind !== 'domain') return entry;
  const { tlsPolicy, mutualTls, redirectHttp } = entry;
  return certificate && { kind: 'https', certificate, tlsPolicy, mutualTls, redirectHttp };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateApplicationLoadBalancerProps(props: Omit<ApplicationLoadBalancerProps, 'network'>): Issue[] {
  const { name, scheme, ipAddressType, desyncMitigation, accessLogs } = props;
  const rule = { fix: 'leave it out for the default', see: ATTRIBUTES };
  const oneOf = (field: string, value: string | undefined, values: readonly string[]): Issue[] =>
    check(field, value, (given) => values.includes(given), { limit: values.join(' or '), ...rule });
  return [
    ...checkLiteral('scheme', scheme),
    ...validateEntry(props.entry),
    ...validateLoadBalancerName(name),
    ...oneOf('scheme', scheme, ['internal', 'internet-facing']),
    ...oneOf('ipAddressType', ipAddressType, ['ipv4', 'dualstack']),
    ...oneOf('desyncMitigation', desyncMitigation, ['defensive', 'strictest']),
    ...checkWholeNumber('idleTimeoutSeconds', props.idleTimeoutSeconds, [1, 4000], { unit: 'seconds', ...rule }),
    ...checkWholeNumber('clientKeepAliveSeconds', props.clientKeepAliveSeconds, [60, 604_800], {
      unit: 'seconds',
      ...rule,
    }),
    ...check('minimumCapacityUnits', props.minimumCapacityUnits, (units) => Number.isInteger(units) && units >= 100, {
      limit: 'a whole number of load balancer capacity units, 100 or more',
      fix: 'write 100, or leave it out',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html',
    }),
    ...validateAccessLogs(accessLogs),
  ];
}
