import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSnippets } from '../support/snippets';

const root = join(__dirname, '..', '..');
const folder = join(root, 'dist', 'snippets');
const snippets = readSnippets(root);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, program } of snippets) writeFileSync(join(folder, `${name}.ts`), `${program}\nexport {};\n`);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { noEmit: true, noUnusedLocals: false, rootDir: '../..' },
      include: ['*.ts'],
      exclude: [],
    }),
  );
});

it('every TypeScript block of the documentation compiles', () => {
  const compile = (): unknown =>
    execFileSync(process.execPath, [join(root, 'node_modules/ts7/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  expect(compile).not.toThrow();
});

it.each(snippets.filter(({ program }) => program.includes('.synth()')).map(({ place, name }) => [place, name]))(
  'the program at %s synthesizes',
  (_place, name) => {
    const outdir = mkdtempSync(join(tmpdir(), 'cdktf-snippet-'));
    const before = process.env.CDKTF_OUTDIR;
    process.env.CDKTF_OUTDIR = outdir;
    try {
      // Each is a file of its own, so the library behind them is loaded once.
      require(join(folder, `${name}.ts`));
      expect(readdirSync(join(outdir, 'stacks'))).not.toEqual([]);
    } finally {
      if (before === undefined) delete process.env.CDKTF_OUTDIR;
      else process.env.CDKTF_OUTDIR = before;
      rmSync(outdir, { recursive: true, force: true });
    }
  },
);
