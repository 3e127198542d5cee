import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { type Issue, report } from '../shared/problems';
import { appWorkspaces } from './app-workspaces';
import { RunRoles, type RunRolesProps } from './run-roles';
import { WorkloadIdentity } from './workload-identity';

export interface AccountRunRolesProps
  extends Pick<RunRolesProps, 'planPolicies' | 'applyPolicies' | 'permissionsBoundaryArn'> {
  /** `existing` where another stack made the account trust HCP Terraform. @default 'create' */
  readonly identityProvider?: 'create' | 'existing';
}

/**
 * What one AWS account must have before HCP Terraform can work in it: trust in its tokens, and a plan and an apply role
 * for each workspace of the app whose stack goes to this account. It belongs in a stack of its own, made after those
 * stacks and applied once from your own machine. For rights of one workspace: `roles.get('dev-network')?.apply.addToPolicy`.
 */
export class AccountRunRoles extends Construct {
  public readonly identity: WorkloadIdentity;
  /** By the id of the stack whose runs they are for. */
  public readonly roles: ReadonlyMap<string, RunRoles>;

  public constructor(scope: Construct, id: string, props: AccountRunRolesProps = {}) {
    super(scope, id);
    const { identityProvider, ...policies } = props;
    const { accountId } = awsLocation(this);
    const own = TerraformStack.of(this);
    const workspaces = appWorkspaces(this.node.root).filter(
      ({ stack }) => stack !== own && accountId !== undefined && awsLocation(stack).accountId === accountId,
    );
    const hostnames = [...new Set(workspaces.map(({ hostname }) => hostname))];
    report(this, validateHosts(accountId, hostnames));
    this.identity = new WorkloadIdentity(this, 'Identity', { hostname: hostnames[0], provider: identityProvider });
    this.roles = new Map(
      workspaces.map(({ stack, organization, project, name: workspaceName }) => [
        stack.node.id,
        new RunRoles(this, `Runs-${workspaceName}`, {
          identity: this.identity,
          organization,
          project,
          workspaceName,
          ...policies,
        }),
      ]),
    );
  }
}

function validateHosts(accountId: string | undefined, hostnames: readonly string[]): Issue[] {
  if (hostnames.length === 1) return [];
  return [
    {
      field: 'stacks',
      value: hostnames,
      limit: `workspaces of one HCP Terraform host among the stacks before this one whose account is ${accountId ?? 'the same: this stack names none'}`,
      fix: 'give the stacks of the account and this one their accountId, and remoteState: { kind: "cloud", ... }; make this one after them',
      see: 'docs/terraform-cloud.md',
    },
  ];
}
