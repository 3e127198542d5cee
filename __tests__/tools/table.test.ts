import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../tools/table';

const root = join(__dirname, '../..');

it('puts rows under headings, in columns as wide as their longest cell, without lines', () => {
  expect(
    table(
      ['Stack', 'Resources'],
      [
        ['dev-network', 29],
        ['dev-ecs', 7],
      ],
    ),
  ).toBe(['Stack        Resources', 'dev-network  29', 'dev-ecs      7'].join('\n'));
});

it('is the one table of all commands', () => {
  const files = ['tools', 'benchmarks', 'stacks', 'modules', 'testing'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const own = files.filter((file) => /cli-table3|console\.table/.test(readFileSync(join(root, file), 'utf8')));
  expect(own).toEqual([join('tools', 'table.ts')]);
});
