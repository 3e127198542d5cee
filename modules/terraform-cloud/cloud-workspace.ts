import type { NotificationConfiguration } from '@cdktf/provider-tfe/lib/notification-configuration';
import { RunTrigger } from '@cdktf/provider-tfe/lib/run-trigger';
import type { Variable } from '@cdktf/provider-tfe/lib/variable';
import { Workspace } from '@cdktf/provider-tfe/lib/workspace';
import { WorkspaceSettings as TfeWorkspaceSettings } from '@cdktf/provider-tfe/lib/workspace-settings';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { checkLiteral, checkName } from '../shared/validation';
import { addNotifications, validateWorkspaceNotification, type WorkspaceNotification } from './workspace-notification';
import { type VcsSource, validateRuns, vcsArguments, type WorkspaceExecution } from './workspace-runs';
import { addVariables, validateWorkspaceVariable, type WorkspaceVariable } from './workspace-variable';

/** What one workspace may have beside its name; every stack of an app can have its own. */
export interface CloudWorkspaceSettings {
  readonly description?: string;
  /** @default { kind: 'remote' } */
  readonly execution?: WorkspaceExecution;
  /** @default none: runs start from the command line or the API */
  readonly vcs?: VcsSource;
  /** `1.11.4`, or a range `~> 1.11.0`. @default what HCP Terraform has at the time the workspace is made */
  readonly terraformVersion?: string;
  /** Apply a plan that was not looked at, also one that another workspace triggered. @default false */
  readonly autoApply?: boolean;
  /** Look for drift and failed checks once a day; the plan of your organization must include it. @default false */
  readonly healthAssessments?: boolean;
  /** By key. @default none */
  readonly variables?: Readonly<Record<string, WorkspaceVariable>>;
  /** By name. @default none */
  readonly notifications?: Readonly<Record<string, WorkspaceNotification>>;
  /** Key-value tags, to find the workspace by. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * `terraform destroy` stops at the workspace (`prevent_destroy`): its state and its history go with it. To remove a
   * workspace set false, apply, and take its stack out of the app after that.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface CloudWorkspaceProps extends CloudWorkspaceSettings {
  /** 1-90 letters, digits, `-` and `_`; changing it renames the workspace and keeps its state. */
  readonly workspaceName: string;
  /** The stack whose state it is; with `vcs` its folder is the working directory. */
  readonly stackId: string;
  /** Id of the project. @default the organization's default project */
  readonly projectId?: string;
}

/** Runs that may start a run here. @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers */
const MOST_RUN_TRIGGERS = 20;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateCloudWorkspaceProps(props: CloudWorkspaceProps): Issue[] {
  const { workspaceName, variables = {}, notifications = {} } = props;
  return [
    ...checkLiteral('workspaceName', workspaceName),
    ...checkName('workspaceName', workspaceName, {
      pattern: /^[\w-]+$/,
      max: 90,
      allowed: 'letters, digits, "-" and "_"',
      see: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create',
    }),
    ...validateRuns(props),
    ...Object.entries(variables).flatMap(([key, variable]) => validateWorkspaceVariable(key, variable)),
    ...Object.entries(notifications).flatMap(([name, each]) => validateWorkspaceNotification(name, each)),
  ];
}

/** One workspace: who may read its state, what starts its runs, and what every run is given. */
export class CloudWorkspace extends Construct {
  public readonly workspace: Workspace;
  /** Execution mode and state sharing, apart from the workspace so that two workspaces never wait for each other. */
  public readonly settings: TfeWorkspaceSettings;
  public readonly variables: readonly Variable[];
  public readonly notifications: readonly NotificationConfiguration[];
  public readonly workspaceName: string;
  public readonly workspaceId: string;
  /** By the name of the workspace that starts a run here. */
  public readonly runTriggers = new Map<string, RunTrigger>();

  private readonly stateReaders = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: CloudWorkspaceProps) {
    super(scope, id);
    report(this, validateCloudWorkspaceProps(props));
    const { workspaceName, stackId, projectId, description, vcs, terraformVersion, healthAssessments, tags } = props;
    const { execution = { kind: 'remote' }, autoApply = false, deletionProtection = true } = props;
    this.workspaceName = workspaceName;
    this.workspace = new Workspace(this, 'Workspace', {
      name: workspaceName,
      description: description ?? `State and runs of the stack ${stackId}`,
      projectId,
      terraformVersion,
      autoApply,
      autoApplyRunTrigger: autoApply,
      assessmentsEnabled: healthAssessments,
      // The first run would come before the stacks that this one reads.
      queueAllRuns: false,
      tags: tags === undefined ? undefined : { ...tags },
      ...vcsArguments(vcs, stackId),
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.workspaceId = this.workspace.id;
    this.settings = new TfeWorkspaceSettings(this, 'Settings', {
      workspaceId: this.workspaceId,
      executionMode: execution.kind,
      agentPoolId: execution.kind === 'agent' ? execution.agentPoolId : undefined,
      globalRemoteState: false,
      remoteStateConsumerIds: Lazy.listValue({ produce: () => this.readerIds() }),
    });
    this.variables = addVariables(this, this.workspaceId, props.variables ?? {});
    this.notifications = addNotifications(this, this.workspaceId, props.notifications ?? {});
  }

  /** Lets the runs of a workspace read this state; nobody else in the organization can. */
  public allowStateReader(workspaceName: string, workspaceId: string): void {
    this.stateReaders.set(workspaceName, workspaceId);
  }

  /** Starts a run here whenever `source` was applied. */
  public runAfter(source: CloudWorkspace): void {
    const { workspaceName, workspaceId } = source;
    if (this.runTriggers.has(workspaceName)) return;
    if (this.runTriggers.size === 0) checkAtSynth(this, () => this.tooManyTriggers());
    this.runTriggers.set(
      workspaceName,
      new RunTrigger(this, `RunAfter-${workspaceName}`, { workspaceId: this.workspaceId, sourceableId: workspaceId }),
    );
  }

  private readerIds(): string[] {
    const byName = [...this.stateReaders].sort(([a], [b]) => (a < b ? -1 : 1));
    return byName.map(([, id]) => id);
  }

  private tooManyTriggers(): Issue[] {
    const { size } = this.runTriggers;
    if (size <= MOST_RUN_TRIGGERS) return [];
    return [
      {
        field: 'runTriggers',
        value: [...this.runTriggers.keys()],
        limit: `${MOST_RUN_TRIGGERS} workspaces that start runs here; these are ${size}`,
        fix: 'let the stack depend on fewer stacks, or set runTriggers: false and start its runs yourself',
        see: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers',
      },
    ];
  }
}
