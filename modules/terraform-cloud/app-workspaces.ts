import { TerraformRemoteState, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { backendOf } from '../shared/state-location';
import { StateBackend } from '../state/state-backend';

/** Where HCP Terraform itself is; Terraform Enterprise has a name of its own. */
export const HCP_TERRAFORM = 'app.terraform.io';

/** The project that a workspace is in when none is named. @see https://developer.hashicorp.com/terraform/cloud-docs/projects/manage */
export const DEFAULT_PROJECT = 'Default Project';

/** The workspace that a stack of the app keeps its state in. */
export interface AppWorkspace {
  readonly stack: TerraformStack;
  readonly hostname: string;
  readonly organization: string;
  readonly name: string;
  /** Named by the `cloud` block; missing where the workspace is in the organization's default project. */
  readonly project?: string;
  /** Named by `remoteState`. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Every workspace of an app, read from the backends of its stacks: the names are those that Terraform will use, however
 * they were made. A backend that finds its workspace by tags or prefix has no name at synth and is left out.
 */
export function appWorkspaces(root: IConstruct): AppWorkspace[] {
  return root.node
    .findAll()
    .filter((node) => TerraformStack.isStack(node))
    .flatMap((stack) => {
      const workspace = workspaceOf(stack);
      return workspace === undefined ? [] : [workspace];
    });
}

export function workspaceOf(stack: TerraformStack): AppWorkspace | undefined {
  const backend = backendOf(stack);
  if (backend?.kind !== 'cloud' && backend?.kind !== 'remote') return undefined;
  const place = placeOf(backend.settings);
  return place === undefined ? undefined : { stack, ...place, tags: tagsOf(stack) };
}

/**
 * The stacks among `workspaces` whose state `reader` reads: by passing objects between stacks, which cdktf turns into
 * a `terraform_remote_state` while it prepares the app, or by name with `readOutputs`. Complete at synth, not before.
 */
export function statesReadBy(reader: TerraformStack, workspaces: readonly AppWorkspace[]): AppWorkspace[] {
  const read = reader.node
    .findAll()
    .filter((node) => node instanceof TerraformRemoteState)
    .map((state) => placeOf(configOf(state)));
  return workspaces.filter(
    ({ stack, hostname, organization, name }) =>
      stack !== reader &&
      read.some((place) => place?.hostname === hostname && place.organization === organization && place.name === name),
  );
}

/** The stacks among `workspaces` that must be applied before `stack`: it reads them, or `addDependency` says so. */
export function appliedBefore(stack: TerraformStack, workspaces: readonly AppWorkspace[]): AppWorkspace[] {
  const read = statesReadBy(stack, workspaces);
  return workspaces.filter((each) => read.includes(each) || stack.dependencies.includes(each.stack));
}

function tagsOf(stack: TerraformStack): AppWorkspace['tags'] {
  return stack.node.findAll().find((child) => child instanceof StateBackend)?.workspaceTags;
}

/** cdktf keeps the settings to itself until it writes them. */
function configOf(state: TerraformRemoteState): Readonly<Record<string, unknown>> {
  const [written] = Object.values(object(object(object(state.toTerraform()).data).terraform_remote_state));
  return object(object(written).config);
}

function placeOf(settings: Readonly<Record<string, unknown>>): Omit<AppWorkspace, 'stack'> | undefined {
  const { name, project } = object(settings.workspaces);
  const { organization, hostname = HCP_TERRAFORM } = settings;
  if (typeof name !== 'string' || typeof organization !== 'string' || typeof hostname !== 'string') return undefined;
  return { hostname, organization, name, ...(typeof project === 'string' ? { project } : {}) };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
