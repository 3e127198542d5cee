import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformUnavailableError, terraformOffline } from 'cdktf-aws-containers/testing';
import { buildApp } from './support/readme-app';

const folder = mkdtempSync(join(tmpdir(), 'fake-terraform-'));
const before = process.env.TERRAFORM_BINARY_NAME;

afterEach(() => {
  if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = before;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A shell script in Terraform's place. */
function fakeTerraform(name: string, script: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  process.env.TERRAFORM_BINARY_NAME = file;
}

async function failure(): Promise<Error> {
  const terraform = terraformOffline(buildApp());
  const error: unknown = await terraform
    .validate()
    .then(() => undefined)
    .catch((reason: unknown) => reason)
    .finally(() => terraform.close());
  if (error instanceof TerraformUnavailableError) return error;
  throw new Error('expected that Terraform is refused');
}

it('says what to install where there is no Terraform', async () => {
  process.env.TERRAFORM_BINARY_NAME = 'terraform-that-is-not-there';
  const { message } = await failure();
  expect(message).toContain('"terraform-that-is-not-there" is not on the PATH');
  expect(message).toContain('Install Terraform 1.5.7 or newer');
  expect(message).toContain('TERRAFORM_BINARY_NAME');
});

it.each(['0.15.5', '1.5.6', '1.4.9'])('refuses Terraform %s, which is too old', async (version) => {
  fakeTerraform(`terraform-${version}`, `echo '{"terraform_version": "${version}"}'`);
  expect((await failure()).message).toMatch(
    new RegExp(`is Terraform ${version}; offline tests need 1\\.5\\.7 or newer`),
  );
});

it.each(['1.5.7', '1.11.4', '2.0.0-alpha1'])('takes Terraform %s', async (version) => {
  fakeTerraform(
    `terraform-${version}`,
    `if [ "$1" = version ]; then echo '{"terraform_version": "${version}"}'; else echo '{"diagnostics": []}'; fi`,
  );
  const terraform = terraformOffline(buildApp());
  const outcome = await terraform.validate().finally(() => terraform.close());
  expect(outcome.succeeded).toBe(true);
});

it('says so where the program is something else', async () => {
  fakeTerraform('other', 'echo "hello"');
  expect((await failure()).message).toContain('does not answer "version -json" as Terraform does: hello');
});

it("gives Terraform nothing of the user's settings and credentials", async () => {
  fakeTerraform(
    'environment',
    `if [ "$1" = version ]; then echo '{"terraform_version": "1.11.4"}'; else env | grep -E '^(AWS_|TF_|CHECKPOINT)' | cut -d= -f1 | LC_ALL=C sort | tr '\\n' ' '; fi`,
  );
  process.env.AWS_ACCESS_KEY_ID = 'secret';
  process.env.TF_WORKSPACE = 'prod';
  process.env.TF_VAR_image = 'nginx';
  const terraform = terraformOffline(buildApp());
  const outcome = await terraform.validate().finally(() => {
    terraform.close();
    for (const name of ['AWS_ACCESS_KEY_ID', 'TF_WORKSPACE', 'TF_VAR_image']) delete process.env[name];
  });
  // No JSON comes back, so the output is in the diagnostic.
  expect(outcome.describe()).toContain(
    'CHECKPOINT_DISABLE TF_CLI_CONFIG_FILE TF_INPUT TF_IN_AUTOMATION TF_REATTACH_PROVIDERS TF_VAR_image',
  );
  expect(outcome.describe()).not.toMatch(/AWS_|TF_WORKSPACE/);
});
