import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTerraform, TerraformUnavailableError } from 'cdktf-aws-containers/testing';
import { findPluginMirror, type PluginMirror } from '../../tools/terraform/plugin-mirror';
import type { Json, SynthesizedStack } from '../../tools/terraform/stack-json';
import { Terraform } from '../../tools/terraform/terraform';
import { type ValidateSettings, validateStack } from '../../tools/terraform/validate-stack';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-stack-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function stack(name: string, json: Json, providers: Json = { aws: { source: 'hashicorp/aws', version: '~> 6.25' } }) {
  const written: SynthesizedStack = {
    name,
    folder: join(folder, name),
    json: { ...json, terraform: { required_providers: providers } },
  };
  mkdirSync(written.folder);
  writeFileSync(join(written.folder, 'cdk.tf.json'), JSON.stringify(written.json));
  return written;
}

const emptyMirror: PluginMirror = { folder: 'nowhere', versions: new Map([['hashicorp/aws', ['5.100.0']]]) };

describe('without Terraform', () => {
  it('says which providers a stack needs that the mirror lacks, and judges nothing', async () => {
    const platform = stack('platform', {}, { helm: { source: 'hashicorp/helm', version: '3.0.2' } });
    const terraform = new Terraform({ folder });
    expect(await validateStack(platform, { terraform, folder, mirror: emptyMirror })).toMatchObject({
      result: 'not judged',
      notes: ['not judged: the mirror has no provider hashicorp/helm'],
    });
  });

  it('does not judge a stack with a resource type that the older provider lacks', async () => {
    const schema = { version: '5.100.0', resource: {}, data: {}, provider: {} };
    const newer = stack('newer', { resource: { aws_thing_of_6: { A: {} } } });
    const terraform = new Terraform({ folder });
    expect(await validateStack(newer, { terraform, folder, mirror: emptyMirror, schema })).toMatchObject({
      result: 'not judged',
      notes: ['not judged: provider 5.100.0 has no aws_thing_of_6'],
    });
  });

  it('says where to get Terraform when there is none', () => {
    const before = process.env.TERRAFORM_BINARY_NAME;
    process.env.TERRAFORM_BINARY_NAME = 'terraform-that-is-not-there';
    try {
      expect(() => new Terraform({ folder })).toThrow(TerraformUnavailableError);
    } finally {
      if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
      else process.env.TERRAFORM_BINARY_NAME = before;
    }
  });
});

const mirror = findPluginMirror();
const judged = (mirror !== undefined && findTerraform() !== undefined) || process.env.CI === 'true';
(judged ? describe : describe.skip)(
  judged ? 'with the real AWS provider' : 'with the real AWS provider [skipped: no terraform or no plugin mirror]',
  () => {
    const settings = (): ValidateSettings => ({ terraform: new Terraform({ folder, mirror }), folder, mirror });

    it('accepts what the provider accepts', async () => {
      const vpc = { aws_vpc: { Vpc: { cidr_block: '10.0.0.0/16' } } };
      expect(await validateStack(stack('good', { resource: vpc }), settings())).toMatchObject({ result: 'valid' });
    }, 120_000);

    it('finds what only the provider knows: a value that breaks one of its own rules', async () => {
      const vpc = { aws_vpc: { Vpc: { cidr_block: '10.0.0.0/16', instance_tenancy: 'shared' } } };
      const verdict = await validateStack(stack('bad', { resource: vpc }), settings());
      expect(verdict.result).toBe('invalid');
      expect(verdict.notes.join()).toContain('instance_tenancy');
    }, 120_000);
  },
);
