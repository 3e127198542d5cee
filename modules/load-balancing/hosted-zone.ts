import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * A Route 53 zone: the name of a public zone of this account (`acme.dev`, looked up at plan), or anything with its id:
 * an `aws_route53_zone` of your own, or `{ zoneId: 'Z0123456789' }` (the way to a private zone).
 */
export type HostedZone = string | { readonly zoneId: string };

/** The zone's id; one lookup per stack and name. */
export function zoneIdOf(scope: IConstruct, zone: HostedZone): string {
  if (typeof zone !== 'string') return zone.zoneId;
  const stack = TerraformStack.of(scope);
  const name = zone.replace(/\.$/, '');
  const id = `HostedZone-${name}`;
  const existing = stack.node.tryFindChild(id) as DataAwsRoute53Zone | undefined;
  return (existing ?? new DataAwsRoute53Zone(stack, id, { name, privateZone: false })).zoneId;
}
