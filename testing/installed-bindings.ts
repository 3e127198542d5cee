import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemaFromBinding } from './schema-from-binding';
import type { Block } from './terraform-schema';

/** A package of generated provider bindings, such as `@cdktf/provider-aws`. */
export interface Binding {
  /** Where Terraform finds the provider: `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The release of the provider that the bindings were generated from. */
  readonly version: string;
  /** The short name that its types begin with: `aws`. */
  readonly name: string;
  /** The folder with one module for each type. */
  readonly folder: string;
}

/** The bindings that an app in `folder` can import: prebuilt ones in `node_modules`, up to the root of the disk. */
export function installedBindings(folder: string): Binding[] {
  const found = ['@cdktf', '@cdktn'].flatMap((scope) => {
    const packages = join(folder, 'node_modules', scope);
    if (!existsSync(packages)) return [];
    return readdirSync(packages)
      .filter((name) => name.startsWith('provider-'))
      .flatMap((name) => readBinding(join(packages, name)));
  });
  const above = dirname(folder) === folder ? [] : installedBindings(dirname(folder));
  // The nearest installation wins, as it does for `require`.
  return [...found, ...above.filter(({ address }) => !found.some((binding) => binding.address === address))];
}

/** `cdktf.provider` names the provider; a package without it (the generator's own) is no binding. */
interface PackageJson {
  readonly cdktf?: { readonly provider?: ProviderOfPackage };
  readonly cdktn?: { readonly provider?: ProviderOfPackage };
}

interface ProviderOfPackage {
  readonly name: string;
  readonly version: string;
}

function readBinding(folder: string): Binding[] {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const json: PackageJson = JSON.parse(readFileSync(file, 'utf8'));
  const provider = json.cdktf?.provider ?? json.cdktn?.provider;
  if (provider === undefined) return [];
  const { name: address, version } = provider;
  return [{ address, version, name: address.slice(address.lastIndexOf('/') + 1), folder: join(folder, 'lib') }];
}

/** The arguments of the provider block. */
export function providerBlock(binding: Binding): Block | undefined {
  return readSchema(binding, 'provider');
}

/** The schema of a resource type, or none where the bindings do not know it. */
export function resourceBlock(binding: Binding, type: string): Block | undefined {
  return readSchema(binding, moduleName(binding, type));
}

/** The schema of a data source, or none where the bindings do not know it. */
export function dataSourceBlock(binding: Binding, type: string): Block | undefined {
  return readSchema(binding, `data-${binding.name}-${moduleName(binding, type)}`);
}

/** The generator names the module after the type: `aws_eks_cluster` is `eks-cluster`. */
function moduleName({ name }: Binding, type: string): string {
  return (type.startsWith(`${name}_`) ? type.slice(name.length + 1) : type).replaceAll('_', '-');
}

/** A process asks for the same type many times, and the installed package does not change meanwhile. */
const parsed = new Map<string, Block | undefined>();

function readSchema({ folder }: Binding, module: string): Block | undefined {
  const key = join(folder, module);
  if (!parsed.has(key)) {
    const sources = modulesOf(key).flatMap((file) => originalSource(readFileSync(file, 'utf8')) ?? []);
    parsed.set(key, sources.length === 0 ? undefined : schemaFromBinding(sources.join('\n')));
  }
  return parsed.get(key);
}

/** The generator moves the structs of large types, such as `kubernetes_deployment`, into files of their own. */
function modulesOf(folder: string): string[] {
  const index = join(folder, 'index.js');
  if (!existsSync(index)) return [];
  const structs = join(folder, 'index-structs');
  const names = existsSync(structs) ? readdirSync(structs).filter((name) => /^structs\d+\.js$/.test(name)) : [];
  return [index, ...names.map((name) => join(structs, name))];
}

/** The compiled module carries its TypeScript in an inline source map. */
function originalSource(javascript: string): string | undefined {
  const marker = 'sourceMappingURL=data:application/json;base64,';
  const start = javascript.lastIndexOf(marker);
  if (start < 0) return undefined;
  const map: { sourcesContent?: string[] } = JSON.parse(
    Buffer.from(javascript.slice(start + marker.length), 'base64').toString('utf8'),
  );
  return map.sourcesContent?.[0];
}
