import { LbListener, type LbListenerMutualAuthentication } from '@cdktf/provider-aws/lib/lb-listener';
import type { Construct, IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { Peer } from '../network/peer';
import { Port } from '../network/port';
import { type Issue, report } from '../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { ApplicationListenerBase } from './application-listener-base';
import { type ICertificate, validateListenerCertificate } from './certificate';
import type { IApplicationListener, IApplicationLoadBalancer } from './i-application-load-balancer';
import { type ListenerAction, listenerAction, validateListenerAction } from './listener-action';
import { LoadBalancerLedger } from './load-balancer-ledger';
import { webClients } from './load-balancer-placement';
import { DEFAULT_TLS_POLICY, type TlsPolicy, validateTlsPolicy } from './tls-policy';

/** What clients speak to the listener. */
export type ApplicationListenerProtocol =
  /** TLS ends here. Further certificates join by `listener.addCertificate`. */
  | {
      readonly kind: 'https';
      readonly certificate: ICertificate;
      /** @default 'ELBSecurityPolicy-TLS13-1-2-2021-06': TLS 1.3 and 1.2 with forward secrecy */
      readonly tlsPolicy?: TlsPolicy;
      /** Clients prove who they are by a certificate. @default off */
      readonly mutualTls?: MutualTls;
    }
  /** Answers every request with 301 to the same address over HTTPS. `toPort`: where that listens, default 443. */
  | { readonly kind: 'redirect-to-https'; readonly toPort?: number }
  /** Plain text, readable on the way. Only where that is meant. */
  | { readonly kind: 'http' };

/** How client certificates are treated. */
export type MutualTls =
  /** Handed to the target in `X-Amzn-Mtls-Clientcert`, which has to verify it. */
  | { readonly kind: 'passthrough' }
  /** Verified by the balancer against a trust store; a connection without a valid certificate ends. */
  | { readonly kind: 'verify'; readonly trustStoreArn: string; readonly ignoreExpiry?: boolean };

export interface ApplicationListenerProps {
  readonly loadBalancer: IApplicationLoadBalancer;
  readonly protocol: ApplicationListenerProtocol;
  /** 1-65535, one listener per port. @default 443 for HTTPS, else 80 */
  readonly port?: number;
  /** What happens to a request that no rule takes. @default answers 404, so that nothing is served by accident */
  readonly defaultAction?: ListenerAction;
  /**
   * Who may connect to the port. @default the balancer's clients; of those the internet on 80 and 443 only, because any
   * other public port is more likely a test or an admin interface
   */
  readonly clients?: readonly (IConnectable | Peer)[];
}

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html';

/** A port of an application load balancer; services join it with `addRoute`. */
export class ApplicationListener extends ApplicationListenerBase {
  public readonly listener: LbListener;
  public readonly listenerArn: string;
  public readonly port: number;
  public readonly protocol: IApplicationListener['protocol'];
  public readonly loadBalancer: IApplicationLoadBalancer;

  public constructor(scope: Construct, id: string, props: ApplicationListenerProps) {
    super(scope, id);
    const { loadBalancer, protocol } = props;
    const { port = protocol.kind === 'https' ? 443 : 80 } = props;
    report(this, validateApplicationListenerProps(props, this));
    report(this, LoadBalancerLedger.of(loadBalancer).claimPort(port, this));

    this.listener = new LbListener(this, 'Listener', {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port,
      protocol: protocol.kind === 'https' ? 'HTTPS' : 'HTTP',
      ...tlsArguments(protocol),
      defaultAction: [listenerAction(defaultActionOf(props))],
    });
    this.listenerArn = this.listener.arn;
    this.port = port;
    this.protocol = protocol.kind === 'https' ? 'HTTPS' : 'HTTP';
    this.loadBalancer = loadBalancer;
    const { clients = webClients(loadBalancer, port) } = props;
    for (const client of clients) loadBalancer.connections.allowFrom(client, Port.tcp(port));
  }
}

function defaultActionOf({ protocol, defaultAction }: ApplicationListenerProps): ListenerAction {
  if (protocol.kind === 'redirect-to-https')
    return { kind: 'redirect', protocol: 'HTTPS', port: protocol.toPort ?? 443 };
  return defaultAction ?? { kind: 'fixed-response', statusCode: 404, body: 'Not found' };
}

function tlsArguments(protocol: ApplicationListenerProtocol): {
  certificateArn?: string;
  sslPolicy?: string;
  mutualAuthentication?: LbListenerMutualAuthentication;
} {
  if (protocol.kind !== 'https') return {};
  const { certificate, tlsPolicy = DEFAULT_TLS_POLICY, mutualTls } = protocol;
  return {
    certificateArn: certificate?.certificateArn,
    sslPolicy: tlsPolicy,
    ...(mutualTls === undefined ? {} : { mutualAuthentication: mutualAuthentication(mutualTls) }),
  };
}

function mutualAuthentication(mutualTls: MutualTls): LbListenerMutualAuthentication {
  if (mutualTls.kind === 'passthrough') return { mode: 'passthrough' };
  const { trustStoreArn, ignoreExpiry = false } = mutualTls;
  return { mode: 'verify', trustStoreArn, ignoreClientCertificateExpiry: ignoreExpiry };
}

/** `scope` says which region the listener is in. */
export function validateApplicationListenerProps(
  { protocol, port, defaultAction }: Omit<ApplicationListenerProps, 'loadBalancer'>,
  scope: IConstruct,
): Issue[] {
  return [
    ...checkLiteral('port', port),
    ...checkWholeNumber('port', port, [1, 65_535], { fix: 'write 443 or 80', see: SEE }),
    ...check('protocol.kind', protocol.kind, (kind) => ['https', 'http', 'redirect-to-https'].includes(kind), {
      limit: 'https, http or redirect-to-https on an application load balancer',
      fix: 'use a NetworkLoadBalancer for tcp, udp and tls',
      see: SEE,
    }),
    ...validateTls(protocol, scope),
    ...(defaultAction === undefined ? [] : validateListenerAction('defaultAction', defaultAction)),
    ...check('defaultAction.kind', defaultAction?.kind, () => protocol.kind !== 'redirect-to-https', {
      limit: 'none: the listener redirects every request',
      fix: 'leave defaultAction out, or use { kind: "http" }',
      see: SEE,
    }),
  ];
}

function validateTls(protocol: ApplicationListenerProtocol, scope: IConstruct): Issue[] {
  if (protocol.kind === 'redirect-to-https') {
    return checkWholeNumber('protocol.toPort', protocol.toPort, [1, 65_535], { fix: 'leave it out for 443', see: SEE });
  }
  if (protocol.kind !== 'https') return [];
  return [...validateListenerCertificate(scope, protocol.certificate), ...validateTlsPolicy(protocol.tlsPolicy)];
}
