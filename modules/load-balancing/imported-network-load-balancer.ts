import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { Connections } from '../network/connections';
import { report } from '../shared/problems';
import type { INetworkLoadBalancer } from './i-network-load-balancer';
import type { LoadBalancerIpAddressType } from './load-balancer';
import { arnSuffixOf, nameInArn, validateLoadBalancerAttributes } from './load-balancer-arn';
import { NetworkLoadBalancerMetrics } from './load-balancer-metrics';
import { NetworkRoute, type NetworkRouteProps } from './network-route';

/** What has to be known of an existing network balancer; everything may be unknown until apply. */
export interface NetworkLoadBalancerAttributes {
  readonly loadBalancerArn: string;
  /** The balancer's own group; a network balancer that was made without one cannot be imported. */
  readonly securityGroupId: string;
  readonly vpcId: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  /** The literal name, where the ARN is unknown. @default read from the ARN where that is a literal */
  readonly loadBalancerName?: string;
  /** @default 'ipv4' */
  readonly ipAddressType?: LoadBalancerIpAddressType;
}

export interface NetworkLoadBalancerLookup extends Pick<NetworkLoadBalancerAttributes, 'ipAddressType'> {
  /** The literal name. */
  readonly name: string;
}

/** A network balancer of another stack, repository or tool. Listeners that are added live in the stack that adds them. */
export class ImportedNetworkLoadBalancer extends Construct implements INetworkLoadBalancer {
  public static fromLookup(
    scope: Construct,
    id: string,
    { name, ipAddressType }: NetworkLoadBalancerLookup,
  ): ImportedNetworkLoadBalancer {
    return new ImportedNetworkLoadBalancer(scope, id, (self) => {
      const found = new DataAwsLb(self, 'Lookup', { name });
      return {
        loadBalancerArn: found.arn,
        loadBalancerName: name,
        securityGroupId: Fn.element(Fn.tolist(found.securityGroups), 0),
        vpcId: found.vpcId,
        dnsName: found.dnsName,
        canonicalHostedZoneId: found.zoneId,
        ipAddressType,
      };
    });
  }

  public readonly loadBalancerArn: string;
  public readonly loadBalancerName?: string;
  public readonly arnSuffix: string;
  public readonly dnsName: string;
  public readonly canonicalHostedZoneId: string;
  public readonly ipAddressType: LoadBalancerIpAddressType;
  public readonly vpcId: string;
  public readonly clients: readonly [] = [];
  public readonly connections: Connections;
  public readonly metrics: NetworkLoadBalancerMetrics;

  public constructor(scope: Construct, id: string, attributesOf: (self: Construct) => NetworkLoadBalancerAttributes) {
    super(scope, id);
    const attributes = attributesOf(this);
    const { loadBalancerArn, securityGroupId } = attributes;
    report(this, validateLoadBalancerAttributes('network', attributes));
    this.loadBalancerArn = loadBalancerArn;
    this.arnSuffix = arnSuffixOf(loadBalancerArn);
    this.loadBalancerName = attributes.loadBalancerName ?? nameInArn(loadBalancerArn);
    this.dnsName = attributes.dnsName;
    this.canonicalHostedZoneId = attributes.canonicalHostedZoneId;
    this.ipAddressType = attributes.ipAddressType ?? 'ipv4';
    this.vpcId = attributes.vpcId;
    this.connections = new Connections({ owner: this, securityGroupId });
    this.metrics = new NetworkLoadBalancerMetrics({ loadBalancerSuffix: this.arnSuffix });
  }

  public addRoute(scope: Construct, id: string, props: NetworkRouteProps): NetworkRoute {
    return new NetworkRoute(scope, id, this, props);
  }
}
