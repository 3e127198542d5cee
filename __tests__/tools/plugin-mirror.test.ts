import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOlderThan } from '../../tools/terraform/constraint';
import { findPluginMirror } from '../../tools/terraform/plugin-mirror';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mirror-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function provider(...parts: string[]): void {
  mkdirSync(join(folder, 'plugins', 'registry.terraform.io', ...parts), { recursive: true });
}

it('finds the mirror inside the folder named, with the newest version of each provider first', () => {
  provider('hashicorp', 'aws', '5.99.1', 'linux_amd64');
  provider('hashicorp', 'aws', '5.100.0', 'linux_amd64');
  provider('hashicorp', 'helm', '3.0.2', 'linux_amd64');
  const mirror = findPluginMirror({ TERRAFORM_PLUGIN_MIRROR: folder });
  expect(mirror?.folder).toBe(join(folder, 'plugins'));
  expect(mirror?.versions.get('hashicorp/aws')).toEqual(['5.100.0', '5.99.1']);
  expect(mirror?.versions.get('hashicorp/helm')).toEqual(['3.0.2']);
});

it('reads versions from the names of packed providers', () => {
  provider('hashicorp', 'aws');
  const packed = join(folder, 'plugins', 'registry.terraform.io', 'hashicorp', 'aws');
  writeFileSync(join(packed, 'terraform-provider-aws_5.100.0_linux_amd64.zip'), '');
  expect(findPluginMirror({ TERRAFORM_PLUGIN_MIRROR: folder })?.versions.get('hashicorp/aws')).toEqual(['5.100.0']);
});

it('takes no folder without the AWS provider, and looks nowhere else when one is named', () => {
  provider('hashicorp', 'helm', '3.0.2', 'linux_amd64');
  expect(findPluginMirror({ TERRAFORM_PLUGIN_MIRROR: folder })).toBeUndefined();
  expect(findPluginMirror({ TERRAFORM_PLUGIN_MIRROR: join(folder, 'nothing') })).toBeUndefined();
});

it("looks where Terraform's own mirrors are, under XDG_DATA_DIRS", () => {
  mkdirSync(join(folder, 'terraform', 'plugins', 'registry.terraform.io', 'hashicorp', 'aws', '6.99.0'), {
    recursive: true,
  });
  const mirror = findPluginMirror({ XDG_DATA_HOME: folder });
  expect(mirror?.versions.get('hashicorp/aws')).toEqual(['6.99.0']);
});

it.each([
  ['5.100.0', '~> 6.25', true],
  ['5.100.0', '6.25.0', true],
  ['6.24.9', '>= 6.25', true],
  ['6.25.0', '~> 6.25', false],
  ['6.66.0', '6.25.0', false],
  ['5.100.0', '>= 5.9, < 7', false],
  ['5.100.0', '', false],
])('%s is older than all that "%s" allows: %s', (version, constraint, older) => {
  expect(isOlderThan(version, constraint)).toBe(older);
});
