import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Connections } from '../network/connections';
import type { Monitoring } from '../shared/monitoring';
import type { ILoadBalancer, LoadBalancerIpAddressType } from './load-balancer';
import { arnSuffixOf, nameInArn } from './load-balancer-arn';
import type { LoadBalancerMetrics } from './load-balancer-metrics';

/** What has to be known of an existing balancer of either kind; everything may be unknown until apply. */
export interface LoadBalancerAttributes {
  readonly loadBalancerArn: string;
  /** The balancer's own group; rules to targets are added to it. One that was made without a group cannot be imported. */
  readonly securityGroupId: string;
  readonly vpcId: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  /**
   * The literal name, where the ARN is unknown: computed priorities of two stacks of one app then keep out of each other's
   * way. @default read from the ARN where that is a literal
   */
  readonly loadBalancerName?: string;
  /** @default 'ipv4' */
  readonly ipAddressType?: LoadBalancerIpAddressType;
}

/** What existing application and network balancers have in common; their rules are their owner's. */
export abstract class ImportedLoadBalancerBase<Attributes extends LoadBalancerAttributes>
  extends Construct
  implements ILoadBalancer
{
  public readonly loadBalancerArn: string;
  public readonly loadBalancerName?: string;
  public readonly arnSuffix: string;
  public readonly dnsName: string;
  public readonly canonicalHostedZoneId: string;
  public readonly ipAddressType: LoadBalancerIpAddressType;
  public readonly vpcId: string;
  public readonly clients: readonly [] = [];
  public abstract readonly connections: Connections;
  public abstract readonly metrics: LoadBalancerMetrics;
  protected readonly attributes: Attributes;

  /** @param attributesOf what is known of it; what has to be looked up for that is made inside it */
  protected constructor(scope: Construct, id: string, attributesOf: (self: Construct) => Attributes) {
    super(scope, id);
    this.attributes = attributesOf(this);
    const { loadBalancerArn, loadBalancerName, ipAddressType = 'ipv4' } = this.attributes;
    this.loadBalancerArn = loadBalancerArn;
    this.arnSuffix = arnSuffixOf(loadBalancerArn);
    this.loadBalancerName = loadBalancerName ?? nameInArn(loadBalancerArn);
    this.dnsName = this.attributes.dnsName;
    this.canonicalHostedZoneId = this.attributes.canonicalHostedZoneId;
    this.ipAddressType = ipAddressType;
    this.vpcId = this.attributes.vpcId;
  }

  /** For a `Dashboard`: what all its clients ask for. */
  public get monitoring(): Monitoring {
    return { title: this.loadBalancerName ?? this.node.id, graphs: this.metrics.graphs() };
  }
}

/** What AWS says of a balancer by its name, at plan. */
export function lookedUpLoadBalancer(
  scope: Construct,
  { name, ipAddressType }: { readonly name: string; readonly ipAddressType?: LoadBalancerIpAddressType },
): LoadBalancerAttributes {
  const found = new DataAwsLb(scope, 'Lookup', { name });
  return {
    loadBalancerArn: found.arn,
    loadBalancerName: name,
    securityGroupId: Fn.element(Fn.tolist(found.securityGroups), 0),
    vpcId: found.vpcId,
    dnsName: found.dnsName,
    canonicalHostedZoneId: found.zoneId,
    ipAddressType,
  };
}
