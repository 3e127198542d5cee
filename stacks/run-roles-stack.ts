import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { publishOutputs } from '../modules/state';
// Not from the area's index, which loads the tfe bindings: roles are AWS's alone.
import { AccountRunRoles, type AccountRunRolesProps } from '../modules/terraform-cloud/account-run-roles';
import { configureStack, type StackSettings } from './configure-stack';

export interface RunRolesStackProps extends Omit<StackSettings, 'component'>, AccountRunRolesProps {
  /** 12 digits: the roles are for the stacks of the app that go to this account. */
  readonly accountId: string;
}

/** Trust of one AWS account in HCP Terraform, see `AccountRunRoles`. Make it after the stacks of the account. */
export class RunRolesStack extends TerraformStack {
  public readonly accountRoles: AccountRunRoles;

  public constructor(scope: Construct, id: string, props: RunRolesStackProps) {
    super(scope, id);
    const { environment, region, accountId, remoteState, tags, ...roles } = props;
    configureStack(this, { environment, component: 'run-roles', region, accountId, remoteState, tags });
    this.accountRoles = new AccountRunRoles(this, 'Default', roles);
    publishOutputs(this, { identity_provider_arn: this.accountRoles.identity.providerArn });
  }
}
