import type { TerraformRemoteState } from 'cdktf';
import type { IApplicationLoadBalancer } from './i-application-load-balancer';
import type {
  ApplicationListenerAttributes,
  ApplicationLoadBalancerAttributes,
} from './imported-application-load-balancer';

/** The names that a balancer is published under; a change of one breaks every reader in another repository. */
function outputNames(prefix: string) {
  return {
    loadBalancerArn: `${prefix}_arn`,
    dnsName: `${prefix}_dns_name`,
    canonicalHostedZoneId: `${prefix}_zone_id`,
    vpcId: `${prefix}_vpc_id`,
    securityGroupId: `${prefix}_security_group_id`,
    listenerArn: `${prefix}_listener_arn`,
  } as const;
}

/**
 * What other states may know of a balancer, by output name, for `publishOutputs(stack, loadBalancerOutputs(alb))`. Read
 * by `ApplicationLoadBalancer.fromRemoteState`, and by plain Terraform.
 * @param prefix begins the names where a stack has several balancers
 */
export function loadBalancerOutputs(
  loadBalancer: IApplicationLoadBalancer,
  prefix = 'load_balancer',
): Readonly<Record<string, unknown>> {
  const names = outputNames(prefix);
  return {
    [names.loadBalancerArn]: loadBalancer.loadBalancerArn,
    [names.dnsName]: loadBalancer.dnsName,
    [names.canonicalHostedZoneId]: loadBalancer.canonicalHostedZoneId,
    [names.vpcId]: loadBalancer.vpcId,
    [names.securityGroupId]: loadBalancer.connections.securityGroupId,
    [names.listenerArn]: loadBalancer.listener.listenerArn,
  };
}

export interface LoadBalancerOutputs
  extends Omit<ApplicationListenerAttributes, 'listenerArn'>,
    Pick<ApplicationLoadBalancerAttributes, 'loadBalancerName' | 'ipAddressType'> {
  /** The outputs of the stack that published the balancer: `readOutputs(this, 'PlatformState', remoteState, target)`. */
  readonly outputs: TerraformRemoteState;
  /** As it was published. @default 'load_balancer' */
  readonly prefix?: string;
}

/** The reader of `loadBalancerOutputs`. */
export function attributesFromOutputs(props: LoadBalancerOutputs): ApplicationLoadBalancerAttributes {
  const { outputs, prefix = 'load_balancer', loadBalancerName, ipAddressType, ...listener } = props;
  const names = outputNames(prefix);
  return {
    loadBalancerArn: outputs.getString(names.loadBalancerArn),
    dnsName: outputs.getString(names.dnsName),
    canonicalHostedZoneId: outputs.getString(names.canonicalHostedZoneId),
    vpcId: outputs.getString(names.vpcId),
    securityGroupId: outputs.getString(names.securityGroupId),
    loadBalancerName,
    ipAddressType,
    listener: { ...listener, listenerArn: outputs.getString(names.listenerArn) },
  };
}
