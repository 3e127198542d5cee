import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';

const ID = 'Region';

/**
 * The region that the stack goes to: the literal of the provider, otherwise the provider's own, looked up once per
 * stack. Name the region in the environment to keep plans free of the lookup.
 */
export function regionOf(scope: IConstruct): string {
  const { region } = awsLocation(scope);
  if (region !== undefined) return region;
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(ID) as DataAwsRegion | undefined;
  return (existing ?? new DataAwsRegion(stack, ID)).region;
}
