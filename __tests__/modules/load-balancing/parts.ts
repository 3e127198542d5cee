import type { Construct } from 'constructs';
import { ApplicationLoadBalancer, type ApplicationLoadBalancerProps } from '../../../modules/load-balancing';
import { type INetwork, Network } from '../../../modules/network';

export const CERTIFICATE = {
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000',
};

/** A VPC that exists: the tests of balancers need none of its own resources. */
export function existingNetwork(scope: Construct, zones: readonly string[] = ['eu-west-1a', 'eu-west-1b']): INetwork {
  const subnetIds = (tier: string): Record<string, string> =>
    Object.fromEntries(zones.map((zone) => [zone, `subnet-${tier}-${zone}`]));
  return Network.fromAttributes(scope, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    cidrBlocks: ['10.0.0.0/16'],
    tiers: { public: { subnetIds: subnetIds('public') }, private: { subnetIds: subnetIds('private') } },
  });
}

/** An HTTPS balancer, with what the test is about laid over it. */
export function balancer(
  scope: Construct,
  props: Partial<ApplicationLoadBalancerProps> = {},
  id = 'Balancer',
): ApplicationLoadBalancer {
  const network = props.network ?? existingNetwork(scope);
  return new ApplicationLoadBalancer(scope, id, {
    network,
    entry: { kind: 'https', certificate: CERTIFICATE },
    ...props,
  });
}
