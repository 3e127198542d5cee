import { remoteStatesOf, stateWithOutputs } from '../../testing/remote-states';
import { SynthesizedStack } from '../../testing/synth';

const settings = { bucket: 'acme', key: 'network.tfstate', region: 'eu-west-1' };

function producer(name: string, terraform: object): SynthesizedStack {
  return new SynthesizedStack(name, [], { terraform });
}

function consumer(backend: string, config: object): SynthesizedStack {
  return new SynthesizedStack('consumer', [], { data: { terraform_remote_state: { state: { backend, config } } } });
}

it.each([
  ['the same bucket and key', { backend: { s3: settings } }, 's3', settings],
  [
    'the same bucket and key, read with fewer settings',
    { backend: { s3: settings } },
    's3',
    { bucket: 'acme', key: 'network.tfstate' },
  ],
  ['the same path', { backend: { local: { path: '/tmp/a' } } }, 'local', { path: '/tmp/a' }],
  [
    'the same workspace of Terraform Cloud',
    { cloud: { organization: 'acme', workspaces: { name: 'network' } } },
    'remote',
    { organization: 'acme', workspaces: { name: 'network' } },
  ],
  [
    'the same workspace of Terraform Cloud, whose project only the writer says',
    { cloud: { organization: 'acme', workspaces: { name: 'network', project: 'shop' } } },
    'remote',
    { organization: 'acme', workspaces: { name: 'network' } },
  ],
])('a stack reads another one by %s', (_, terraform, backend, config) => {
  const reader = consumer(backend, config);
  expect(remoteStatesOf(reader, [reader, producer('network', terraform)])).toEqual([
    { id: 'state', producer: 'network' },
  ]);
});

it.each([
  ['another key', 's3', { ...settings, key: 'other.tfstate' }],
  ['another kind of backend', 'gcs', { bucket: 'acme', prefix: 'network' }],
  ['settings that have nothing in common', 's3', { profile: 'x' }],
])('a state with %s is of nobody in the app', (_, backend, config) => {
  const reader = consumer(backend, config);
  const [state] = remoteStatesOf(reader, [reader, producer('network', { backend: { s3: settings } })]);
  expect(state).toEqual({ id: 'state', producer: undefined });
});

it('writes a state with outputs of their own types', () => {
  const { outputs } = JSON.parse(stateWithOutputs({ ids: ['a', 'b'], size: 3, open: false, tags: { team: 'web' } }));
  expect(outputs).toEqual({
    ids: { value: ['a', 'b'], type: ['tuple', ['string', 'string']] },
    size: { value: 3, type: 'number' },
    open: { value: false, type: 'bool' },
    tags: { value: { team: 'web' }, type: ['object', { team: 'string' }] },
  });
});
