import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExports } from '../../tools/package-exports';
import { buildAndPack, type Packed } from '../../tools/package-pack';
import { LoopbackRegistry } from './support/loopback-registry';
import { readSteps } from './support/page';
import { type Finished, run } from './support/run';

/** `UPDATE_EXPORTS=true npx jest package/consuming` writes them. */
const update = process.env.UPDATE_EXPORTS === 'true';
const root = join(__dirname, '..', '..');
const steps = readSteps(join(root, 'docs/consuming-from-npm.md'));
const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
const project = join(folder, 'app');
let packed: Packed;
let registry: LoopbackRegistry;
let npm: Record<string, string>;

beforeAll(async () => {
  packed = buildAndPack(root, folder);
  registry = new LoopbackRegistry(
    join(root, 'node_modules'),
    { 'cdktf-aws-containers': packed.file },
    { typescript: 'ts7' },
  );
  npm = {
    npm_config_registry: await registry.start(),
    npm_config_cache: join(folder, 'cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}, 60_000);

afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the tarball', () => {
  it('has an entry for every area, and index.ts publishes every area', () => {
    const file = join(root, 'package.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    if (update) writeFileSync(file, `${JSON.stringify({ ...json, exports: packageExports(root) }, null, 2)}\n`);
    else expect(json.exports).toEqual(packageExports(root));
    const index = readFileSync(join(root, 'index.ts'), 'utf8');
    const published = [...index.matchAll(/ from '\.\/modules\/([\w-]+)';/g)].map(([, area]) => area);
    const areas = Object.values(packageExports(root)).flatMap((entry) =>
      typeof entry === 'string' ? [] : (/\/modules\/([\w-]+)\/index\.js$/.exec(entry.default)?.[1] ?? []),
    );
    expect(published).toEqual(expect.arrayContaining(areas));
  });

  it('holds what the entries name, types and source maps, and nothing that is only for us', () => {
    const paths = packed.files.map(({ path }) => path);
    const named = Object.values(packageExports(root)).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : [entry.types, entry.default],
    );
    expect(paths).toEqual(expect.arrayContaining(named.map((path) => path.replace('./', ''))));
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/lib/index.js.map']));
    expect(
      paths.filter((path) => !/^(dist\/lib\/|modules\/[\w-]+\/README\.md$|[^/]+$|docs\/|testing\/README)/.test(path)),
    ).toEqual([]);
    expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
  });

  it('imports what package.json says that a consumer needs, and each of it', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const compiled = packed.files.filter(({ path }) => path.endsWith('.js'));
    const imported = compiled.flatMap(({ path }) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/\brequire\("((?:@[\w-]+\/)?[\w.:-]+)[^"]*"\)/g)].flatMap(
        ([, name]) => name ?? [],
      ),
    );
    const packages = imported.filter((name) => !isBuiltin(name) && name !== '..' && name !== '.');
    expect([...new Set(packages)].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
  });

  it('is the same, byte for byte, when it is packed again', () => {
    expect(buildAndPack(root, join(folder, 'again')).integrity).toBe(packed.integrity);
  }, 30_000);
});

/** Every line of the page in its order, in a folder that was empty before. */
describe('who follows docs/consuming-from-npm.md', () => {
  const results = new Map<string, Finished & { readonly synthesized: unknown }>();

  beforeAll(async () => {
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'app', private: true }));
    for (const step of steps) {
      // The last block is about another core; `npm run portability` installs and runs that.
      if (step.kind === 'file' && step.name === 'package.json') continue;
      if (step.kind === 'file') writeFileSync(join(project, step.name), step.content);
      else {
        rmSync(join(project, 'cdktf.out'), { recursive: true, force: true });
        const finished = await runStep(step.line);
        results.set(step.line, { ...finished, synthesized: readStack(project) });
      }
    }
  }, 120_000);

  async function runStep(line: string): Promise<Finished> {
    if (!line.startsWith('npm install')) return run(line, project, npm);
    registry.unlinkRealPackages(project);
    const finished = await run(line, project, npm);
    registry.linkRealPackages(project);
    return finished;
  }

  it('installs without a conflict, type-checks, synthesizes and validates', () => {
    const failed = [...results].filter(([, { status }]) => status !== 0);
    expect(failed).toEqual([]);
    expect([...results.keys()]).toEqual(expect.arrayContaining(['npx tsc', 'npx cdktf synth', 'node main.mjs']));
  });

  it('gets the same JSON from TypeScript by area as from plain JavaScript', () => {
    const fromTypeScript = results.get('npx cdktf synth')?.synthesized;
    expect(fromTypeScript).toHaveProperty('resource.aws_ecs_service');
    expect(results.get('node main.mjs')?.synthesized).toEqual(fromTypeScript);
  });

  it('has Terraform judge it, with /testing of the tarball', () => {
    expect(results.get('node check.mjs')?.output).toBe('valid\n');
  });

  it('finds the types of the areas with the moduleResolution that cdktf init writes, too', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const options = '--module commonjs --moduleResolution node10 --target es2022 --strict --skipLibCheck --noEmit';
    // Only the declarations that the program imports are asked for: `any` in their place would hide a missing file.
    const program = [
      "import { EcsService } from 'cdktf-aws-containers/ecs';",
      "import { EnvironmentStack } from 'cdktf-aws-containers/environment-stack';",
      "import { terraformOffline } from 'cdktf-aws-containers/testing';",
      "import { Network } from 'cdktf-aws-containers';",
      'export const found = [EcsService, EnvironmentStack, terraformOffline, Network];',
    ].join('\n');
    writeFileSync(join(project, 'older.ts'), program);
    expect(await run(`node ${compiler} ${options} --types node older.ts`, project)).toEqual({ status: 0, output: '' });
  }, 60_000);
});

describe('without the packages for Kubernetes and for tests', () => {
  const lean = join(folder, 'lean');

  beforeAll(async () => {
    mkdirSync(lean);
    writeFileSync(join(lean, 'package.json'), JSON.stringify({ name: 'lean', private: true }));
    await run('npm install cdktf-aws-containers', lean, npm);
    registry.linkRealPackages(lean);
  }, 60_000);

  it('npm brings the peers that everything needs, and not the optional ones', () => {
    expect(readdirSync(join(lean, 'node_modules'))).toEqual(
      expect.arrayContaining(['cdktf', 'constructs', 'ipaddr.js', 'yaml']),
    );
    expect(readdirSync(join(lean, 'node_modules/@cdktf'))).toEqual(['provider-aws']);
    expect(existsSync(join(lean, 'node_modules/protobufjs'))).toBe(false);
  });

  it('every area that is not about what runs in a cluster loads', async () => {
    const inCluster = ['./eks-addons', './kubernetes', './kubernetes-stack', './testing', '.', './package.json'];
    const entries = Object.keys(packageExports(root)).filter((entry) => !inCluster.includes(entry));
    const program = entries.map((entry) => `require('${entry.replace('.', 'cdktf-aws-containers')}')`).join(';');
    expect(await run(`node -e "${program}"`, lean)).toEqual({ status: 0, output: '' });
  });

  it('the root says which package is missing', async () => {
    const { status, output } = await run(`node -e "require('cdktf-aws-containers')"`, lean);
    expect(status).not.toBe(0);
    expect(output).toMatch(/Cannot find module '@cdktf\/provider-(helm|kubernetes)/);
  });
});

function readStack(of: string): unknown {
  const file = join(of, 'cdktf.out/stacks/dev/cdk.tf.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
