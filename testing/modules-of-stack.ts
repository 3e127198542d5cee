import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Diagnostic } from './diagnostics';
import type { ConfigurationJson } from './references';
import { SynthesizedStack } from './synth';

/** The Terraform modules that a stack calls, directly or through another module. */
export interface ModulesOfStack {
  /** The configuration of each local module, as if it were a stack, for the types that it uses. */
  readonly local: readonly SynthesizedStack[];
  /** One problem for each module that would have to be downloaded. */
  readonly remote: readonly Diagnostic[];
}

interface ModuleFile {
  readonly module?: Readonly<Record<string, { readonly source?: string }>>;
}

/** `folder` is where the file of the stack or module is; local sources are relative to it. */
export function modulesOfStack({ name, json }: SynthesizedStack, folder: string): ModulesOfStack {
  const local: SynthesizedStack[] = [];
  const remote: Diagnostic[] = [];
  const { module = {} }: ModuleFile = json;
  for (const [id, { source = '' }] of Object.entries(module)) {
    if (!/^\.{1,2}\//.test(source) && !isAbsolute(source)) {
      remote.push(downloadNeeded(name, id, source));
      continue;
    }
    const inside = resolve(folder, source);
    for (const file of readModule(inside)) {
      const called = new SynthesizedStack(name, [], file);
      const deeper = modulesOfStack(called, inside);
      local.push(called, ...deeper.local);
      remote.push(...deeper.remote);
    }
  }
  return { local, remote };
}

function readModule(folder: string): ConfigurationJson[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder);
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const json = files
    .filter((file) => file.endsWith('.tf.json'))
    .map((file): ConfigurationJson => JSON.parse(text(file)));
  return [...json, ...files.filter((file) => file.endsWith('.tf')).map((file) => outlineOfHcl(text(file)))];
}

/** Only what has to be known before Terraform reads the file itself: which types and modules it names. */
function outlineOfHcl(hcl: string): ConfigurationJson {
  const outline: Record<string, Record<string, Record<string, object>>> = { resource: {}, data: {} };
  for (const [, block = '', type = '', name = ''] of hcl.matchAll(/^\s*(resource|data)\s+"(\w+)"\s+"([\w-]+)"/gm)) {
    outline[block] = { ...outline[block], [type]: { ...outline[block]?.[type], [name]: {} } };
  }
  const modules = [...hcl.matchAll(/^\s*module\s+"([\w-]+)"\s*\{[^}]*?\bsource\s*=\s*"([^"]+)"/gm)];
  return { ...outline, module: Object.fromEntries(modules.map(([, name, source]) => [name, { source }])) };
}

function downloadNeeded(stack: string, id: string, source: string): Diagnostic {
  return {
    stack,
    severity: 'error',
    summary: 'Module from the network',
    detail: `Its source is "${source}", and offline tests download nothing. Copy the module beside the app and use "./...".`,
    address: `module.${id}`,
  };
}
