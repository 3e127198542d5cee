import type { TerraformStack } from 'cdktf';
import { awsLocation } from '../shared/aws-location';
import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';
import { runRoleName } from './run-roles';
import type { WorkspaceVariable } from './workspace-variable';

/** How the runs of a workspace reach AWS. */
export type AwsCredentials =
  /** The roles that `RunRoles` makes for this workspace, by their names in the account of the stack's AWS provider. */
  | { readonly kind: 'run-roles' }
  /** Roles made elsewhere that trust HCP Terraform. */
  | { readonly kind: 'roles'; readonly planRoleArn: string; readonly applyRoleArn: string }
  /** Nothing: an agent with a role of its own, or a stack without AWS. */
  | { readonly kind: 'none' };

const SEE =
  'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAwsCredentials(credentials: AwsCredentials, accountId: string | undefined): Issue[] {
  if (credentials.kind === 'none') return [];
  if (credentials.kind === 'run-roles') {
    return accountId !== undefined
      ? []
      : [
          {
            field: 'awsCredentials',
            value: credentials.kind,
            limit: 'a stack whose AWS provider allows exactly one account: the ARNs of the roles follow from it',
            fix: "give the environment its accountId, or write { kind: 'roles', planRoleArn, applyRoleArn } or { kind: 'none' }",
            see: SEE,
          },
        ];
  }
  const { planRoleArn, applyRoleArn } = credentials;
  return Object.entries({ planRoleArn, applyRoleArn }).flatMap(([name, role]) =>
    check(`awsCredentials.${name}`, role, (arn) => /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn), {
      limit: 'the ARN of an IAM role',
      fix: 'write arn:aws:iam::<account>:role/<name>',
      see: SEE,
    }),
  );
}

/** Environment of the runs that lets the AWS provider find its role; no access key anywhere. */
export function awsVariables(
  credentials: AwsCredentials,
  stack: TerraformStack,
  workspaceName: string,
): Readonly<Record<string, WorkspaceVariable>> {
  const roles = roleArns(credentials, stack, workspaceName);
  if (roles === undefined) return {};
  return {
    TFC_AWS_PROVIDER_AUTH: { category: 'env', value: 'true' },
    TFC_AWS_PLAN_ROLE_ARN: { category: 'env', value: roles.plan },
    TFC_AWS_APPLY_ROLE_ARN: { category: 'env', value: roles.apply },
  };
}

function roleArns(credentials: AwsCredentials, stack: TerraformStack, workspaceName: string) {
  if (credentials.kind === 'none') return undefined;
  if (credentials.kind === 'roles') return { plan: credentials.planRoleArn, apply: credentials.applyRoleArn };
  const { accountId, partition } = awsLocation(stack);
  if (accountId === undefined) return undefined;
  const arn = (phase: 'plan' | 'apply'): string =>
    `arn:${partition}:iam::${accountId}:role/${runRoleName(workspaceName, phase)}`;
  return { plan: arn('plan'), apply: arn('apply') };
}
