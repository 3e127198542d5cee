import { TfeProvider } from '@cdktf/provider-tfe/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { report } from '../modules/shared/problems';
import { configureRemoteState, type RemoteState, validateRemoteState } from '../modules/state';
import { type CloudWorkspace, Workspaces, type WorkspacesProps } from '../modules/terraform-cloud';
import { requireProvider } from './require-provider';

export interface WorkspacesStackProps extends WorkspacesProps {
  /** Where the state of this stack lies. @default a workspace `shared-<id>`, which `terraform init` makes */
  readonly remoteState?: RemoteState;
}

/** The workspaces of an app on HCP Terraform, see `Workspaces`. Make it after all other stacks, apply it before them. */
export class WorkspacesStack extends TerraformStack {
  public readonly provider: TfeProvider;
  /** By the id of the stack. */
  public readonly workspaces: ReadonlyMap<string, CloudWorkspace>;

  public constructor(scope: Construct, id: string, props: WorkspacesStackProps) {
    super(scope, id);
    const { organization, hostname } = props;
    const { remoteState = { kind: 'cloud', organization, hostname }, ...workspaces } = props;
    report(this, validateRemoteState({ kind: 'cloud', organization, hostname }));
    // The token is TFE_TOKEN of the run, or that of `terraform login`.
    this.provider = new TfeProvider(this, 'Tfe', { organization, hostname });
    requireProvider(this, 'tfe');
    configureRemoteState(this, remoteState, { environment: 'shared', component: id });
    this.workspaces = new Workspaces(this, 'Default', workspaces).workspaces;
  }
}
