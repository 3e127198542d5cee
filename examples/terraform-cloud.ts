import type { App } from 'cdktf';
import { EcsService, EnvironmentStack } from 'cdktf-aws-containers';
import { RunRolesStack } from 'cdktf-aws-containers/run-roles-stack';
import { WorkspacesStack } from 'cdktf-aws-containers/workspaces-stack';

/** Runs in HCP Terraform without access keys: a workspace for each stack, and AWS roles that trust only its runs. */
export function terraformCloud(app: App): void {
  const remoteState = { kind: 'cloud', organization: 'acme', project: 'shop' } as const;
  const dev = { environment: 'dev', region: 'eu-west-1', accountId: '123456789012', remoteState };
  const services = new EnvironmentStack(app, 'dev', dev);
  new EcsService(services, 'web', {
    image: 'nginx:1.27',
    port: 80,
    expose: { domainName: 'web.acme.example', hostedZone: 'acme.example' },
  });
  new RunRolesStack(app, 'dev-run-roles', { ...dev, applyPolicies: ['PowerUserAccess', 'IAMFullAccess'] });
  new WorkspacesStack(app, 'workspaces', {
    organization: 'acme',
    // Who makes the roles cannot use them yet.
    workspaces: { 'dev-run-roles': { execution: { kind: 'local' } } },
  });
}
