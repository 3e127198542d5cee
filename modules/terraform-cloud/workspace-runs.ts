import type { WorkspaceVcsRepo } from '@cdktf/provider-tfe/lib/workspace';
import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** Where the runs of a workspace happen. */
export type WorkspaceExecution =
  /** On HashiCorp's workers: no AWS CLI there, and no way into a private network. */
  | { readonly kind: 'remote' }
  /** On agents of your own, which can stand in the VPC of a private cluster. */
  | { readonly kind: 'agent'; readonly agentPoolId: string }
  /** Where somebody types `terraform`; HCP Terraform keeps the state and the lock only. */
  | { readonly kind: 'local' };

/** A repository that holds the synthesized files; a push starts the runs of the stacks that changed. */
export interface VcsSource {
  /** `acme/platform`. */
  readonly repository: string;
  /** @default the repository's default branch */
  readonly branch?: string;
  readonly connection:
    | { readonly kind: 'oauth'; readonly tokenId: string }
    | { readonly kind: 'github-app'; readonly installationId: string };
  /** Folder in the repository that holds `stacks/`; HCP Terraform runs no Node, so it is committed. @default 'cdktf.out' */
  readonly synthesizedFolder?: string;
}

const SEE = 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/vcs';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateRuns({
  execution,
  vcs,
}: {
  readonly execution?: WorkspaceExecution;
  readonly vcs?: VcsSource;
}): Issue[] {
  const agentPoolId = execution?.kind === 'agent' ? execution.agentPoolId : undefined;
  return [
    ...check('execution.agentPoolId', agentPoolId, (id) => /^apool-\w+$/.test(id), {
      limit: 'the id of an agent pool, "apool-..."',
      fix: 'copy it from Settings, Agents, or read data.tfe_agent_pool',
      see: 'https://developer.hashicorp.com/terraform/cloud-docs/agents/agent-pools',
    }),
    ...check('vcs.repository', vcs?.repository, (name) => /^[^/\s]+(\/[^/\s]+)+$/.test(name), {
      limit: '<organization>/<repository>, without address and ".git"',
      fix: 'write for example acme/platform',
      see: SEE,
    }),
    ...check(
      'vcs.synthesizedFolder',
      vcs?.synthesizedFolder,
      (folder) => /^(?!\/)(?!.*\/$)(?!.*\.\.).+$/.test(folder),
      {
        limit: 'a folder below the root of the repository, without "/" at its ends',
        fix: 'write for example cdktf.out',
        see: SEE,
      },
    ),
    ...check('execution.kind', execution?.kind, (kind) => vcs === undefined || kind !== 'local', {
      limit: '"remote" or "agent" with vcs: a push cannot start a run on your machine',
      fix: 'leave vcs out, or let the runs be remote',
      see: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode',
    }),
  ];
}

/** What of a workspace follows from its repository. */
export interface VcsArguments {
  readonly vcsRepo?: WorkspaceVcsRepo;
  readonly workingDirectory?: string;
  readonly fileTriggersEnabled?: boolean;
  readonly triggerPatterns?: string[];
}

/** Without a repository the folder that is uploaded is the stack's own, so there is no working directory. */
export function vcsArguments(vcs: VcsSource | undefined, stackId: string): VcsArguments {
  if (vcs === undefined) return {};
  const { repository, branch, connection, synthesizedFolder = 'cdktf.out' } = vcs;
  const workingDirectory = `${synthesizedFolder}/stacks/${stackId}`;
  return {
    vcsRepo: {
      identifier: repository,
      branch,
      oauthTokenId: connection.kind === 'oauth' ? connection.tokenId : undefined,
      githubAppInstallationId: connection.kind === 'github-app' ? connection.installationId : undefined,
    },
    workingDirectory,
    fileTriggersEnabled: true,
    // Otherwise each push would start a run in every workspace of the repository.
    triggerPatterns: [`${workingDirectory}/**/*`],
  };
}
