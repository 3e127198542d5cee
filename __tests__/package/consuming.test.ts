import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExports } from '../../tools/package-exports';
import { buildAndPack, type Packed } from '../../tools/package-pack';
import { Consumers } from './support/consumer';
import { readSteps } from './support/page';
import { type Finished, run } from './support/run';

jest.setTimeout(300_000); // npm, the compiler and Terraform as processes, on a machine that may be busy

const root = join(__dirname, '..', '..');
const steps = readSteps(join(root, 'docs/consuming-from-npm.md'));
const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
let packed: Packed;
let consumers: Consumers;

beforeAll(() => {
  packed = buildAndPack(root, folder);
  consumers = new Consumers(root, folder, packed.file);
});

afterAll(() => {
  consumers.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the tarball', () => {
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
  });
});

/** Every line of the page in its order, in a folder that was empty before. */
describe('who follows docs/consuming-from-npm.md', () => {
  const results = new Map<string, Finished & { readonly synthesized: unknown }>();

  let project: string;

  beforeAll(async () => {
    project = consumers.project('app');
    for (const step of steps) {
      // The last block is about another core; `npm run portability` installs and runs that.
      if (step.kind === 'file' && step.name === 'package.json') continue;
      if (step.kind === 'file') writeFileSync(join(project, step.name), step.content);
      else {
        rmSync(join(project, 'cdktf.out'), { recursive: true, force: true });
        const finished = await consumers.run(step.line, project);
        results.set(step.line, { ...finished, synthesized: readStack(project) });
      }
    }
  });

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
  });
});

describe('without the packages for Kubernetes and for tests', () => {
  let lean: string;

  beforeAll(async () => {
    lean = consumers.project('lean');
    await consumers.run('npm install cdktf-aws-containers', lean);
  });

  it('npm brings the peers that everything needs, and not the optional ones', () => {
    expect(readdirSync(join(lean, 'node_modules'))).toEqual(
      expect.arrayContaining(['cdktf', 'constructs', 'ipaddr.js', 'yaml']),
    );
    expect(readdirSync(join(lean, 'node_modules/@cdktf'))).toEqual(['provider-aws']);
    expect(existsSync(join(lean, 'node_modules/protobufjs'))).toBe(false);
  });

  it('every entry loads but those that the page says need more than AWS', async () => {
    const entries = Object.keys(packageExports(root)).map((entry) => entry.replace('.', 'cdktf-aws-containers'));
    const program = `for (const entry of ${JSON.stringify(entries)}) try { require(entry) } catch { console.log(entry) }`;
    const page = readFileSync(join(root, 'docs/consuming-from-npm.md'), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| `@cdktf\/provider-(helm|tfe)/.test(line));
    const named = rows.flatMap((row) => [...row.matchAll(/`(\/[\w-]+)`/g)].map(([, entry]) => entry));
    writeFileSync(join(lean, 'entries.js'), program);
    const { output } = await run('node entries.js', lean);
    const name = 'cdktf-aws-containers';
    expect(output.trim().split('\n').sort()).toEqual([name, ...named.map((entry) => `${name}${entry}`)].sort());
  });

  it('the root says which package is missing', async () => {
    const { status, output } = await run(`node -e "require('cdktf-aws-containers')"`, lean);
    expect(status).not.toBe(0);
    expect(output).toMatch(/Cannot find module '@cdktf\/provider-(helm|kubernetes)/);
  });

  it('a command of terraformOffline says which packages are missing, and how to install them', async () => {
    const program = [
      "const { App, TerraformStack } = require('cdktf');",
      "const { synthesizeApp, terraformOffline } = require('cdktf-aws-containers/testing');",
      "const app = new App({ outdir: 'out' });",
      "new TerraformStack(app, 'dev');",
      "console.log(synthesizeApp(app).stack('dev').name);",
      'const terraform = terraformOffline(app);',
      'terraform.validate().catch((error) => console.log(error.message)).finally(() => terraform.close());',
    ].join('\n');
    writeFileSync(join(lean, 'offline.js'), program);
    expect(await run('node offline.js', lean)).toEqual({
      status: 0,
      output:
        'dev\nNot installed: @grpc/grpc-js, @msgpack/msgpack, protobufjs. Offline tests serve the providers with them: ' +
        'npm install --save-dev @grpc/grpc-js @msgpack/msgpack protobufjs\n',
    });
  });

  it('the stack with workspaces of HCP Terraform loads as soon as its bindings are there', async () => {
    const program = `node -e "require('cdktf-aws-containers/workspaces-stack')"`;
    expect((await run(program, lean)).output).toContain("Cannot find module '@cdktf/provider-tfe/");
    await consumers.run('npm install @cdktf/provider-tfe', lean);
    expect(await run(program, lean)).toEqual({ status: 0, output: '' });
  });
});

function readStack(of: string): unknown {
  const file = join(of, 'cdktf.out/stacks/dev/cdk.tf.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
