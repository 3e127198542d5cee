import { join, relative, resolve } from 'node:path';
import { App, TerraformBackend, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Issue } from './issue';
import { isUnknown } from './unknown';

/** The place of one state. */
export interface StateLocation {
  /** `s3://acme-tfstate/dev/network/terraform.tfstate`; holds no secret. */
  readonly text: string;
  /** What tells this stack's state from others in the same store, in the backend's own word: `key`, `workspace` ... */
  readonly field: string;
  readonly value: string;
  /** Address of a store that is not the public one: the same bucket name there is another bucket. */
  readonly store?: string;
}

/** Where the state of `stack` lies, whoever made its backend; nothing where only the run will tell. */
export function stateLocation(stack: TerraformStack): StateLocation | undefined {
  const { kind, settings } = backendOf(stack) ?? { kind: 'local', settings: {} };
  const location = LOCATIONS[kind]?.(settings, stack);
  return location === undefined || isUnknown(location.text) ? undefined : location;
}

/** A backend as it is written, `{ kind: 's3', settings: { bucket: 'acme-tfstate', ... } }`. */
export interface BackendBlock {
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The backend of `stack`, whoever made it; nothing where cdktf will add its own. */
export function backendOf(stack: TerraformStack): BackendBlock | undefined {
  const backend = stack.node.findAll().find((child) => TerraformBackend.isBackend(child));
  return backend === undefined ? undefined : blockOf(backend);
}

/** Stacks of one app that would overwrite each other's state, and keys that the S3 backend refuses. */
export function stateIssues(root: IConstruct): Issue[] {
  const stacks = root.node.findAll().filter((child) => TerraformStack.isStack(child));
  const located = stacks.flatMap((stack) => {
    const location = stateLocation(stack);
    return location === undefined ? [] : [{ stack, location }];
  });
  const byState = new Map<string, LocatedStack[]>();
  for (const each of located) {
    const identity = `${each.location.store ?? ''}\n${each.location.text}`;
    byState.set(identity, [...(byState.get(identity) ?? []), each]);
  }
  return [
    ...located.flatMap(({ stack, location }) => keyIssues(stack, location)),
    ...[...byState.values()].flatMap(sharedStateIssues),
  ];
}

interface LocatedStack {
  readonly stack: TerraformStack;
  readonly location: StateLocation;
}

function sharedStateIssues(stacks: readonly LocatedStack[]): Issue[] {
  const [first] = stacks;
  if (first === undefined || stacks.length < 2) return [];
  const { field, text, value } = first.location;
  const names = stacks.map(({ stack }) => `"${stack.node.path}"`).join(' and ');
  return [
    {
      field: `state (${field})`,
      value: text,
      limit: `one stack per state; the stacks ${names} would overwrite each other here`,
      fix: `give each stack and environment its own ${field}, for example ${ownValue(value, stacks.at(-1))}`,
      see: 'https://developer.hashicorp.com/terraform/language/state',
    },
  ];
}

/** `prod/terraform.tfstate` -> `prod/service/terraform.tfstate`. */
function ownValue(value: string, stack: LocatedStack | undefined): string {
  const parts = value.split('/');
  return [...parts.slice(0, -1), stack?.stack.node.id, ...parts.slice(-1)].join('/');
}

/** Terraform says this at `init`, one stack at a time. */
function keyIssues(stack: TerraformStack, { field, value, text }: StateLocation): Issue[] {
  if (!text.startsWith('s3://') || (/^[^/](.*[^/])?$/s.test(value) && Buffer.byteLength(value) <= 1024)) return [];
  return [
    {
      field: `${field} of the state of stack "${stack.node.path}"`,
      value,
      limit: '1 to 1024 bytes, not beginning or ending with "/"',
      fix: `write for example ${stack.node.id}/terraform.tfstate`,
      see: 'https://developer.hashicorp.com/terraform/language/backend/s3',
    },
  ];
}

type Settings = Readonly<Record<string, unknown>>;
type Locate = (settings: Settings, stack: TerraformStack) => StateLocation | undefined;

/** By backend, what makes a state of its own; a backend that is not here is not judged. */
const LOCATIONS: Readonly<Record<string, Locate | undefined>> = {
  s3: (s) => ({
    text: `s3://${text(s.bucket)}/${text(s.key)}`,
    field: 'key',
    value: text(s.key),
    store: text(nested(s.endpoints).s3 ?? s.endpoint),
  }),
  gcs: (s) => ({
    text: `gs://${text(s.bucket)}/${text(s.prefix)}`,
    field: 'prefix',
    value: text(s.prefix),
  }),
  azurerm: (s) => ({
    text: `azurerm://${text(s.storage_account_name)}/${text(s.container_name)}/${text(s.key)}`,
    field: 'key',
    value: text(s.key),
  }),
  pg: (s) => {
    const schema = text(s.schema_name ?? 'terraform_remote_state');
    return { text: `${withoutSecrets(text(s.conn_str ?? 'pg:'))} schema ${schema}`, field: 'schema', value: schema };
  },
  http: (s) => ({ text: withoutSecrets(text(s.address)), field: 'address', value: withoutSecrets(text(s.address)) }),
  consul: (s) => ({ text: `consul://${text(s.address)}/${text(s.path)}`, field: 'path', value: text(s.path) }),
  oss: (s) => ({
    text: `oss://${text(s.bucket)}/${text(s.prefix)}/${text(s.key)}`,
    field: 'key',
    value: text(s.key),
  }),
  cos: (s) => ({
    text: `cos://${text(s.bucket)}/${text(s.prefix)}/${text(s.key)}`,
    field: 'key',
    value: text(s.key),
  }),
  local: (s, stack) => {
    const path = localFile(stack, text(s.path));
    return { text: path, field: 'path', value: path };
  },
  cloud: workspace,
  remote: workspace,
};

/** A workspace found by tags is chosen at run time. */
function workspace({ hostname, organization, workspaces }: Settings): StateLocation | undefined {
  const { name, prefix } = nested(workspaces);
  if (name === undefined && prefix === undefined) return undefined;
  const value = name === undefined ? `${text(prefix)}*` : text(name);
  return { text: `${text(hostname ?? 'app.terraform.io')}/${text(organization)}/${value}`, field: 'workspace', value };
}

/** As the user would type it, seen from the working directory. */
function localFile(stack: TerraformStack, path: string): string {
  // cdktf gives a stack without a backend this file.
  if (path === '') return `terraform.${stack.node.id}.tfstate`;
  const { outdir } = App.of(stack);
  return relative('.', resolve(join(outdir, 'stacks', stack.node.id), path));
}

/** `{ terraform: { backend: { s3: {...} } } }`, or with `cloud` in the place of `backend`. */
function blockOf(backend: TerraformBackend): BackendBlock {
  const block = nested(nested(backend.toTerraform()).terraform);
  if (block.cloud !== undefined) return { kind: 'cloud', settings: nested(block.cloud) };
  const [kind = '', settings] = Object.entries(nested(block.backend))[0] ?? [];
  return { kind, settings: nested(settings) };
}

/** The part of an address that may be shown: no user, password or query. */
function withoutSecrets(address: string): string {
  return address
    .replace(/\/\/[^/@]*@/, '//')
    .replace(/[?].*$/s, '')
    .replace(/\bpassword=\S*\s*/g, '');
}

function nested(value: unknown): Settings {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
