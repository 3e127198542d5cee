import type { Diagnostic } from './diagnostics';
import { inferredBlock } from './inferred-schema';
import { type Binding, dataSourceBlock, providerBlock, resourceBlock } from './installed-bindings';
import type { SynthesizedBlock, SynthesizedStack } from './synth';
import type { Block, ProviderSchema } from './terraform-schema';

/** The schemas that an app needs, by provider address, and what could not be checked for want of a binding. */
export interface UsedProviders {
  readonly schemas: ReadonlyMap<string, ProviderSchema>;
  readonly warnings: readonly Diagnostic[];
}

interface Used {
  readonly stack: SynthesizedStack;
  readonly block: SynthesizedBlock;
}

/** A provider as it fills up; see {@link ProviderSchema}. */
interface SchemaInProgress {
  readonly provider: Block;
  readonly resources: Record<string, Block>;
  readonly dataSources: Record<string, Block>;
}

/**
 * Collects the schema of every type that the app uses. A type that an installed binding does not know stays unknown, so
 * that Terraform refuses it, unless `assumed` names it; a provider without any binding is taken as configured.
 */
export function usedProviders(
  stacks: readonly SynthesizedStack[],
  bindings: readonly Binding[],
  assumed: ReadonlySet<string>,
): UsedProviders {
  const schemas = new Map<string, SchemaInProgress>();
  const warnings = new Map<string, Diagnostic>();
  for (const stack of stacks) {
    for (const [localName, address] of providersOf(stack)) {
      const binding = bindings.find((candidate) => candidate.address === address);
      if (!schemas.has(address)) schemas.set(address, startSchema(binding, stacks, localName));
      if (binding === undefined) warnings.set(`${stack.name} ${address}`, unchecked(stack, address));
    }
    for (const block of [...stack.resources, ...stack.dataSources]) {
      const address = providerOf(stack, block);
      const schema = schemas.get(address);
      if (schema === undefined) continue;
      const binding = bindings.find((candidate) => candidate.address === address);
      addType(schema, binding, { stack, block }, stacks, assumed);
    }
  }
  return { schemas, warnings: [...warnings.values()] };
}

function startSchema(
  binding: Binding | undefined,
  stacks: readonly SynthesizedStack[],
  localName: string,
): SchemaInProgress {
  const configured = stacks.flatMap((stack) => providerConfigs(stack, localName));
  const provider = binding === undefined ? undefined : providerBlock(binding);
  return { provider: provider ?? inferredBlock(configured, []), resources: {}, dataSources: {} };
}

function addType(
  schema: SchemaInProgress,
  binding: Binding | undefined,
  { block }: Used,
  stacks: readonly SynthesizedStack[],
  assumed: ReadonlySet<string>,
): void {
  const isData = block.address.startsWith('data.');
  const known = isData ? schema.dataSources : schema.resources;
  if (known[block.type] !== undefined) return;
  const read = isData ? dataSourceBlock : resourceBlock;
  const fromBinding = binding === undefined ? undefined : read(binding, block.type);
  const mayInfer = binding === undefined || assumed.has(block.type);
  const schemaOfType = fromBinding ?? (mayInfer ? inferFromUse(block, isData, stacks) : undefined);
  if (schemaOfType !== undefined) known[block.type] = schemaOfType;
}

function inferFromUse(block: SynthesizedBlock, isData: boolean, stacks: readonly SynthesizedStack[]): Block {
  const blocks = stacks.flatMap((stack) => (isData ? stack.dataSources : stack.resources));
  const alike = blocks.filter(({ type }) => type === block.type);
  return inferredBlock(
    alike.map(({ properties }) => properties),
    stacks.map(({ json }) => json),
    alike.map(({ address }) => address),
  );
}

interface ProviderFile {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source?: string }>> };
  readonly provider?: Readonly<Record<string, unknown>>;
}

/** Provider addresses of a stack by the local name that its types begin with. */
function providersOf(stack: SynthesizedStack): Map<string, string> {
  const { terraform, provider = {} }: ProviderFile = stack.json;
  const required = terraform?.required_providers ?? {};
  const implied = [...stack.resources, ...stack.dataSources].map((block) => localNameOf(block));
  const names = new Set([...Object.keys(required), ...Object.keys(provider), ...implied]);
  names.delete('terraform');
  return new Map([...names].map((name) => [name, addressOf(required[name]?.source ?? name)]));
}

function providerOf(stack: SynthesizedStack, block: SynthesizedBlock): string {
  return providersOf(stack).get(localNameOf(block)) ?? '';
}

/** `provider: 'aws.second'` where the block says so, else the first word of its type. */
function localNameOf({ type, properties }: SynthesizedBlock): string {
  const { provider } = properties;
  const name = typeof provider === 'string' ? provider.replace(/^\$\{|\}$/g, '').split('.')[0] : type.split('_')[0];
  return name ?? '';
}

/** `aws` and `hashicorp/aws` are short for the address in the public registry. */
function addressOf(source: string): string {
  const parts = source.split('/');
  if (parts.length >= 3) return source;
  return `registry.terraform.io/${parts.length === 2 ? source : `hashicorp/${source}`}`;
}

function providerConfigs(stack: SynthesizedStack, localName: string): Record<string, unknown>[] {
  const { provider = {} }: ProviderFile = stack.json;
  const configs = provider[localName];
  const list: unknown[] = Array.isArray(configs) ? configs : configs === undefined ? [] : [configs];
  return list.map((config) => Object.assign({}, config));
}

function unchecked(stack: SynthesizedStack, address: string): Diagnostic {
  return {
    stack: stack.name,
    severity: 'warning',
    summary: `No bindings of ${address} are installed`,
    detail: 'Its arguments are taken as they are. Install its @cdktf/provider-* package to have them checked.',
  };
}
