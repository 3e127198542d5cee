import type { Construct } from 'constructs';
import { Connections } from '../network/connections';
import { report } from '../shared/problems';
import type { INetworkLoadBalancer } from './i-network-load-balancer';
import {
  ImportedLoadBalancerBase,
  type LoadBalancerAttributes,
  lookedUpLoadBalancer,
} from './imported-load-balancer-base';
import { validateLoadBalancerAttributes } from './load-balancer-arn';
import { NetworkLoadBalancerMetrics } from './load-balancer-metrics';
import { NetworkRoute, type NetworkRouteProps } from './network-route';

/** What has to be known of an existing network balancer; everything may be unknown until apply. */
export type NetworkLoadBalancerAttributes = LoadBalancerAttributes;

export interface NetworkLoadBalancerLookup extends Pick<NetworkLoadBalancerAttributes, 'ipAddressType'> {
  /** The literal name. */
  readonly name: string;
}

/** A network balancer of another stack, repository or tool. Listeners that are added live in the stack that adds them. */
export class ImportedNetworkLoadBalancer
  extends ImportedLoadBalancerBase<NetworkLoadBalancerAttributes>
  implements INetworkLoadBalancer
{
  public static fromLookup(
    scope: Construct,
    id: string,
    lookup: NetworkLoadBalancerLookup,
  ): ImportedNetworkLoadBalancer {
    return new ImportedNetworkLoadBalancer(scope, id, (self) => lookedUpLoadBalancer(self, lookup));
  }

  public readonly connections: Connections;
  public readonly metrics: NetworkLoadBalancerMetrics;

  public constructor(scope: Construct, id: string, attributesOf: (self: Construct) => NetworkLoadBalancerAttributes) {
    super(scope, id, attributesOf);
    report(this, validateLoadBalancerAttributes('network', this.attributes));
    this.connections = new Connections({ owner: this, securityGroupId: this.attributes.securityGroupId });
    this.metrics = new NetworkLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
  }

  public addRoute(scope: Construct, id: string, props: NetworkRouteProps): NetworkRoute {
    return new NetworkRoute(scope, id, this, props);
  }
}
