import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areas, packageExports } from '../../tools/package-exports';

/** `UPDATE_EXPORTS=true npx jest package-exports` writes them into package.json. */
const update = process.env.UPDATE_EXPORTS === 'true';
const root = join(__dirname, '..', '..');

it('package.json has an entry for every area, every published stack and the testing helpers', () => {
  const file = join(root, 'package.json');
  const json = JSON.parse(readFileSync(file, 'utf8'));
  if (update) writeFileSync(file, `${JSON.stringify({ ...json, exports: packageExports(root) }, null, 2)}\n`);
  else expect(json.exports).toEqual(packageExports(root));
});

it('index.ts publishes every area but that for HCP Terraform, whose bindings few apps have', () => {
  const index = readFileSync(join(root, 'index.ts'), 'utf8');
  const missing = areas(root).filter((area) => !index.includes(` from './${area.replace('/index', '')}';`));
  expect(missing).toEqual(['modules/terraform-cloud/index']);
});
