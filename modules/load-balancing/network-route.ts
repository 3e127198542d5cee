import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IConnectable } from '../network/connections';
import { Port } from '../network/port';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../shared/problems';
import { check } from '../shared/validation';
import type { ILoadBalancer, IRoute } from './load-balancer';
import type { LoadBalancerMetrics } from './load-balancer-metrics';
import { webClients } from './load-balancer-placement';
import {
  defaultTargetProtocol,
  NetworkListener,
  type NetworkListenerProtocol,
  transportPorts,
} from './network-listener';
import { TargetGroup, type TargetProps } from './target-group';
import { NETWORK_TARGET_PROTOCOLS } from './target-protocol';

/** Who moves traffic when a new version is deployed. */
export type NetworkRouteDeployment =
  /** Nobody: tasks of both versions sit in one target group. */
  | { readonly kind: 'rolling' }
  /**
   * ECS points the listener to a second target group. `testPort`: where the new version is reachable before that, but
   * from the internet only if it is 80 or 443.
   */
  | { readonly kind: 'blue-green'; readonly testPort?: number };

export interface NetworkRouteProps {
  /** 1-65535, where clients connect; the service's own. */
  readonly port: number;
  readonly protocol: NetworkListenerProtocol;
  readonly target: TargetProps;
  /** @default { kind: 'rolling' } */
  readonly deployment?: NetworkRouteDeployment;
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}

/** A listener of a network balancer and the target group that it leads to. */
export class NetworkRoute extends Construct implements IRoute {
  public readonly loadBalancer: ILoadBalancer;
  public readonly targetGroup: TargetGroup;
  public readonly alternateTargetGroup?: TargetGroup;
  public readonly listener: NetworkListener;
  public readonly testListener?: NetworkListener;
  public readonly productionListenerRuleArn: string;
  public readonly testListenerRuleArn?: string;
  public readonly attachments: readonly ITerraformDependable[];
  public readonly resourceLabel: string;
  public readonly metrics: LoadBalancerMetrics;

  public constructor(scope: Construct, id: string, loadBalancer: ILoadBalancer, props: NetworkRouteProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateNetworkRouteProps(props));
    const { port, protocol, deployment = { kind: 'rolling' } } = props;
    const target = { ...props.target, protocol: props.target.protocol ?? defaultTargetProtocol(protocol) };
    const { vpcId } = loadBalancer;
    const shiftedBy = deployment.kind === 'blue-green' ? 'deployment' : 'terraform';
    this.loadBalancer = loadBalancer;
    this.targetGroup = new TargetGroup(this, 'Targets', { ...target, vpcId });
    const { targetGroup } = this;
    this.listener = new NetworkListener(this, 'Listener', { loadBalancer, port, protocol, targetGroup, shiftedBy });
    if (deployment.kind === 'blue-green') {
      this.alternateTargetGroup = new TargetGroup(this, 'AlternateTargets', { ...target, vpcId, alternate: true });
      if (deployment.testPort !== undefined) {
        this.testListener = new NetworkListener(this, 'TestListener', {
          loadBalancer,
          port: deployment.testPort,
          protocol,
          targetGroup: this.alternateTargetGroup,
          shiftedBy,
          clients: webClients(loadBalancer, deployment.testPort),
        });
      }
    }
    this.productionListenerRuleArn = this.listener.listenerArn;
    this.testListenerRuleArn = this.testListener?.listenerArn;
    const listeners = [this.listener, this.testListener];
    this.attachments = listeners.flatMap((listener) => (listener === undefined ? [] : [listener.listener]));
    this.resourceLabel = `${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`;
    this.metrics = loadBalancer.metrics.of(targetGroup);
  }

  public connect(target: IConnectable, port?: Port): void {
    const { protocol, port: targetPort, healthCheckPort } = this.targetGroup;
    const ports = port === undefined ? transportPorts(protocol, targetPort) : [port];
    // Health is asked over TCP or HTTP, on the traffic port even where the traffic is UDP.
    if (healthCheckPort !== undefined) ports.push(Port.tcp(healthCheckPort));
    else if (protocol === 'UDP' && port === undefined) ports.push(Port.tcp(targetPort));
    for (const opened of ports) target.connections.allowFrom(this.loadBalancer, opened);
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateNetworkRouteProps({ target }: NetworkRouteProps): Issue[] {
  const allowed: readonly string[] = NETWORK_TARGET_PROTOCOLS;
  return check('target.protocol', target.protocol, (protocol) => allowed.includes(protocol), {
    limit: 'TCP, UDP, TCP_UDP or TLS behind a network load balancer',
    fix: 'use an ApplicationLoadBalancer for HTTP and HTTPS',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html',
  });
}
