import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, TerraformStack } from 'cdktf';
import { configureRemoteState } from '../../../modules/state';
import { titledBlock } from '../../support/titled-block';

const page = 'docs/terraform-cloud.md';
const run = promisify(execFile);

/** The page's lines as a script; `npm run synth` is done by {@link synthesize}. */
function script(title: string): string {
  const [first, ...lines] = titledBlock(page, title).split('\n');
  expect(first).toBe('npm run synth');
  return lines.join('\n');
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function synthesize(input: string): void {
  const app = new App({ outdir: join(folder, 'cdktf.out') });
  const stack = new TerraformStack(app, 'dev');
  configureRemoteState(stack, { kind: 'cloud', organization: 'acme' }, { environment: 'dev', component: 'main' });
  stack.addOverride('resource.terraform_data', { Kept: { input } });
  app.synth();
}

function bash(text: string, environment: Record<string, string> = {}) {
  return run('bash', ['-euo', 'pipefail', '-c', text], { cwd: folder, env: { ...process.env, ...environment } });
}

describe('runs for a push', () => {
  const git = {
    GIT_AUTHOR_NAME: 'Reader',
    GIT_AUTHOR_EMAIL: 'reader@acme.dev',
    GIT_COMMITTER_NAME: 'Reader',
    GIT_COMMITTER_EMAIL: 'reader@acme.dev',
  };

  it('are for the synthesized files, which the page has committed without what Terraform leaves beside them', async () => {
    writeFileSync(join(folder, '.gitignore'), titledBlock(page, 'gitignore'));
    synthesize('first');
    mkdirSync(join(folder, 'cdktf.out/stacks/dev/.terraform'));
    writeFileSync(join(folder, 'cdktf.out/stacks/dev/.terraform/plugin'), '');
    await bash('git init --quiet');
    await bash(script('push'), git);
    const { stdout } = await bash('git ls-files');
    expect(stdout.trim().split('\n')).toEqual(['cdktf.out/stacks/dev/cdk.tf.json']);
  });

  it('are kept up to date by a check that passes for the same program and fails for a changed one', async () => {
    writeFileSync(join(folder, '.gitignore'), titledBlock(page, 'gitignore'));
    synthesize('first');
    await bash('git init --quiet');
    await bash(script('push'), git);
    synthesize('first');
    await bash(script('check'));
    synthesize('second');
    await expect(bash(script('check'))).rejects.toMatchObject({ code: 1 });
  });
});

describe('runs by the API', () => {
  const calls: string[] = [];
  let archive: Buffer;
  let server: Server;
  let address: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        calls.push(`${method} ${url} ${headers.authorization ?? 'no token'}`);
        const body = Buffer.concat(chunks);
        if (method === 'PUT') archive = body;
        response.end(answer(method, body.toString()));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** As documented in https://developer.hashicorp.com/terraform/cloud-docs/run/api. */
  function answer(method: string | undefined, body: string): string {
    if (method === 'GET') return JSON.stringify({ data: { id: 'ws-1' } });
    if (method === 'PUT') return '';
    expect(JSON.parse(body)).toEqual({ data: { type: 'configuration-versions' } });
    return JSON.stringify({ data: { attributes: { 'upload-url': `${address}/upload` } } });
  }

  it('find the workspace, ask for a configuration version and upload the folder of the stack', async () => {
    synthesize('first');
    const text = script('api').replace('https://app.terraform.io', address);
    await bash(text, { TFE_TOKEN: 'secret' });
    expect(calls).toEqual([
      'GET /api/v2/organizations/acme/workspaces/dev-main Bearer secret',
      'POST /api/v2/workspaces/ws-1/configuration-versions Bearer secret',
      'PUT /upload no token',
    ]);
    writeFileSync(join(folder, 'uploaded.tar.gz'), archive);
    const { stdout } = await bash('tar -tzf uploaded.tar.gz');
    expect(stdout.split('\n')).toContain('./cdk.tf.json');
  });
});
