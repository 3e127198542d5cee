/**
 * `npm run modules [-- --out DIR]`: writes each module as a Terraform module in the layout of a registry, one folder
 * `terraform-aws-<name>` a repository, ready to be committed there and tagged.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { MODULES } from './modules/definitions';
import { type ModuleFiles, repositoryOf } from './modules/module-files';
import { resourcesByType } from './modules/module-readme';
import { table } from './table';

function main(): void {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/registry-modules' } } });
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

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
