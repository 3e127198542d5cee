import type { LbConfig } from '@cdktf/provider-aws/lib/lb';
import type { Construct } from 'constructs';
import { Port } from '../network/port';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import { AliasRecord } from './alias-record';
import {
  type ApplicationEntry,
  type CertifiedEntry,
  entryListener,
  entryPort,
  validateEntry,
} from './application-entry';
import { ApplicationListener, type ApplicationListenerProps } from './application-listener';
import { Certificate } from './certificate';
import type { IApplicationLoadBalancer } from './i-application-load-balancer';
import {
  type ApplicationLoadBalancerAttributes,
  type ApplicationLoadBalancerLookup,
  ImportedApplicationLoadBalancer,
} from './imported-application-load-balancer';
import { LoadBalancerBase, type LoadBalancerProps, validateLoadBalancerProps } from './load-balancer-base';
import { ApplicationLoadBalancerMetrics } from './load-balancer-metrics';
import { attributesFromOutputs, type LoadBalancerOutputs } from './load-balancer-outputs';
import { WebAclAssociation, type WebAclChoice } from './web-acl-association';

export type { IApplicationLoadBalancer } from './i-application-load-balancer';

export interface ApplicationLoadBalancerProps extends LoadBalancerProps {
  /** Required at synth: HTTPS with a certificate, or plain HTTP by name. */
  readonly entry?: ApplicationEntry;
  /** 1-4000. Seconds without a byte until a connection is closed; raise it for long polling. @default 60, AWS's */
  readonly idleTimeoutSeconds?: number;
  /** 60-604800. Seconds that a client may keep its connection. @default 3600, AWS's */
  readonly clientKeepAliveSeconds?: number;
  /** HTTP/2 with clients. @default true */
  readonly http2?: boolean;
  /** Requests that could smuggle a second one: `strictest` refuses all that RFC 7230 forbids. @default 'defensive' */
  readonly desyncMitigation?: 'defensive' | 'strictest';
  /**
   * Load balancer capacity units that are ready at all times, 100 or more, billed by the hour; for a peak that comes in
   * minutes. @default none: the balancer grows with the traffic
   */
  readonly minimumCapacityUnits?: number;
  /** A web application firewall in front. @default none: a web ACL costs at least 5 USD a month */
  readonly webAcl?: WebAclChoice;
}

const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes';

/** A load balancer for HTTP with its own security group, a listener for services to join, and secure attributes. */
export class ApplicationLoadBalancer extends LoadBalancerBase implements IApplicationLoadBalancer {
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

  public readonly metrics: ApplicationLoadBalancerMetrics;
  public readonly webAclAssociation?: WebAclAssociation;
  public readonly listener: ApplicationListener;
  /** Answers port 80 with 301, where `entry` is HTTPS. */
  public readonly redirectListener?: ApplicationListener;
  /** Of the name in `entry`; missing where the entry brings its certificate. */
  public readonly certificate?: Certificate;
  /** Of the name in `entry`. */
  public readonly aliasRecord?: AliasRecord;

  public constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id, props, {
      kind: 'application',
      issues: validateApplicationLoadBalancerProps(props),
      defaultPort: Port.tcp(entryPort(props.entry)),
      attributes: attributesOf(props),
    });
    const { webAcl } = props;
    this.metrics = new ApplicationLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
    if (props.entry?.kind === 'domain') this.certificate = new Certificate(this, 'Certificate', props.entry);
    const entry = withCertificate(props.entry, this.certificate);
    const main = entryListener(entry);
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
}

/** Arguments that a network load balancer does not take. */
function attributesOf(props: ApplicationLoadBalancerProps): Partial<LbConfig> {
  const { idleTimeoutSeconds = 60, clientKeepAliveSeconds = 3600, http2 = true } = props;
  const { desyncMitigation = 'defensive', minimumCapacityUnits } = props;
  return {
    dropInvalidHeaderFields: true,
    desyncMitigationMode: desyncMitigation,
    enableHttp2: http2,
    idleTimeout: idleTimeoutSeconds,
    clientKeepAlive: clientKeepAliveSeconds,
    minimumLoadBalancerCapacity:
      minimumCapacityUnits === undefined ? undefined : { capacityUnits: minimumCapacityUnits },
  };
}

/** A name is HTTPS with the certificate that was made for it. */
function withCertificate(entry?: ApplicationEntry, certificate?: Certificate): CertifiedEntry | undefined {
  if (entry?.kind !== 'domain') return entry;
  const { tlsPolicy, mutualTls, redirectHttp } = entry;
  return certificate && { kind: 'https', certificate, tlsPolicy, mutualTls, redirectHttp };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateApplicationLoadBalancerProps(props: Omit<ApplicationLoadBalancerProps, 'network'>): Issue[] {
  const { scheme, ipAddressType, desyncMitigation } = props;
  const rule = { fix: 'leave it out for the default', see: ATTRIBUTES };
  const oneOf = (field: string, value: string | undefined, values: readonly string[]): Issue[] =>
    check(field, value, (given) => values.includes(given), { limit: values.join(' or '), ...rule });
  return [
    ...validateLoadBalancerProps(props),
    ...validateEntry(props.entry),
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
  ];
}
