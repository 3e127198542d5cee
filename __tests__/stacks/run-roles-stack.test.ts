import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { terraformOffline } from 'cdktf-aws-containers/testing';
import { configureRemoteState } from '../../modules/state';
import { RunRolesStack } from '../../stacks/run-roles-stack';
import { WorkspacesStack } from '../../stacks/workspaces-stack';
import { resources, synthApp } from '../support/synth';
import { withTerraform } from '../testing/support/with-terraform';

const account = '111111111111';

function platform(app: App): RunRolesStack {
  for (const [id, accountId] of [
    ['dev-network', account],
    ['prod-network', '333333333333'],
  ] as const) {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: [accountId] });
    const [environment = '', component = ''] = id.split('-');
    configureRemoteState(stack, { kind: 'cloud', organization: 'acme' }, { environment, component });
  }
  const roles = new RunRolesStack(app, 'dev-run-roles', {
    environment: 'dev',
    region: 'eu-west-1',
    accountId: account,
    applyPolicies: ['PowerUserAccess'],
  });
  new WorkspacesStack(app, 'workspaces', { organization: 'acme' });
  return roles;
}

it('makes a plan and an apply role for each workspace whose stack goes to the account, and for no other', () => {
  const { 'dev-run-roles': json = {} } = synthApp(platform);
  const names = resources(json, 'aws_iam_role').map(({ name }) => name);
  expect(names.sort()).toEqual(['terraform-dev-network-apply', 'terraform-dev-network-plan']);
});

it('names the roles as the workspaces stack does, which reads no state for that', () => {
  const { 'dev-run-roles': made = {}, workspaces = {} } = synthApp(platform);
  const names = resources(made, 'aws_iam_role').map(({ name }) => `arn:aws:iam::${account}:role/${name}`);
  const wanted = resources(workspaces, 'tfe_variable').map(({ value }) => value);
  expect(wanted).toEqual(expect.arrayContaining(names));
});

it('says so when no stack of the app has a workspace in the account', () => {
  const build = (app: App) =>
    new RunRolesStack(app, 'roles', { environment: 'dev', region: 'eu-west-1', accountId: account });
  expect(() => synthApp(build)).toThrow(/workspaces of one HCP Terraform host/);
});

withTerraform('Terraform offline', () => {
  it('accepts, applies, finds nothing to do, and destroys the roles and the workspaces that use them', async () => {
    const app = new App();
    platform(app)
      .accountRoles.roles.get('dev-network')
      ?.apply.addToPolicy({ actions: ['iam:GetRole'], resources: ['*'] });
    const applied = await terraformOffline(app).roundTrip();
    expect(applied.resources.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['aws_iam_openid_connect_provider', 'aws_iam_role', 'tfe_workspace', 'tfe_variable']),
    );
  }, 120_000);
});
