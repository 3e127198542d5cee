import { readFileSync } from 'node:fs';
import { join } from 'node:path';

it('the first example of the README is the test that runs beside this one', () => {
  const readme = readFileSync(join(__dirname, '../../testing/README.md'), 'utf8');
  const example = readFileSync(join(__dirname, 'first-test.test.ts'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});
