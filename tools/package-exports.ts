import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `exports` of package.json: what a program may import, and the files that Node and TypeScript find there. */
export type Exports = Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;

/** Stacks for HCP Terraform: entries of their own and not in the root, because few apps have the tfe bindings. */
const TERRAFORM_CLOUD_STACKS = ['stacks/run-roles-stack', 'stacks/workspaces-stack'];

/**
 * One entry for everything, one for each area, one for each stack that index.ts publishes or that is for HCP Terraform,
 * and the testing helpers. An area alone loads only its own providers: `/network` needs no Helm bindings.
 */
export function packageExports(root: string): Exports {
  const entries = [...areas(root), ...publishedStacks(root), ...TERRAFORM_CLOUD_STACKS, 'testing/index']
    .map((module) => [`./${entryName(module)}`, filesOf(module)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { '.': filesOf('index'), ...Object.fromEntries(entries), './package.json': './package.json' };
}

function filesOf(module: string): { types: string; default: string } {
  return { types: `./dist/lib/${module}.d.ts`, default: `./dist/lib/${module}.js` };
}

/** Every folder of modules/ with an index: `modules/ecs/index`. */
export function areas(root: string): string[] {
  return readdirSync(join(root, 'modules'))
    .filter((area) => existsSync(join(root, 'modules', area, 'index.ts')))
    .map((area) => `modules/${area}/index`);
}

function publishedStacks(root: string): string[] {
  const index = readFileSync(join(root, 'index.ts'), 'utf8');
  return [...index.matchAll(/ from '\.\/(stacks\/[^']+)';/g)].flatMap(([, path]) => path ?? []);
}

/** `modules/ecs/index` is `ecs`, `stacks/environment-stack` is `environment-stack`. */
function entryName(module: string): string {
  return module.replace(/\/index$/, '').replace(/^.*\//, '');
}
