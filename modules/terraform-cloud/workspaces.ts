import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DataTfeProject } from '@cdktf/provider-tfe/lib/data-tfe-project';
import { DataTfeWorkspace } from '@cdktf/provider-tfe/lib/data-tfe-workspace';
import { Project } from '@cdktf/provider-tfe/lib/project';
import { Aspects, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { type AppWorkspace, appliedBefore, appWorkspaces, HCP_TERRAFORM, statesReadBy } from './app-workspaces';
import { type AwsCredentials, awsVariables, validateAwsCredentials } from './aws-credentials';
import { CloudWorkspace, type CloudWorkspaceSettings } from './cloud-workspace';

/** How one stack of the app is run. */
export interface StackWorkspaceSettings extends CloudWorkspaceSettings {
  /** @default { kind: 'run-roles' } for a stack with an AWS provider whose runs are not local, else { kind: 'none' } */
  readonly awsCredentials?: AwsCredentials;
  /** Runs start when a stack was applied that this one depends on. @default true */
  readonly runTriggers?: boolean;
  /** Workspaces of other apps in the organization that may read this state with `readOutputs`. @default none */
  readonly sharedWith?: readonly string[];
  /**
   * The name that the workspace had when it was made. Say it when you rename a stack, and leave it there: the workspace
   * is renamed with its state, where it would be made anew otherwise.
   */
  readonly madeAs?: string;
}

export interface WorkspacesProps {
  readonly organization: string;
  /** @default 'app.terraform.io' */
  readonly hostname?: string;
  /** Projects that are there already, by name; those that only the stacks name are made. @default none */
  readonly existingProjects?: readonly string[];
  /** For every workspace. Variables and notifications are added to; all else is replaced by `workspaces`. */
  readonly defaults?: Omit<StackWorkspaceSettings, 'madeAs'>;
  /** By the id of the stack. */
  readonly workspaces?: Readonly<Record<string, StackWorkspaceSettings>>;
}

/**
 * The workspaces of an app on HCP Terraform: one for each stack whose `remoteState` is of kind `cloud` or `remote`, under
 * the name that the stack's backend has. They belong in a stack of their own with a `TfeProvider`, made after all others.
 * Runs follow the dependencies between stacks, and
 * a state can be read by the stacks that read it and by nobody else.
 */
export class Workspaces extends Construct {
  /** By the id of the stack. */
  public readonly workspaces: ReadonlyMap<string, CloudWorkspace>;
  /** By name; those that this stack makes. */
  public readonly projects = new Map<string, Project>();

  private readonly app: readonly AppWorkspace[];
  private readonly props: WorkspacesProps;
  private readonly projectIds = new Map<string, string>();
  private readonly others = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: WorkspacesProps) {
    super(scope, id);
    this.props = props;
    this.app = this.workspacesOfApp();
    this.workspaces = new Map(this.app.map((each) => [each.stack.node.id, this.workspaceFor(each)]));
    // cdktf finds the references between stacks when it prepares the app; Aspects run right after that.
    Aspects.of(this).add({ visit: (node) => (node === this ? this.connect() : undefined) });
    checkAtSynth(this, () => this.issues());
  }

  private workspacesOfApp(): AppWorkspace[] {
    const { organization, hostname = HCP_TERRAFORM } = this.props;
    const own = TerraformStack.of(this);
    return appWorkspaces(this.node.root).filter(
      (each) => each.stack !== own && each.organization === organization && each.hostname === hostname,
    );
  }

  private workspaceFor({ stack, name, project, tags }: AppWorkspace): CloudWorkspace {
    const { awsCredentials, madeAs = name, variables, sharedWith, runTriggers, ...settings } = this.settingsOf(stack);
    const credentials = awsCredentials ?? defaultCredentials(stack, settings);
    const workspace = new CloudWorkspace(this, `Workspace-${madeAs}`, {
      ...settings,
      tags: tags === undefined ? settings.tags : { ...tags, ...settings.tags },
      workspaceName: name,
      stackId: stack.node.id,
      projectId: project === undefined ? undefined : this.projectId(project),
      variables: { ...awsVariables(credentials, stack, name), ...variables },
    });
    report(workspace, validateAwsCredentials(credentials, awsLocation(stack).accountId));
    return workspace;
  }

  private settingsOf({ node }: TerraformStack): StackWorkspaceSettings {
    const { defaults = {}, workspaces = {} } = this.props;
    const own = workspaces[node.id] ?? {};
    return {
      ...defaults,
      ...own,
      variables: { ...defaults.variables, ...own.variables },
      notifications: { ...defaults.notifications, ...own.notifications },
    };
  }

  private projectId(name: string): string {
    const known = this.projectIds.get(name);
    if (known !== undefined) return known;
    const made = this.props.existingProjects?.includes(name)
      ? new DataTfeProject(this, `Project-${name}`, { name, organization: this.props.organization })
      : this.makeProject(name);
    this.projectIds.set(name, made.id);
    return made.id;
  }

  private makeProject(name: string): Project {
    const project = new Project(this, `Project-${name}`, { name, lifecycle: { preventDestroy: true } });
    this.projects.set(name, project);
    return project;
  }

  /** Called once for each synth; a second one finds everything there. */
  private connect(): void {
    for (const { stack } of this.app) {
      const reader = this.workspaces.get(stack.node.id);
      if (reader === undefined) continue;
      for (const read of statesReadBy(stack, this.app)) {
        this.workspaces.get(read.stack.node.id)?.allowStateReader(reader.workspaceName, reader.workspaceId);
      }
      const { runTriggers = true, sharedWith = [] } = this.settingsOf(stack);
      for (const name of sharedWith) reader.allowStateReader(name, this.otherWorkspaceId(name));
      // All direct ones, also where another lies between: a stack whose plan is empty is not applied and triggers nothing.
      for (const first of runTriggers ? appliedBefore(stack, this.app) : []) {
        const source = this.workspaces.get(first.stack.node.id);
        if (source !== undefined) reader.runAfter(source);
      }
    }
  }

  private otherWorkspaceId(name: string): string {
    const known = this.others.get(name);
    if (known !== undefined) return known;
    const { organization } = this.props;
    const { id } = new DataTfeWorkspace(this, `Other-${name}`, { name, organization });
    this.others.set(name, id);
    return id;
  }

  private issues(): Issue[] {
    const { organization, workspaces = {} } = this.props;
    const see = 'docs/terraform-cloud.md';
    const late = this.workspacesOfApp().filter(({ stack }) => !this.workspaces.has(stack.node.id));
    const unknown = Object.keys(workspaces).filter((id) => !this.workspaces.has(id));
    return [
      ...late.map(({ stack }) => ({
        field: 'stacks',
        value: stack.node.id,
        limit: 'stacks that are in the app before this one: their workspaces are made with it',
        fix: 'make the workspaces after all other stacks',
        see,
      })),
      ...unknown.map((id) => ({
        field: `workspaces.${id}`,
        value: id,
        limit: `the id of a stack with a workspace in "${organization}": ${[...this.workspaces.keys()].join(', ') || 'there is none'}`,
        fix: 'write the id of the stack, or give it remoteState: { kind: "cloud", ... }',
        see,
      })),
      ...(this.workspaces.size > 0
        ? []
        : [
            {
              field: 'organization',
              value: organization,
              limit: 'an organization that a stack of the app keeps its state in',
              fix: 'give the stacks remoteState: { kind: "cloud", organization }',
              see,
            },
          ]),
    ];
  }
}

/** A run on somebody's machine has the credentials of that machine. */
function defaultCredentials(stack: TerraformStack, { execution }: CloudWorkspaceSettings): AwsCredentials {
  const usesAws = stack.node.findAll().some((node) => node instanceof AwsProvider);
  return { kind: usesAws && execution?.kind !== 'local' ? 'run-roles' : 'none' };
}
