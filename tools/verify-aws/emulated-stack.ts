import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, blocks, type Json, object, type SynthesizedStack } from '../terraform/stack-json';

/** Where a stack's state lies on the emulator. */
export interface EmulatedState {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** What other stacks call this state, whatever its backend is. */
  readonly identity: string;
}

/** The object a stack says, or one by its name where its backend is of another kind. */
export function emulatedState({ name, json }: SynthesizedStack): EmulatedState {
  const { backend, cloud } = object(json.terraform);
  const settings = object(cloud ?? Object.values(object(backend))[0]);
  const { bucket, key, region } = object(object(backend).s3);
  const place =
    typeof bucket === 'string' && typeof key === 'string'
      ? { bucket, key, region: typeof region === 'string' ? region : 'eu-west-1' }
      : { bucket: 'verify-tfstate', key: `${name}/terraform.tfstate`, region: 'eu-west-1' };
  return { ...place, identity: identity(settings) };
}

/** Equal for a backend and for the `terraform_remote_state` that reads it, which leaves out locking and encryption. */
function identity(settings: Json): string {
  const { bucket, key, path, schema_name, prefix, address, container_name, workspaces } = settings;
  return JSON.stringify([bucket, key, path, schema_name, prefix, address, container_name, object(workspaces).name]);
}

/** Environment of Terraform and its provider for the emulator at `url`. */
export function emulatorEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    // Nothing of the user's own configuration may reach these runs.
    AWS_CONFIG_FILE: join('nonexistent', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join('nonexistent', 'credentials'),
    AWS_PROFILE: '',
    AWS_SESSION_TOKEN: '',
    // A call that moto lacks answers 500; the default of 25 tries takes minutes.
    AWS_MAX_ATTEMPTS: '3',
  };
}

/** Copies a stack and adds one override file; what was synthesized stays as it is. */
export function writeEmulatedStack(
  stack: SynthesizedStack,
  json: Json,
  { folder, url, providerVersion, states }: EmulatedSettings,
): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(stack.folder, folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  writeFileSync(join(folder, 'zz_override.tf.json'), JSON.stringify(override(stack, json), null, 2));

  function override({ name }: SynthesizedStack, whole: Json): Json {
    const state = states.get(name);
    const readers = blocks(whole).filter(({ type }) => type === 'terraform_remote_state');
    return {
      terraform: {
        required_providers: { aws: { source: 'hashicorp/aws', version: providerVersion } },
        ...(state === undefined
          ? {}
          : { backend: { s3: { ...onEmulator(state, url), encrypt: true, use_lockfile: true } } }),
      },
      provider: { aws: array(object(whole.provider).aws).map(providerOverride) },
      ...(readers.length === 0
        ? {}
        : { data: { terraform_remote_state: Object.fromEntries(readers.map(readerOverride)) } }),
    };
  }

  function readerOverride({ name, body }: { name: string; body: Json }): [string, Json] {
    const producer = producerOf(body, states);
    return [name, producer === undefined ? {} : { backend: 's3', config: onEmulator(producer, url) }];
  }
}

export interface EmulatedSettings {
  readonly folder: string;
  readonly url: string;
  readonly providerVersion: string;
  /** States of all stacks of the app, by stack. */
  readonly states: ReadonlyMap<string, EmulatedState>;
}

/** Which stack of the app a `terraform_remote_state` reads. */
export function producerOf(
  { config }: Json,
  states: ReadonlyMap<string, EmulatedState>,
): (EmulatedState & { readonly stack: string }) | undefined {
  const read = identity(object(config));
  const found = [...states].find(([, state]) => state.identity === read);
  return found === undefined ? undefined : { stack: found[0], ...found[1] };
}

function providerOverride(provider: unknown): Json {
  const { alias } = object(provider);
  return {
    ...(typeof alias === 'string' ? { alias } : {}),
    ...EMULATED_PROVIDER,
  };
}

/** Settings of the AWS provider that no environment variable reaches. */
export const EMULATED_PROVIDER = {
  skip_metadata_api_check: true,
  skip_credentials_validation: true,
  s3_use_path_style: true,
};

function onEmulator({ bucket, key, region }: EmulatedState, url: string): Json {
  return {
    bucket,
    key,
    region,
    endpoints: { s3: url, sts: url, iam: url, dynamodb: url },
    use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_requesting_account_id: true,
  };
}
