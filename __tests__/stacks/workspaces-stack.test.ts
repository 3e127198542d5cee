import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { terraformOffline } from 'cdktf-aws-containers/testing';
import { configureRemoteState, publishOutputs, type RemoteState, readOutputs } from '../../modules/state';
import { addNotifications } from '../../modules/terraform-cloud/workspace-notification';
import { WorkspacesStack, type WorkspacesStackProps } from '../../stacks/workspaces-stack';
import { type StackJson, synthApp, theResource } from '../support/synth';
import { withTerraform } from '../testing/support/with-terraform';

const cloud: RemoteState = { kind: 'cloud', organization: 'acme', project: 'shop' };
const state: RemoteState = { kind: 'local' };

function stackWith(app: App, component: string, remoteState: RemoteState = cloud, accountId = '111111111111') {
  const stack = new TerraformStack(app, `dev-${component}`);
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: accountId === '' ? undefined : [accountId] });
  configureRemoteState(stack, remoteState, { environment: 'dev', component });
  return stack;
}

/** network <- ecs by a reference, network <- report by name, ecs <- smoke by order alone. */
function platform(app: App, props: Partial<WorkspacesStackProps> = {}): WorkspacesStack {
  const producer = stackWith(app, 'network');
  const vpc = new Vpc(producer, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  publishOutputs(producer, { zones: ['eu-west-1a'] });
  const ecs = stackWith(app, 'ecs');
  new TerraformOutput(ecs, 'vpc', { value: vpc.id });
  const network = readOutputs(stackWith(app, 'report'), 'Network', cloud, { environment: 'dev', component: 'network' });
  new TerraformOutput(network, 'zones', { value: network.get('zones') });
  stackWith(app, 'smoke').addDependency(ecs);
  return new WorkspacesStack(app, 'workspaces', { organization: 'acme', remoteState: state, ...props });
}

function workspacesOf(build: (app: App) => void): StackJson {
  return synthApp(build).workspaces ?? {};
}

function named(json: StackJson, type: string, part: string): Record<string, unknown> {
  const found = Object.entries(json.resource?.[type] ?? {}).find(([name]) => name.includes(part));
  if (found === undefined) throw new Error(`no ${type} with ${part} in its name`);
  return found[1];
}

function message(build: (app: App) => void): string {
  try {
    synthApp(build);
  } catch (error) {
    return String(error);
  }
  throw new Error('expected a refusal, but it was accepted');
}

describe('the workspaces of an app', () => {
  const json = workspacesOf(platform);

  it('are one for each stack with its state there, under the name in the backend of the stack', () => {
    const names = Object.values(json.resource?.tfe_workspace ?? {}).map(({ name }) => name);
    expect(names.sort()).toEqual(['dev-ecs', 'dev-network', 'dev-report', 'dev-smoke']);
  });

  it('ask for the provider by name and range', () => {
    expect(json.terraform).toMatchObject({
      required_providers: { tfe: { source: 'hashicorp/tfe', version: '~> 0.71' } },
    });
  });

  it('lie in the project that the stacks name, which is made once', () => {
    expect(theResource(json, 'tfe_project').name).toBe('shop');
    expect(named(json, 'tfe_workspace', 'dev-ecs').project_id).toMatch(/^\$\{tfe_project\.Project-shop/);
  });

  it('survive terraform destroy, because the state goes with a workspace', () => {
    expect(named(json, 'tfe_workspace', 'dev-ecs').lifecycle).toEqual({ prevent_destroy: true });
  });

  it('let their state be read by the stacks that read it, by reference or by name, and by nobody else', () => {
    const ids = ['ecs', 'report'].map((name) => expect.stringContaining(`tfe_workspace.Workspace-dev-${name}_`));
    expect(named(json, 'tfe_workspace_settings', 'dev-network')).toMatchObject({
      global_remote_state: false,
      remote_state_consumer_ids: ids,
    });
    expect(named(json, 'tfe_workspace_settings', 'dev-ecs').remote_state_consumer_ids).toEqual([]);
  });

  it('start a run when a stack that they depend on was applied', () => {
    const triggers = Object.values(json.resource?.tfe_run_trigger ?? {}).map(({ workspace_id, sourceable_id }) =>
      [workspace_id, sourceable_id].map((id) => /Workspace-(dev-[a-z]+)_/.exec(String(id))?.[1]),
    );
    expect(triggers.sort()).toEqual([
      ['dev-ecs', 'dev-network'],
      ['dev-report', 'dev-network'],
      ['dev-smoke', 'dev-ecs'],
    ]);
  });

  it('give their runs an AWS role for each phase, and no access key', () => {
    const variables = Object.entries(json.resource?.tfe_variable ?? {}).filter(([name]) => name.includes('dev-ecs'));
    expect(Object.fromEntries(variables.map(([, { key, value }]) => [key, value]))).toEqual({
      TFC_AWS_APPLY_ROLE_ARN: 'arn:aws:iam::111111111111:role/terraform-dev-ecs-apply',
      TFC_AWS_PLAN_ROLE_ARN: 'arn:aws:iam::111111111111:role/terraform-dev-ecs-plan',
      TFC_AWS_PROVIDER_AUTH: 'true',
    });
  });

  it('have the tags of the state, and those of the workspace besides; the `cloud` block has a name and no tags', () => {
    const tagged = synthApp((app) => {
      stackWith(app, 'network', { ...cloud, tags: { team: 'platform', tier: 'base' } });
      const workspaces = { 'dev-network': { tags: { tier: 'network' } } };
      new WorkspacesStack(app, 'workspaces', { organization: 'acme', remoteState: state, workspaces });
    });
    expect(tagged['dev-network']?.terraform).toMatchObject({
      cloud: { workspaces: { name: 'dev-network', project: 'shop' } },
    });
    expect(JSON.stringify(tagged['dev-network']?.terraform)).not.toContain('tags');
    expect(theResource(tagged.workspaces ?? {}, 'tfe_workspace').tags).toEqual({ team: 'platform', tier: 'network' });
  });

  it('keep their state when a stack is renamed and says what its workspace was made as', () => {
    const renamed = workspacesOf((app) => platform(app, { workspaces: { 'dev-ecs': { madeAs: 'dev-services' } } }));
    expect(named(renamed, 'tfe_workspace', 'dev-services').name).toBe('dev-ecs');
  });

  it('can run for a push, each for the folder of its own stack', () => {
    const pushed = workspacesOf((app) =>
      platform(app, {
        defaults: {
          vcs: { repository: 'acme/platform', connection: { kind: 'github-app', installationId: 'ghain-1' } },
        },
      }),
    );
    expect(named(pushed, 'tfe_workspace', 'dev-ecs')).toMatchObject({
      vcs_repo: { identifier: 'acme/platform', github_app_installation_id: 'ghain-1' },
      working_directory: 'cdktf.out/stacks/dev-ecs',
      trigger_patterns: ['cdktf.out/stacks/dev-ecs/**/*'],
      queue_all_runs: false,
    });
  });

  it('have no working directory otherwise: the folder of the stack is what is uploaded', () => {
    expect(named(json, 'tfe_workspace', 'dev-ecs')).not.toHaveProperty('working_directory');
  });

  it('take an agent pool in the VPC, or local runs that have their own credentials', () => {
    const mixed = workspacesOf((app) =>
      platform(app, {
        workspaces: {
          'dev-ecs': { execution: { kind: 'agent', agentPoolId: 'apool-1' } },
          'dev-report': { execution: { kind: 'local' } },
        },
      }),
    );
    expect(named(mixed, 'tfe_workspace_settings', 'dev-ecs')).toMatchObject({
      execution_mode: 'agent',
      agent_pool_id: 'apool-1',
    });
    expect(Object.keys(mixed.resource?.tfe_variable ?? {}).filter((name) => name.includes('dev-report'))).toEqual([]);
  });

  it('can be made beside an existing project and shared with a workspace of another app', () => {
    const shared = workspacesOf((app) =>
      platform(app, { existingProjects: ['shop'], workspaces: { 'dev-network': { sharedWith: ['billing-prod'] } } }),
    );
    expect(shared.resource).not.toHaveProperty('tfe_project');
    expect(shared.data?.tfe_project).toMatchObject({ 'Project-shop': { name: 'shop' } });
    const { remote_state_consumer_ids: readers } = named(shared, 'tfe_workspace_settings', 'dev-network');
    expect(readers).toContain('${data.tfe_workspace.Other-billing-prod.id}');
  });
});

describe('the workspaces stack refuses', () => {
  it('a stack that comes after it, because it would have no workspace', () => {
    expect(message((app) => [platform(app), stackWith(app, 'late')])).toContain('stacks is "dev-late"');
  });

  it('settings for a stack that is not there', () => {
    expect(message((app) => platform(app, { workspaces: { 'dev-esc': {} } }))).toContain('workspaces.dev-esc');
  });

  it('an organization that no stack uses', () => {
    expect(message((app) => platform(app, { organization: 'other' }))).toContain('organization is "other"');
  });

  it('run roles for an account that is not written down', () => {
    const text = message((app) => {
      stackWith(app, 'network', cloud, '');
      new WorkspacesStack(app, 'workspaces', { organization: 'acme', remoteState: state });
    });
    expect(text).toContain(
      'awsCredentials is "run-roles"; allowed: a stack whose AWS provider allows exactly one account',
    );
  });

  it('more than 20 workspaces that start the runs of one', () => {
    const many = (count: number) => (app: App) => {
      const last = new TerraformStack(app, 'zz-last');
      configureRemoteState(last, cloud, { environment: 'dev', component: 'last' });
      for (let index = 0; index < count; index += 1) {
        const stack = new TerraformStack(app, `s${index}`);
        configureRemoteState(stack, cloud, { environment: 'dev', component: `s${index}` });
        last.addDependency(stack);
      }
      new WorkspacesStack(app, 'workspaces', { organization: 'acme', remoteState: state });
    };
    expect(message(many(21))).toContain('20 workspaces that start runs here; these are 21');
    expect(() => synthApp(many(20))).not.toThrow();
  });

  it('secrets in plain text', () => {
    const text = message((app) =>
      platform(app, {
        defaults: {
          variables: { DB_PASSWORD: { category: 'env', value: 'hunter22', sensitive: true } },
          notifications: { chat: { kind: 'slack', url: 'https://hooks.slack.com/services/T0/B0/x' } },
        },
      }),
    );
    expect(text).toContain('variables.DB_PASSWORD.value');
    expect(text).toContain('notifications.chat.url');
    expect(text).not.toContain('hunter22');
    expect(text).not.toContain('hooks.slack.com');
  });

  it.each<[string, Partial<WorkspacesStackProps>]>([
    [
      'vcs.repository',
      { defaults: { vcs: { repository: 'platform', connection: { kind: 'oauth', tokenId: 'ot-1' } } } },
    ],
    ['execution.agentPoolId', { defaults: { execution: { kind: 'agent', agentPoolId: 'pool' } } }],
    ['variables.A_LIST.hcl', { defaults: { variables: { A_LIST: { category: 'env', value: '[]', hcl: true } } } }],
    ['notifications.people.userIds', { defaults: { notifications: { people: { kind: 'email', userIds: ['ann'] } } } }],
    [
      'notifications.hook.url',
      { defaults: { notifications: { hook: { kind: 'webhook', url: 'http://x.acme.dev' } } } },
    ],
    [
      'awsCredentials.planRoleArn',
      {
        defaults: {
          awsCredentials: { kind: 'roles', planRoleArn: 'plan', applyRoleArn: 'arn:aws:iam::111111111111:role/a' },
        },
      },
    ],
  ])('a wrong %s', (field, props) => {
    expect(message((app) => platform(app, props))).toContain(field);
  });
});

withTerraform('Terraform offline, with the schema of the tfe bindings', () => {
  it('accepts, applies, finds nothing to do, and destroys the workspaces with all that they can have', async () => {
    const app = new App();
    const workspaces = platform(app, {
      defaults: {
        terraformVersion: '~> 1.11.0',
        healthAssessments: true,
        autoApply: true,
        tags: { team: 'platform' },
        vcs: { repository: 'acme/platform', branch: 'main', connection: { kind: 'oauth', tokenId: 'ot-1' } },
        variables: { TF_LOG: { category: 'env', value: '%{literal} ${text}' } },
      },
      workspaces: { 'dev-network': { sharedWith: ['billing-prod'], description: 'The network of dev' } },
    });
    const network = workspaces.workspaces.get('dev-network');
    const url = new TerraformVariable(workspaces, 'slack_url', { default: 'https://x.acme.dev', sensitive: true });
    if (network !== undefined) {
      addNotifications(network, network.workspaceId, {
        chat: { kind: 'slack', url: url.stringValue },
        hook: { kind: 'webhook', url: 'https://hooks.acme.dev/terraform', triggers: ['run:completed'] },
        people: { kind: 'email', userIds: ['user-1'] },
      });
    }
    const applied = await terraformOffline(app).roundTrip();
    const made = (type: string) => applied.resources.filter(({ address }) => address.startsWith(`${type}.`));
    expect(made('tfe_workspace')).toHaveLength(4);
    expect(made('tfe_run_trigger')).toHaveLength(3);
  }, 120_000);
});
