import { RunRoles, type RunRolesProps, runRoleName, WorkloadIdentity } from '../../../modules/terraform-cloud';
import { refusal, resources, synth, theResource } from '../../support/synth';

function rolesOf(props: Partial<RunRolesProps> = {}, hostname?: string) {
  return synth((stack) => {
    const identity = new WorkloadIdentity(stack, 'Identity', { hostname });
    new RunRoles(stack, 'Runs', { identity, organization: 'acme', workspaceName: 'dev-network', ...props });
  });
}

function trustOf(json: ReturnType<typeof synth>, phase: string): unknown {
  const role = resources(json, 'aws_iam_role').find(({ name }) => String(name).endsWith(phase));
  return JSON.parse(String(role?.assume_role_policy)).Statement;
}

describe('the AWS roles of a workspace', () => {
  const json = rolesOf({ project: 'shop' });

  it('trust the tokens of HCP Terraform that are made for AWS', () => {
    expect(theResource(json, 'aws_iam_openid_connect_provider')).toMatchObject({
      url: 'https://app.terraform.io',
      client_id_list: ['aws.workload.identity'],
    });
  });

  it('are assumed by one phase of one workspace of one project, compared as equal and not as alike', () => {
    expect(trustOf(json, 'apply')).toEqual([
      {
        Effect: 'Allow',
        Principal: {
          Federated: expect.stringMatching(/^\$\{aws_iam_openid_connect_provider\.Identity_Provider_.*\.arn\}$/),
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'app.terraform.io:aud': 'aws.workload.identity',
            'app.terraform.io:sub': 'organization:acme:project:shop:workspace:dev-network:run_phase:apply',
          },
        },
      },
    ]);
    expect(JSON.stringify(trustOf(json, 'plan'))).toContain('workspace:dev-network:run_phase:plan"');
  });

  it('are for a workspace of the default project when none is named', () => {
    expect(JSON.stringify(trustOf(rolesOf(), 'plan'))).toContain('organization:acme:project:Default Project:workspace');
  });

  it('let a plan read, and an apply do nothing until somebody says what', () => {
    const attached = resources(json, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn);
    expect(attached).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(resources(json, 'aws_iam_role_policy')).toEqual([]);
  });

  it('trust the host of Terraform Enterprise in its place', () => {
    expect(JSON.stringify(trustOf(rolesOf({}, 'terraform.acme.dev'), 'plan'))).toContain('terraform.acme.dev:sub');
  });

  it('have names of at most 64 characters that never end alike for two workspaces or phases', () => {
    const long = 'a-workspace-whose-name-is-far-longer-than-what-iam-lets-a-role-have';
    const names = [
      runRoleName(`${long}-1`, 'plan'),
      runRoleName(`${long}-2`, 'plan'),
      runRoleName(`${long}-1`, 'apply'),
    ];
    expect(new Set(names).size).toBe(3);
    expect(names.every((name) => name.length <= 64)).toBe(true);
    expect(runRoleName('dev-network', 'plan')).toBe('terraform-dev-network-plan');
  });

  it('can trust a provider that is there already, since IAM takes one for each host', () => {
    const existing = synth((stack) => {
      const identity = new WorkloadIdentity(stack, 'Identity', { provider: 'existing' });
      new RunRoles(stack, 'Runs', { identity, organization: 'acme', workspaceName: 'dev-network' });
    });
    expect(resources(existing, 'aws_iam_openid_connect_provider')).toEqual([]);
    expect(JSON.stringify(trustOf(existing, 'plan'))).toContain(
      'arn:aws:iam::123456789012:oidc-provider/app.terraform.io',
    );
    expect(refusal((stack) => ['A', 'B'].map((id) => new WorkloadIdentity(stack, id)))).toContain(
      "write provider: 'existing'",
    );
  });

  it('are refused for a wildcard: every workspace of the organization could assume them', () => {
    expect(refusal((stack) => new WorkloadIdentity(stack, 'I', { hostname: 'https://x.dev' }))).toContain('hostname');
    const text = refusal((stack) => {
      const identity = new WorkloadIdentity(stack, 'Identity');
      new RunRoles(stack, 'Runs', { identity, organization: 'acme', project: '*', workspaceName: 'dev-*' });
    });
    expect(text).toContain('project is "*"');
    expect(text).toContain('workspaceName is "dev-*"');
  });
});
