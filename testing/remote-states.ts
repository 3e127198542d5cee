import type { SynthesizedStack } from './synth';

/** A `terraform_remote_state` of a stack, and whose state it is. */
export interface RemoteState {
  /** The name of the data source. */
  readonly id: string;
  /** The stack of the same app that writes this state; none where it is of somebody else. */
  readonly producer?: string;
}

/** Which stacks of the app a stack reads the outputs of, and which states come from outside. */
export function remoteStatesOf(stack: SynthesizedStack, all: readonly SynthesizedStack[]): RemoteState[] {
  return stack.dataSources
    .filter(({ type }) => type === 'terraform_remote_state')
    .map(({ id, properties }) => ({
      id,
      producer: all.find((other) => other !== stack && writesTo(other, properties))?.name,
    }));
}

type Settings = Readonly<Record<string, unknown>>;

interface BackendJson {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Settings>>; readonly cloud?: Settings };
}

/** A reader and a writer mean the same state when all settings that both name are equal, at every depth. */
function writesTo(stack: SynthesizedStack, { backend, config }: Settings): boolean {
  const { terraform }: BackendJson = stack.json;
  const backends = Object.entries(terraform?.backend ?? {});
  // Terraform Cloud is `cloud` to the writer and the backend `remote` to the reader.
  const [kind, settings] = terraform?.cloud === undefined ? (backends[0] ?? []) : ['remote', terraform.cloud];
  if (kind !== backend || settings === undefined || typeof config !== 'object' || config === null) return false;
  return agree(config, settings);
}

/** The writer of a Terraform Cloud workspace may say its project, too; the reader cannot. */
function agree(read: unknown, written: unknown): boolean {
  if (!isObject(read) || !isObject(written)) return JSON.stringify(read) === JSON.stringify(written);
  const shared = Object.entries(read).filter(([name]) => written[name] !== undefined);
  return shared.length > 0 && shared.every(([name, value]) => agree(value, written[name]));
}

function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A state file that holds nothing but outputs, for a state that no stack of the app writes. */
export function stateWithOutputs(outputs: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.5.7',
    serial: 1,
    lineage: '00000000-0000-4000-8000-000000000000',
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, { value, type: typeOfJson(value) }]),
    ),
    resources: [],
  });
}

function typeOfJson(value: unknown): unknown {
  if (Array.isArray(value)) return ['tuple', value.map(typeOfJson)];
  if (typeof value === 'object' && value !== null) {
    return ['object', Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typeOfJson(member)]))];
  }
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : 'string';
}
