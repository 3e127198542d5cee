import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { Peer } from '../network/peer';
import type { Port } from '../network/port';
import type { IMonitored } from '../shared/monitoring';
import type { LoadBalancerMetrics } from './load-balancer-metrics';
import type { TargetGroup } from './target-group';

/** Who can reach the balancer's addresses: what has a route into the VPC, or everybody. */
export type LoadBalancerScheme = 'internal' | 'internet-facing';

/** Without IPv6, or with both. */
export type LoadBalancerIpAddressType = 'ipv4' | 'dualstack';

/** What every balancer has, made here or found. */
export interface ILoadBalancer extends IConstruct, IConnectable, IMonitored {
  readonly loadBalancerArn: string;
  /** The literal name, where it is known before apply: rules of one balancer keep out of each other's way by it. */
  readonly loadBalancerName?: string;
  /** The ARN's end, `app/web/50dc6c495c0c9188`: the `LoadBalancer` dimension and the first half of a resource label. */
  readonly arnSuffix: string;
  /** `web-123.eu-west-1.elb.amazonaws.com`; give clients a name of yours with `AliasRecord`. */
  readonly dnsName: string;
  /** The zone of AWS's own that an alias record points into. */
  readonly canonicalHostedZoneId: string;
  readonly ipAddressType: LoadBalancerIpAddressType;
  /** Target groups must be in the same VPC. */
  readonly vpcId: string;
  /** Who may connect to a new listener; empty for an existing balancer, whose rules are its owner's. */
  readonly clients: readonly (IConnectable | Peer)[];
  readonly metrics: LoadBalancerMetrics;
}

/** The way that traffic takes to a service; `listener.addRoute` and `networkLoadBalancer.addRoute` make it. */
export interface IRoute extends IConstruct {
  readonly loadBalancer: ILoadBalancer;
  /** Where the service's tasks register. */
  readonly targetGroup: TargetGroup;
  /** The second target group of a blue/green deployment. */
  readonly alternateTargetGroup?: TargetGroup;
  /** ARN of the rule (ALB) or listener (NLB) that a blue/green deployment moves traffic with. */
  readonly productionListenerRuleArn: string;
  /** The same on the test listener, if there is one. */
  readonly testListenerRuleArn?: string;
  /**
   * ECS refuses a service whose target group no balancer uses ("does not have an associated load balancer"): put these
   * into the service's `dependsOn`.
   */
  readonly attachments: readonly ITerraformDependable[];
  /** `app/web/50dc.../targetgroup/web/73e2...`, what ALBRequestCountPerTarget scales by. */
  readonly resourceLabel: string;
  /**
   * Metrics of this target group behind this balancer. Behind an application balancer they are
   * `ApplicationLoadBalancerMetrics` (test with `instanceof`), which count HTTP errors; a network balancer sees none.
   */
  readonly metrics: LoadBalancerMetrics;
  /**
   * Lets the balancer reach `target` on the traffic port and the health check's port, and on nothing else.
   * @param target the tasks, or the instances that they run on
   * @param port where the registration decides the port (bridge mode: `Port.tcpRange(32768, 65535)`)
   */
  connect(target: IConnectable, port?: Port): void;
}
