import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Json, object } from './stack-json';
import type { Terraform } from './terraform';

/** The arguments that one version of a provider takes, as the provider itself says. */
export interface ProviderSchema {
  readonly version: string;
  readonly resource: Json;
  readonly data: Json;
  readonly provider: Json;
}

/** Asks `hashicorp/aws` of the mirror, 2 to 3 seconds. */
export async function awsProviderSchema(
  terraform: Terraform,
  folder: string,
  version: string,
): Promise<ProviderSchema> {
  mkdirSync(folder, { recursive: true });
  const required = { aws: { source: 'hashicorp/aws', version } };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
  const init = await terraform.run(['init'], { cwd: folder, timeoutSeconds: 60 });
  if (init.exitCode !== 0) throw new Error(`terraform init of hashicorp/aws ${version} failed:\n${init.stderr}`);
  const { stdout } = await terraform.run(['providers', 'schema', '-json'], { cwd: folder, timeoutSeconds: 120 });
  const schemas = object(object(JSON.parse(stdout)).provider_schemas);
  const schema = object(schemas['registry.terraform.io/hashicorp/aws']);
  return {
    version,
    resource: object(schema.resource_schemas),
    data: object(schema.data_source_schemas),
    provider: object(object(schema.provider).block),
  };
}

/** Whether the bindings of this project, which are of a newer provider, have the argument. */
export function bindingKnows(mode: 'resource' | 'data', type: string, argument: string): boolean {
  const name = type.replace(/^aws_/, '').replaceAll('_', '-');
  const file = join(
    'node_modules',
    '@cdktf',
    'provider-aws',
    'lib',
    mode === 'data' ? `data-aws-${name}` : name,
    'index.js',
  );
  return existsSync(file) && new RegExp(`^\\s*${argument}: `, 'm').test(readFileSync(file, 'utf8'));
}
