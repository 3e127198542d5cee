import type { Construct } from 'constructs';
import type { ILoadBalancer } from './load-balancer';
import type { NetworkLoadBalancerMetrics } from './load-balancer-metrics';
import type { NetworkRoute, NetworkRouteProps } from './network-route';

/** A network load balancer, made here or found; services bring a port of their own. */
export interface INetworkLoadBalancer extends ILoadBalancer {
  readonly metrics: NetworkLoadBalancerMetrics;

  /** A target group, and a listener of its own that leads to it; both belong to `scope`, usually the service. */
  addRoute(scope: Construct, id: string, props: NetworkRouteProps): NetworkRoute;
}
