import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTerraform } from './support/with-terraform';

const testing = join(__dirname, '../../testing');

it('the first example of the README is the one that runs here', () => {
  const readme = readFileSync(join(testing, 'README.md'), 'utf8');
  const example = readFileSync(join(__dirname, 'support/first-test.ts'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});

withTerraform('the first example of the README', () => {
  // It declares its own tests.
  require('./support/first-test');
});

it('serves apps that do not use the modules of this package: nothing is imported from outside this folder', () => {
  const imported = readdirSync(testing)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(join(testing, name), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from),
    );
  expect(imported.filter((from) => from?.startsWith('..') || from?.startsWith('cdktf-aws-containers'))).toEqual([]);
});
