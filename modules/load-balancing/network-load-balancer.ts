import type { Construct } from 'constructs';
import type { INetworkLoadBalancer } from './i-network-load-balancer';
import {
  ImportedNetworkLoadBalancer,
  type NetworkLoadBalancerAttributes,
  type NetworkLoadBalancerLookup,
} from './imported-network-load-balancer';
import { LoadBalancerBase, type LoadBalancerProps, validateLoadBalancerProps } from './load-balancer-base';
import { NetworkLoadBalancerMetrics } from './load-balancer-metrics';
import { NetworkRoute, type NetworkRouteProps } from './network-route';

export interface NetworkLoadBalancerProps extends LoadBalancerProps {
  /**
   * Lets each zone's address send to targets in all zones. AWS bills traffic between zones, 0.01 USD per GB each way.
   * @default true: with few targets their share depends on the zone they happen to be in, and a zone without one is lost
   */
  readonly crossZone?: boolean;
}

/** A load balancer for TCP, UDP and TLS with its own security group; each service adds a listener with `addRoute`. */
export class NetworkLoadBalancer extends LoadBalancerBase implements INetworkLoadBalancer {
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

  public readonly metrics: NetworkLoadBalancerMetrics;

  public constructor(scope: Construct, id: string, props: NetworkLoadBalancerProps) {
    const { crossZone = true } = props;
    super(scope, id, props, {
      kind: 'network',
      issues: validateLoadBalancerProps(props),
      attributes: { enableCrossZoneLoadBalancing: crossZone },
    });
    this.metrics = new NetworkLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
  }

  public addRoute(scope: Construct, id: string, props: NetworkRouteProps): NetworkRoute {
    return new NetworkRoute(scope, id, this, props);
  }
}
