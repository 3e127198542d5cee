import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptancePage } from '../../tools/acceptance-page';

const root = join(__dirname, '..', '..');

it('docs/acceptance.md says what the tests say (npm run docs writes it)', () => {
  expect(readFileSync(join(root, 'docs/acceptance.md'), 'utf8')).toBe(acceptancePage(root));
});
