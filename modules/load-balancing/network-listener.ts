import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { DataResource, dependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { Peer } from '../network/peer';
import { Port } from '../network/port';
import { type Issue, report } from '../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { type ICertificate, validateListenerCertificate } from './certificate';
import type { ILoadBalancer } from './load-balancer';
import { LoadBalancerLedger } from './load-balancer-ledger';
import type { TargetGroup } from './target-group';
import type { NetworkTargetProtocol } from './target-protocol';
import { DEFAULT_TLS_POLICY, type TlsPolicy, validateTlsPolicy } from './tls-policy';

/** What clients speak to the listener. */
export type NetworkListenerProtocol =
  | { readonly kind: 'tcp' }
  | { readonly kind: 'udp' }
  /** TCP and UDP on one port, as DNS needs. */
  | { readonly kind: 'tcp-udp' }
  /** TLS ends here; the target gets plain TCP unless its protocol is TLS. */
  | {
      readonly kind: 'tls';
      readonly certificate: ICertificate;
      /** @default 'ELBSecurityPolicy-TLS13-1-2-2021-06': TLS 1.3 and 1.2 with forward secrecy */
      readonly tlsPolicy?: TlsPolicy;
      /** @default none: ALPN is not negotiated */
      readonly alpn?: 'HTTP1Only' | 'HTTP2Only' | 'HTTP2Optional' | 'HTTP2Preferred';
    };

export interface NetworkListenerProps {
  readonly loadBalancer: ILoadBalancer;
  /** 1-65535, one listener per port. */
  readonly port: number;
  readonly protocol: NetworkListenerProtocol;
  readonly targetGroup: TargetGroup;
  /**
   * Who changes the target group after the first apply. `deployment`: ECS moves traffic, so Terraform leaves the action
   * alone, and makes the listener anew when the target group that is written here changes. @default 'terraform'
   */
  readonly shiftedBy?: 'terraform' | 'deployment';
  /** Who may connect to the port. @default the balancer's clients */
  readonly clients?: readonly (IConnectable | Peer)[];
}

/** AWS's names, and the targets that each takes. */
const PROTOCOLS: Readonly<
  Record<NetworkListenerProtocol['kind'], { readonly name: string; readonly targets: readonly NetworkTargetProtocol[] }>
> = {
  tcp: { name: 'TCP', targets: ['TCP', 'TCP_UDP'] },
  udp: { name: 'UDP', targets: ['UDP', 'TCP_UDP'] },
  'tcp-udp': { name: 'TCP_UDP', targets: ['TCP_UDP'] },
  tls: { name: 'TLS', targets: ['TCP', 'TLS'] },
};

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html';

/** What targets of a listener speak unless they say so: the same transport, without TLS, which ends at the listener. */
export function defaultTargetProtocol({ kind }: NetworkListenerProtocol): NetworkTargetProtocol {
  return PROTOCOLS[kind]?.targets[0] ?? 'TCP';
}

/** The security-group ports of a transport: TCP and UDP are two rules. */
export function transportPorts(protocol: string, port: number): Port[] {
  if (protocol === 'UDP') return [Port.udp(port)];
  return protocol === 'TCP_UDP' ? [Port.tcp(port), Port.udp(port)] : [Port.tcp(port)];
}

/** A port of a network load balancer, which leads to one target group. */
export class NetworkListener extends Construct {
  public readonly listener: LbListener;
  public readonly listenerArn: string;
  /** The target group as written, whose change makes the listener anew while a deployment owns the action. */
  public readonly declaredRouting?: DataResource;

  public constructor(scope: Construct, id: string, props: NetworkListenerProps) {
    super(scope, id);
    const { loadBalancer, port, protocol, targetGroup, shiftedBy = 'terraform' } = props;
    report(this, validateNetworkListenerProps(props, this));
    report(this, LoadBalancerLedger.of(loadBalancer).claimPort(port, this));
    if (shiftedBy === 'deployment') {
      this.declaredRouting = new DataResource(this, 'DeclaredRouting', {
        input: { targetGroup: targetGroup.targetGroupArn },
      });
    }
    const name = PROTOCOLS[protocol.kind]?.name ?? 'TCP';
    this.listener = new LbListener(this, 'Listener', {
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port,
      protocol: name,
      ...tlsArguments(protocol),
      defaultAction: [{ type: 'forward', targetGroupArn: targetGroup.targetGroupArn }],
      lifecycle:
        this.declaredRouting === undefined
          ? undefined
          : { ignoreChanges: ['default_action'], replaceTriggeredBy: [dependable(this.declaredRouting)] },
    });
    this.listenerArn = this.listener.arn;
    for (const client of props.clients ?? loadBalancer.clients) {
      for (const opened of transportPorts(name, port)) loadBalancer.connections.allowFrom(client, opened);
    }
  }
}

function tlsArguments(protocol: NetworkListenerProtocol): {
  certificateArn?: string;
  sslPolicy?: string;
  alpnPolicy?: string;
} {
  if (protocol.kind !== 'tls') return {};
  const { certificate, tlsPolicy = DEFAULT_TLS_POLICY, alpn } = protocol;
  return { certificateArn: certificate?.certificateArn, sslPolicy: tlsPolicy, alpnPolicy: alpn };
}

/** `scope` says which region the listener is in. */
export function validateNetworkListenerProps(
  props: Omit<NetworkListenerProps, 'loadBalancer'>,
  scope: IConstruct,
): Issue[] {
  const { port, protocol, targetGroup } = props;
  const known = PROTOCOLS[protocol.kind];
  const targets: readonly string[] | undefined = known?.targets;
  return [
    ...checkLiteral('port', port),
    ...checkWholeNumber('port', port, [1, 65_535], { fix: 'write the port that clients use', see: SEE }),
    ...check('protocol.kind', protocol.kind, () => known !== undefined, {
      limit: 'tcp, udp, tcp-udp or tls on a network load balancer',
      fix: 'use an ApplicationLoadBalancer for http and https',
      see: SEE,
    }),
    ...(protocol.kind === 'tls'
      ? [...validateListenerCertificate(scope, protocol.certificate), ...validateTlsPolicy(protocol.tlsPolicy)]
      : []),
    ...check('target.protocol', targetGroup.protocol, (given) => targets === undefined || targets.includes(given), {
      limit: `${targets?.join(' or ')} behind a listener of ${protocol.kind}`,
      fix: 'leave it out, or change the listener',
      see: SEE,
    }),
    ...check('target.stickiness', protocol.kind, (kind) => kind !== 'tls' || !targetGroup.sticky, {
      limit: 'no stickiness behind a TLS listener: AWS does not offer it there',
      fix: 'leave stickiness out, or listen on tcp and let the target speak TLS',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#sticky-sessions',
    }),
  ];
}
