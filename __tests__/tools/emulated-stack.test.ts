import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { object, type SynthesizedStack } from '../../tools/terraform/stack-json';
import { emulatedState, producerOf, writeEmulatedStack } from '../../tools/verify-aws/emulated-stack';

function stack(name: string, terraform: Record<string, unknown>, folder = ''): SynthesizedStack {
  return { name, folder, json: { terraform, provider: { aws: [{ region: 'eu-west-1' }, { alias: 'us' }] } } };
}

const s3 = { bucket: 'acme', key: 'dev/network/terraform.tfstate', region: 'eu-west-1' };

it('keeps bucket and key of S3 state, and gives every other state a key by its stack', () => {
  expect(emulatedState(stack('a', { backend: { s3 } }))).toMatchObject(s3);
  expect(emulatedState(stack('a', { cloud: { organization: 'acme', workspaces: { name: 'dev-a' } } }))).toMatchObject({
    key: 'a/terraform.tfstate',
  });
});

it('tells which stack a remote state reads, whatever the backend', () => {
  const stacks = [
    stack('network', { backend: { s3: { ...s3, encrypt: true, use_lockfile: true } } }),
    stack('ecs', { backend: { local: { path: '../../../terraform-state/dev/ecs.tfstate' } } }),
    stack('eks', { cloud: { organization: 'acme', workspaces: { name: 'dev-eks', project: 'shop' } } }),
  ];
  const states = new Map(stacks.map((each) => [each.name, emulatedState(each)]));
  const read = (config: Record<string, unknown>) => producerOf({ config }, states)?.stack;
  expect(read(s3)).toBe('network');
  expect(read({ path: '../../../terraform-state/dev/ecs.tfstate' })).toBe('ecs');
  expect(read({ organization: 'acme', workspaces: { name: 'dev-eks' } })).toBe('eks');
  expect(read({ ...s3, key: 'prod/network/terraform.tfstate' })).toBeUndefined();
});

it('leaves the synthesized file alone and says the emulator in an override, for each provider', () => {
  const root = mkdtempSync(join(tmpdir(), 'emulated-'));
  try {
    const from = join(root, 'from');
    mkdirSync(from);
    writeFileSync(join(from, 'cdk.tf.json'), '{"synthesized":true}');
    const network = stack('network', { backend: { s3 } }, from);
    const states = new Map([['network', emulatedState(network)]]);
    const folder = join(root, 'to');
    writeEmulatedStack(network, network.json, {
      folder,
      url: 'http://127.0.0.1:1',
      providerVersion: '5.100.0',
      states,
    });
    expect(readFileSync(join(from, 'cdk.tf.json'), 'utf8')).toBe('{"synthesized":true}');
    const { provider, terraform } = object(JSON.parse(readFileSync(join(folder, 'zz_override.tf.json'), 'utf8')));
    expect(provider).toEqual({
      aws: [expect.objectContaining({ s3_use_path_style: true }), expect.objectContaining({ alias: 'us' })],
    });
    expect(terraform).toMatchObject({
      required_providers: { aws: { version: '5.100.0' } },
      backend: { s3: { ...s3, use_lockfile: true, endpoints: { s3: 'http://127.0.0.1:1' } } },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
});
