import { terraformCloud } from '../../examples/terraform-cloud';
import { resources, synthApp } from '../support/synth';

const stacks = synthApp(terraformCloud);

describe('an app that runs in HCP Terraform', () => {
  it('has a workspace for each of its stacks but the one that makes them', () => {
    const names = resources(stacks.workspaces ?? {}, 'tfe_workspace').map(({ name }) => name);
    expect(names.sort()).toEqual(['dev-main', 'dev-run-roles']);
    for (const name of ['dev', 'dev-run-roles'])
      expect(stacks[name]?.terraform).toHaveProperty('cloud.organization', 'acme');
  });

  it('needs no access key: each run assumes the role that trusts its workspace and phase', () => {
    const trusts = resources(stacks['dev-run-roles'] ?? {}, 'aws_iam_role').map((role) =>
      String(role.assume_role_policy),
    );
    expect(trusts).toHaveLength(2);
    expect(trusts.join()).toContain('workspace:dev-main:run_phase:plan');
    expect(trusts.join()).toContain('workspace:dev-main:run_phase:apply');
    const variables = resources(stacks.workspaces ?? {}, 'tfe_variable').map(({ key }) => key);
    expect(variables).toEqual(expect.arrayContaining(['TFC_AWS_PROVIDER_AUTH', 'TFC_AWS_PLAN_ROLE_ARN']));
  });
});
