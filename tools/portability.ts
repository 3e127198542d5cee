/**
 * `npm run portability [-- --core cdktn@0.24.0] [--constructs 10.8.1] [--force]`: installs the package on CDK Terrain,
 * the continuation of CDKTF, as docs/consuming-from-npm.md says, runs every environment and example on both, and fails on
 * any other difference than the version in the metadata. `--force` installs what npm refuses because of peer ranges.
 * Needs the npm registry, or a cache that has seen the packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { buildAndPack } from './package-pack';
import { differences } from './portability-differences';
import { documentedProject } from './portability-project';
import { table } from './table';
import { object, readStacks } from './terraform/stack-json';

const root = process.cwd();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { core: { type: 'string' }, constructs: { type: 'string' }, force: { type: 'boolean', default: false } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'portability-'));
  try {
    const packed = buildAndPack(root, folder);
    const project = join(folder, 'project');
    mkdirSync(project);
    const page = readFileSync('docs/consuming-from-npm.md', 'utf8');
    const { devDependencies } = object(JSON.parse(readFileSync('package.json', 'utf8')));
    const json = documentedProject(page, packed.file, object(devDependencies), values);
    writeFileSync(join(project, 'package.json'), JSON.stringify(json, null, 2));
    const { cdktf, constructs } = json.dependencies;
    console.log(`Installing ${cdktf} under the name cdktf, with constructs ${constructs} ...`);
    install(project, values.force);
    checkTypes(project);
    const app = join('dist/portability', 'app.js');
    await bundle(app);
    const ours = synthesize(join(root, app), root, join(folder, 'cdktf'));
    writeFileSync(join(project, 'app.js'), readFileSync(app));
    const theirs = synthesize(join(project, 'app.js'), project, join(folder, 'cdktn'));
    report(coreOf(project), ours, theirs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `cdktn 0.24.0 with constructs 10.7.2`, as they say themselves. */
function coreOf(project: string): string {
  const [core, constructs] = ['cdktf', 'constructs'].map((folder) => {
    const file = join(project, 'node_modules', folder, 'package.json');
    const { name, version } = object(JSON.parse(readFileSync(file, 'utf8')));
    return `${name} ${version}`;
  });
  return `${core} with ${constructs}`;
}

function install(project: string, force: boolean): void {
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...(force ? ['--force'] : [])];
  const { status, stderr } = npm(project, ['install', ...options]);
  if (status === 0) return;
  // Without the registry npm speaks of a conflict between packages of which it knows no version.
  const reachable = npm(project, ['ping', '--fetch-retries=0']).status === 0;
  throw new Error(reachable ? stderr : `The npm registry cannot be reached, so nothing was compared.\n${stderr}`);
}

function npm(cwd: string, args: readonly string[]) {
  return spawnSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The README's first program against the declarations of the tarball and of the other core. */
function checkTypes(project: string): void {
  const program = /```ts\n(.*?)```/s.exec(readFileSync('README.md', 'utf8'))?.[1];
  if (program === undefined) throw new Error('README.md has no TypeScript program.');
  writeFileSync(join(project, 'program.ts'), program);
  const options = ['--module', 'node16', '--target', 'es2022', '--strict', '--skipLibCheck', '--noEmit'];
  const compiler = join(root, 'node_modules/ts7/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, 'program.ts'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The README's program does not compile on it:\n${stdout}`);
}

/** One file with all apps, and outside of it what differs: the core and the bindings. */
async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: ['tools/portability-apps.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['cdktf', 'constructs', '@cdktf/*'],
    logLevel: 'warning',
  });
}

function synthesize(app: string, cwd: string, out: string): Record<string, unknown> {
  const { status, stderr } = spawnSync(process.execPath, [app, out], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${app} did not synthesize:\n${stderr}`);
  return Object.fromEntries(readStacks(out).map(({ name, json }) => [name, json]));
}

function report(core: string, ours: Record<string, unknown>, theirs: Record<string, unknown>): void {
  const found = differences(ours, theirs);
  const expected = found.filter(({ path }) => /^[^.]+\.\/\/\.metadata\.version$/.test(path));
  const unexpected = found.filter((difference) => !expected.includes(difference));
  if (unexpected.length > 0) {
    console.log(
      table(
        ['Where', 'cdktf', core],
        unexpected.map(({ path, before, after }) => [path, before, after]),
      ),
    );
  }
  const stacks = Object.keys(ours).length;
  console.log(
    `${stacks} stacks on ${core}: ${expected.length} differ in the version of their metadata, ${unexpected.length} unexpected differences.`,
  );
  if (unexpected.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
