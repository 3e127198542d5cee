import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { type App, LocalBackend, S3Backend, TerraformOutput, TerraformStack } from 'cdktf';
import { configureRemoteState, describeState, type RemoteState } from '../../../modules/state';
import { synthApp } from '../../support/synth';

const s3: RemoteState = { kind: 's3', bucket: 'acme-tfstate' };

function stackWith(app: App, id: string, state?: RemoteState, component = id): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
  if (state !== undefined) configureRemoteState(stack, state, { environment: 'dev', component });
  return stack;
}

function backendOf(state: RemoteState): Record<string, unknown> {
  const { network } = synthApp((app) => stackWith(app, 'network', state));
  const { backend, cloud } = network?.terraform ?? {};
  return (cloud === undefined ? backend : { cloud }) as Record<string, unknown>;
}

function message(build: (app: App) => void): string {
  try {
    synthApp(build);
  } catch (error) {
    return String(error);
  }
  throw new Error('expected a refusal, but it was accepted');
}

describe('where the state of a stack lies', () => {
  it('is one S3 object per environment and component, encrypted, locked by an object beside it', () => {
    expect(backendOf(s3)).toEqual({
      s3: {
        bucket: 'acme-tfstate',
        key: 'dev/network/terraform.tfstate',
        region: 'eu-west-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('takes a lock table in place of the lock object, because Terraform before 1.10 knows no use_lockfile', () => {
    const { s3: backend } = backendOf({ ...s3, dynamodbTable: 'acme-locks' });
    expect(backend).toMatchObject({ dynamodb_table: 'acme-locks' });
    expect(backend).not.toHaveProperty('use_lockfile');
  });

  it('passes the key, the role and the region of a bucket in another account', () => {
    expect(
      backendOf({
        ...s3,
        region: 'us-east-1',
        keyPrefix: 'shop',
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        assumeRole: { roleArn: 'arn:aws:iam::111122223333:role/state', sessionName: 'ci' },
      }),
    ).toMatchObject({
      s3: {
        key: 'shop/dev/network/terraform.tfstate',
        region: 'us-east-1',
        kms_key_id: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        assume_role: { role_arn: 'arn:aws:iam::111122223333:role/state', session_name: 'ci' },
      },
    });
  });

  it('is a workspace by name with HCP Terraform, in the `cloud` block', () => {
    expect(backendOf({ kind: 'cloud', organization: 'acme', project: 'shop' })).toEqual({
      cloud: { organization: 'acme', workspaces: { name: 'dev-network', project: 'shop' } },
    });
  });

  it.each<[string, RemoteState, unknown]>([
    [
      'a workspace with the older remote backend',
      { kind: 'remote', organization: 'acme', workspacePrefix: 'shop' },
      { remote: { organization: 'acme', workspaces: { name: 'shop-dev-network' } } },
    ],
    ['a schema of a PostgreSQL database', { kind: 'pg' }, { pg: { schema_name: 'dev_network' } }],
    [
      'an address of an HTTP service',
      {
        kind: 'http',
        address: 'https://gitlab.acme.dev/state/',
        lock: { lockMethod: 'POST', unlockMethod: 'DELETE' },
      },
      {
        http: {
          address: 'https://gitlab.acme.dev/state/dev-network',
          lock_address: 'https://gitlab.acme.dev/state/dev-network/lock',
          lock_method: 'POST',
          unlock_address: 'https://gitlab.acme.dev/state/dev-network/lock',
          unlock_method: 'DELETE',
        },
      },
    ],
    [
      'a prefix of a Google Cloud Storage bucket',
      { kind: 'gcs', bucket: 'acme-tfstate' },
      { gcs: { bucket: 'acme-tfstate', prefix: 'dev/network' } },
    ],
    [
      'a blob of an Azure container',
      { kind: 'azurerm', storageAccountName: 'acmestate', containerName: 'state' },
      {
        azurerm: {
          storage_account_name: 'acmestate',
          container_name: 'state',
          key: 'dev/network/terraform.tfstate',
        },
      },
    ],
    [
      'a file beside the output folder, the same path on every machine',
      { kind: 'local' },
      { local: { path: '../../../terraform-state/dev/network.tfstate' } },
    ],
  ])('is %s', (_title, state, expected) => {
    expect(backendOf(state)).toEqual(expected);
  });

  it('is said in one line, without secrets', () => {
    const described: string[] = [];
    synthApp((app) => {
      described.push(describeState(stackWith(app, 'network', s3)));
      described.push(describeState(stackWith(app, 'cloud', { kind: 'cloud', organization: 'acme' })));
      described.push(describeState(stackWith(app, 'pg', { kind: 'pg', connectionString: 'postgres://u@db/tf' })));
      described.push(describeState(stackWith(app, 'plain')));
    });
    expect(described).toEqual([
      's3://acme-tfstate/dev/network/terraform.tfstate',
      'app.terraform.io/acme/dev-cloud',
      'postgres://db/tf schema dev_pg',
      'terraform.plain.tfstate',
    ]);
  });
});

describe('references between stacks', () => {
  function reader(state: RemoteState): unknown {
    const { service } = synthApp((app) => {
      const vpc = new Vpc(stackWith(app, 'network', state), 'Vpc', { cidrBlock: '10.0.0.0/16' });
      new TerraformOutput(stackWith(app, 'service', state), 'vpc', { value: vpc.id });
    });
    return Object.values(service?.data?.terraform_remote_state ?? {})[0];
  }

  it('read the S3 object of the other stack, and take no lock for it', () => {
    expect(reader(s3)).toEqual({
      backend: 's3',
      workspace: '${terraform.workspace}',
      config: { bucket: 'acme-tfstate', key: 'dev/network/terraform.tfstate', region: 'eu-west-1' },
    });
  });

  it('read an HCP Terraform workspace through the remote backend, which has the data source', () => {
    expect(reader({ kind: 'cloud', organization: 'acme', project: 'shop' })).toEqual({
      backend: 'remote',
      config: { organization: 'acme', workspaces: { name: 'dev-network' } },
    });
  });

  it('read the local file of the other stack', () => {
    expect(reader({ kind: 'local' })).toMatchObject({
      backend: 'local',
      config: { path: '../../../terraform-state/dev/network.tfstate' },
    });
  });
});

describe('one state per stack', () => {
  it('[bad 59] refuses two stacks with one key', () => {
    const state: RemoteState = { kind: 's3', bucket: 'acme-state', key: 'prod/terraform.tfstate' };
    const text = message((app) => {
      stackWith(app, 'network', state);
      stackWith(app, 'service', state);
    });
    expect(text).toContain(
      'state (key) is "s3://acme-state/prod/terraform.tfstate"; allowed: one stack per state; the stacks "network" and "service"',
    );
    expect(text).toContain('for example prod/service/terraform.tfstate');
  });

  it('[bad 59] refuses it for backends made with cdktf alone, when anything of this library is in the app', () => {
    const text = message((app) => {
      for (const id of ['dev', 'prod']) {
        const stack = stackWith(app, id);
        new S3Backend(stack, { bucket: 'acme-state', key: 'terraform.tfstate', region: 'eu-west-1' });
      }
      stackWith(app, 'third', s3);
    });
    expect(text).toContain('"dev" and "prod"');
    expect(text).toContain('for example prod/terraform.tfstate');
  });

  it('[bad 59] refuses one local file of two stacks', () => {
    expect(
      message((app) => {
        for (const id of ['network', 'service'])
          new LocalBackend(stackWith(app, id), { path: '/srv/terraform.tfstate' });
        stackWith(app, 'third', s3);
      }),
    ).toContain('"network" and "service"');
  });

  it('refuses one workspace of two stacks, through whichever backend', () => {
    expect(
      message((app) => {
        stackWith(app, 'a', { kind: 'cloud', organization: 'acme' }, 'network');
        stackWith(app, 'b', { kind: 'remote', organization: 'acme' }, 'network');
      }),
    ).toContain('state (workspace) is "app.terraform.io/acme/dev-network"');
  });

  it.each(['', '/prod/x', 'prod/x/'])('[bad 59] refuses the key "%s"', (key) => {
    const text = message((app) => stackWith(app, 'network', { ...s3, key }));
    expect(text).toContain(`key of the state of stack "network" is "${key}"; allowed: 1 to 1024 bytes`);
  });

  it('[A19] accepts one key in two buckets, and two keys that differ by stack', () => {
    const accepted = synthApp((app) => {
      stackWith(app, 'a', s3, 'network');
      stackWith(app, 'b', { kind: 's3', bucket: 'acme-tfstate-prod' }, 'network');
      stackWith(app, 'c', s3, 'service');
      stackWith(app, 'd', { ...s3, endpoints: { s3: 'https://minio.acme.dev' } }, 'network');
    });
    expect(Object.keys(accepted)).toEqual(['a', 'b', 'c', 'd']);
  });
});
