/** `npm run bench [ROUNDS]`: measures, prints a table and writes `docs/performance.md`. It never fails over a number. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { table } from '../tools/table';
import { measure } from './measure';
import { compare, performancePage, SIZES } from './performance-page';

const OUT = join(process.cwd(), 'dist', 'bench');
const ENTRIES = { root: 'index.js', network: 'modules/network/index.js' };

async function main([rounds = '5']: readonly string[]): Promise<void> {
  const probe = join(OUT, 'probe.js');
  const bundle = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' } as const;
  await build({ ...bundle, entryPoints: ['benchmarks/probe.ts'], outfile: probe });
  const compiler = ['node_modules/ts7/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', join(OUT, 'lib')];
  execFileSync(process.execPath, compiler, { stdio: 'inherit' });

  const costs = measure(
    {
      layer: [probe, 'layer', '20'],
      raw: [probe, 'raw', '20'],
      'layer-traced': [probe, 'layer', '20', 'with-traces'],
      'raw-traced': [probe, 'raw', '20', 'with-traces'],
      ...Object.fromEntries(SIZES.map((size) => [`stacks-${size}`, [probe, 'layer', String(size)]])),
      environments: [probe, 'environments'],
      nothing: loading(''),
      'require-root': loading(ENTRIES.root),
      'require-network': loading(ENTRIES.network),
    },
    Number(rounds),
  );
  const comparisons = compare(costs);
  console.log(
    table(
      ['What', 'Measured', 'Budget', ''],
      comparisons.map(({ what, result, budget, kept }) => [what, result, budget, kept ? 'kept' : 'EXCEEDED']),
    ),
  );
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync('docs/performance.md', performancePage(comparisons, { date, rounds: Number(rounds) }));
  console.log('Wrote docs/performance.md');
}

/** A process that loads one file of the compiled library and says what that cost. */
function loading(file: string): string[] {
  const load = file === '' ? '' : `require(${JSON.stringify(join(OUT, 'lib', file))});`;
  const report = `const { user, system } = process.cpuUsage(); const s = (user + system) / 1e6;
    console.log(JSON.stringify({ synthSeconds: 0, processSeconds: s, memoryMib: process.resourceUsage().maxRSS / 1024, elements: 0 }));`;
  return ['-e', load + report];
}

void main(process.argv.slice(2));
