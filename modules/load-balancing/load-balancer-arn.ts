import { Fn } from 'cdktf';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

const MARK = ':loadbalancer/';

/** `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188` -> `app/web/50dc...`. */
export function arnSuffixOf(loadBalancerArn: string): string {
  if (isUnknown(loadBalancerArn)) return Fn.element(Fn.split(MARK, loadBalancerArn), 1);
  return loadBalancerArn.split(MARK)[1] ?? loadBalancerArn;
}

/** The name in a literal ARN. */
export function nameInArn(loadBalancerArn: string): string | undefined {
  return isUnknown(loadBalancerArn) ? undefined : arnSuffixOf(loadBalancerArn).split('/')[1];
}

/** What is known of an existing balancer belongs to one of its kind. */
export function validateLoadBalancerAttributes(
  kind: 'application' | 'network',
  { loadBalancerArn, securityGroupId }: { readonly loadBalancerArn: string; readonly securityGroupId: string },
): Issue[] {
  const path = kind === 'application' ? 'loadbalancer/app/' : 'loadbalancer/net/';
  const rule = {
    fix: 'copy it from `aws elbv2 describe-load-balancers`',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html',
  };
  return [
    ...check('loadBalancerArn', loadBalancerArn, (arn) => arn.startsWith('arn:') && arn.includes(`:${path}`), {
      limit: `the ARN of a load balancer of the ${kind} kind, "arn:aws:elasticloadbalancing:...:${path}..."`,
      ...rule,
    }),
    ...check('securityGroupId', securityGroupId, (id) => /^sg-[0-9a-f]{8,17}$/.test(id), {
      limit: 'the id of a security group, "sg-" and 8 to 17 hexadecimal digits',
      ...rule,
    }),
  ];
}
