import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { awsLocation } from '../modules/shared/aws-location';
import { report } from '../modules/shared/problems';
import { publishOutputs } from '../modules/state';
import { appWorkspaces, RunRoles, type RunRolesProps, WorkloadIdentity } from '../modules/terraform-cloud';
import { configureStack, type StackSettings } from './configure-stack';

export interface RunRolesStackProps extends Omit<StackSettings, 'component'> {
  /** 12 digits: the roles are for the stacks of the app that go to this account. */
  readonly accountId: string;
  /** `existing` where another stack made the account trust HCP Terraform. @default 'create' */
  readonly identityProvider?: 'create' | 'existing';
  /** Of every workspace; a narrower right is `roles.get('dev-network')?.apply.addToPolicy(...)`. */
  readonly policies: Pick<RunRolesProps, 'planPolicies' | 'applyPolicies' | 'permissionsBoundaryArn'>;
}

/**
 * What one AWS account must have before HCP Terraform can work in it: trust in its tokens, and a plan and an apply role
 * for each workspace of the app that goes there. Make it after those stacks, and apply it from your own machine once.
 */
export class RunRolesStack extends TerraformStack {
  public readonly identity: WorkloadIdentity;
  /** By the id of the stack whose runs they are for. */
  public readonly roles: ReadonlyMap<string, RunRoles>;

  public constructor(scope: Construct, id: string, props: RunRolesStackProps) {
    super(scope, id);
    const { accountId, identityProvider, policies } = props;
    configureStack(this, { ...props, component: 'run-roles' });
    const workspaces = appWorkspaces(this.node.root).filter(
      ({ stack }) => stack !== this && awsLocation(stack).accountId === accountId,
    );
    const hostnames = [...new Set(workspaces.map(({ hostname }) => hostname))];
    this.identity = new WorkloadIdentity(this, 'Identity', { hostname: hostnames[0], provider: identityProvider });
    this.roles = new Map(
      workspaces.map(({ stack, organization, project, name }) => [
        stack.node.id,
        new RunRoles(this, `Runs-${name}`, {
          identity: this.identity,
          organization,
          project,
          workspaceName: name,
          ...policies,
        }),
      ]),
    );
    if (hostnames.length !== 1) report(this, [oneHost(accountId, hostnames)]);
    publishOutputs(this, { identity_provider_arn: this.identity.providerArn });
  }
}

function oneHost(accountId: string, hostnames: readonly string[]) {
  return {
    field: 'accountId',
    value: hostnames,
    limit: `workspaces of one HCP Terraform host among the stacks that go to account ${accountId}`,
    fix: 'make this stack after the stacks of the account, and give them remoteState: { kind: "cloud", ... } and the accountId',
    see: 'docs/terraform-cloud.md',
  };
}
