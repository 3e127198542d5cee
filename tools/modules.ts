/**
 * `npm run modules [-- --out DIR] [--prove]`: writes each module as a Terraform module in the layout of a registry, one folder
 * `terraform-aws-<name>` a repository, ready to be committed there and tagged. With `--prove` the real AWS
 * provider reads all of them, and applies and destroys on an emulator those that it holds.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { MODULES } from './modules/definitions';
import { type ModuleFiles, repositoryOf } from './modules/module-files';
import { resourcesByType } from './modules/module-readme';
import { proveModules } from './modules/prove-modules';
import { table } from './table';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: 'dist/registry-modules' }, prove: { type: 'boolean', default: false } },
  });
  const { version }: { readonly version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
  const texts = { license: readFileSync('LICENSE', 'utf8'), version };
  const rows = MODULES.flatMap((definition) => {
    const folder = join(values.out, `terraform-aws-${definition.name}`);
    const repository = repositoryOf(definition, texts);
    rmSync(folder, { recursive: true, force: true });
    for (const { files } of repository) write(folder, files);
    return repository.map((made) => row(made, folder));
  });
  console.log(table(['Module', 'Inputs', 'Outputs', 'Resources', 'Files', 'Where'], rows));
  console.log(`${MODULES.length} repositories. Next: copy one to its own repository and tag it v${version}.`);
  if (values.prove && !(await proveModules(values.out, MODULES))) process.exitCode = 1;
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function row({ name, shape, module, files }: ModuleFiles, folder: string): (string | number)[] {
  const resources = Object.values(resourcesByType(module)).reduce((sum, count) => sum + count, 0);
  const { variables, outputs } = shape;
  return [name, Object.keys(variables).length, Object.keys(outputs).length, resources, files.size, folder];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
