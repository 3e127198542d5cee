import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type App, CloudBackend, NamedCloudWorkspace, TerraformStack } from 'cdktf';
import { configureRemoteState } from '../../../modules/state';
import { synthApp } from '../../support/synth';

let folder: string;
let called: string;
const before = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-called-'));
  called = join(folder, 'called');
  writeFileSync(join(folder, 'terraform'), `#!/bin/sh\ntouch ${called}\necho 'Terraform v1.11.4'\n`, { mode: 0o755 });
  process.env.PATH = [folder, before].join(delimiter);
});

afterEach(() => {
  process.env.PATH = before;
  rmSync(folder, { recursive: true, force: true });
});

it('a state in HCP Terraform is synthesized without starting Terraform', () => {
  synthApp((app: App) => {
    const stack = new TerraformStack(app, 'dev');
    configureRemoteState(stack, { kind: 'cloud', organization: 'acme' }, { environment: 'dev', component: 'main' });
  });
  expect(existsSync(called)).toBe(false);
});

it("cdktf's own cloud backend starts it", () => {
  synthApp((app: App) => {
    const stack = new TerraformStack(app, 'dev');
    new CloudBackend(stack, { organization: 'acme', workspaces: new NamedCloudWorkspace('dev') });
  });
  expect(existsSync(called)).toBe(true);
});
