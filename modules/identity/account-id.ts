import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';

const ID = 'CallerIdentity';

/**
 * The account that the stack goes to: the literal where the provider allows one account only, otherwise the caller's,
 * looked up once per stack. Name the account in the environment to keep plans free of the lookup.
 */
export function accountIdOf(scope: IConstruct): string {
  const { accountId } = awsLocation(scope);
  if (accountId !== undefined) return accountId;
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(ID) as DataAwsCallerIdentity | undefined;
  return (existing ?? new DataAwsCallerIdentity(stack, ID)).accountId;
}
