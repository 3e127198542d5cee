/**
 * `npm run release -- <major|minor|patch> [--skip-tests]`: prepares a release and publishes nothing. Checks that the
 * step is large enough for what changed since the last tag, moves the version and the changelog, and leaves the tarball,
 * its bill of materials and the list of its files in dist/release. docs/releasing.md says what comes after.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'cdktf';
import { type AddressedJson, type Contract, compareAddresses } from './addresses';
import { packageExports } from './package-exports';
import { buildAndPack } from './package-pack';
import { closeUnreleased } from './release-changelog';
import { isEnough, LEVELS, type Level, type Needed, neededLevel } from './release-level';
import { object, readStacks } from './terraform/stack-json';
import { VERIFIED_APPS } from './verify-aws/apps';

const root = process.cwd();
const out = resolve('dist/release');
/** What a release changes in the working tree, and what is put back where it fails half-way. */
const CHANGED = ['package.json', 'package-lock.json', 'CHANGELOG.md'];

function main(): void {
  const { values, positionals } = parseArgs({
    options: { 'skip-tests': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const asked = LEVELS.find((level) => level === positionals[0]);
  if (asked === undefined) throw new Error('Usage: npm run release -- <major|minor|patch> [--skip-tests]');
  const dirty = run('git', ['status', '--porcelain']);
  if (dirty !== '') throw new Error(`Commit or remove these first; a release is made of a commit:\n${dirty}`);
  if (!values['skip-tests']) {
    console.log('Running npm test ...');
    const { status } = spawnSync('npm', ['test'], { stdio: 'inherit' }); // minutes, so one wants to see it
    if (status !== 0) throw new Error('npm test failed, see above. Nothing was changed.');
  }

  const last = lastTag();
  if (last === undefined) console.log('No tag v* yet: the first release has the version that package.json says.');
  else requireEnough(asked, last);
  const before = CHANGED.map((file) => readFileSync(file));
  try {
    prepare(last === undefined ? undefined : asked);
  } catch (error) {
    for (const [index, file] of CHANGED.entries()) writeFileSync(file, before[index] ?? '');
    throw error;
  }
}

function lastTag(): string | undefined {
  const [tag] = run('git', ['tag', '--list', 'v*', '--sort=-version:refname', '--merged']).split('\n');
  return tag === '' ? undefined : tag;
}

function requireEnough(asked: Level, tag: string): void {
  if (tag !== `v${version()}`) throw new Error(`package.json says ${version()}, but the last tag is ${tag}.`);
  const needed = neededSince(tag);
  const [first = 'nothing that a user sees', ...others] = needed.reasons;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  console.log(`Since ${tag}: ${first}${more}. At least: ${needed.level}.`);
  if (isEnough(asked, needed.level)) return;
  throw new Error(`${asked} is too small a step for:\n${needed.reasons.map((reason) => `  - ${reason}`).join('\n')}`);
}

function neededSince(tag: string): Needed {
  const contracts = VERIFIED_APPS.flatMap(({ name, build }) => contractOf(tag, name, build));
  const before = Object.keys(object(object(JSON.parse(run('git', ['show', `${tag}:package.json`]))).exports));
  return neededLevel({ contracts, entries: { before, now: Object.keys(packageExports(root)) } }, version());
}

/** None for an app that the last release did not have yet. */
function contractOf(tag: string, name: string, build: (app: App) => void): Contract[] {
  const list = `__tests__/addresses/${name.replace('/', '-')}.txt`;
  if (run('git', ['ls-tree', '--name-only', tag, list]) === '') return [];
  const golden = run('git', ['show', `${tag}:${list}`]).split('\n');
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const app = new App({ outdir: folder });
    build(app);
    app.synth();
    const stacks = readStacks(folder).map(({ name: stack, json }): [string, AddressedJson] => [stack, json]);
    return [compareAddresses(golden, Object.fromEntries(stacks))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function prepare(level: Level | undefined): void {
  if (level !== undefined) run('npm', ['version', level, '--no-git-tag-version', '--ignore-scripts']);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync('CHANGELOG.md', closeUnreleased(readFileSync('CHANGELOG.md', 'utf8'), version(), date));

  rmSync(out, { recursive: true, force: true });
  const packed = buildAndPack(root, out);
  const files = packed.files.map(({ path, size }) => `${String(size).padStart(8)} ${path}`);
  writeFileSync(join(out, 'files.txt'), `${[`${packed.integrity} ${packed.bytes}`, ...files].join('\n')}\n`);
  const sbom = run('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only']);
  writeFileSync(join(out, 'sbom.cdx.json'), `${sbom}\n`);

  console.log(`Prepared ${packed.version}: ${packed.files.length} files, ${packed.bytes} bytes. Nothing is published.
In dist/release: ${packed.name}-${packed.version}.tgz, files.txt, sbom.cdx.json
Next, after a look at \`git diff\`:
  git commit -am "release: ${packed.version}"
  git tag -a v${packed.version} -m ${packed.version}
  git push --follow-tags
CI publishes the tag with npm publish --provenance: docs/releasing.md`);
}

function version(): string {
  return String(object(JSON.parse(readFileSync('package.json', 'utf8'))).version);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout.trimEnd();
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
