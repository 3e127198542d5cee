import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import { configureRemoteState, type RemoteState } from '../../modules/state';
import { StateStack, type StateStackProps } from '../../stacks/state-stack';
import { findOnPath } from '../../testing/find-on-path';
import { findPluginMirror } from '../../tools/terraform/plugin-mirror';
import { findMoto, type Moto, startMoto } from '../../tools/verify-aws/moto';
import { withTerraform } from '../testing/support/with-terraform';
import { Reader } from './support/reader';

jest.setTimeout(240_000);

const mirror = findPluginMirror();
const account = '123456789012';

function stateStack(keptIn: StateStackProps['keptIn']) {
  return (app: App): void => {
    new StateStack(app, 'state', {
      bucketName: 'acme-tfstate',
      region: 'eu-west-1',
      accountId: account,
      keptIn,
      environments: { dev: {}, prod: { reads: ['shared'] } },
    });
  };
}

/** A stack of the app that needs no provider. */
function devStack(remoteState: RemoteState, input = 'what the old state knows') {
  return (app: App): void => {
    const stack = new TerraformStack(app, 'dev');
    configureRemoteState(stack, remoteState, { environment: 'dev', component: 'main' });
    stack.addOverride('resource.terraform_data', { Kept: { input } });
  };
}

const able = (mirror !== undefined && findMoto() !== undefined) || process.env.CI === 'true';
const title = 'the commands of docs/remote-state.md, with the real AWS provider on an emulator';

withTerraform(able ? title : `${title} [skipped: no mirror with the AWS provider, or no moto_server]`, () => {
  let folder: string;
  let moto: Moto;
  let reader: Reader;
  let keyArn: string;

  beforeAll(async () => {
    if (!able) return;
    folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
    moto = await startMoto(account);
    reader = new Reader('docs/remote-state.md', folder, moto);
  });

  afterAll(async () => {
    if (!able) return;
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const step = able ? it : it.skip;
  const stepWithAws = able && (findOnPath('aws') !== undefined || process.env.CI === 'true') ? it : it.skip;
  const s3 = (bucket = 'acme-tfstate'): RemoteState => ({ kind: 's3', bucket, region: 'eu-west-1', kmsKeyArn: keyArn });
  const dev = '-chdir=cdktf.out/stacks/dev';

  step('make the bucket with a state in a file, and print the ARN of its key', async () => {
    keyArn = await reader.follow('first apply', stateStack({ kind: 'local-file' }));
    expect(keyArn).toMatch(/^arn:aws:kms:eu-west-1:123456789012:key\/[\w-]+$/);
    expect(reader.exists('terraform-state/shared/state.tfstate')).toBe(true);
  });

  step('move that state into the bucket itself, where nothing is left to do', async () => {
    await reader.follow('into its own bucket', stateStack({ kind: 'own-bucket', kmsKeyArn: keyArn }));
    expect(reader.exists('terraform-state/shared')).toBe(false);
    expect(await reader.encryption('shared/state/terraform.tfstate')).toBe(keyArn);
  });

  step('leave a bucket that terraform destroy does not take away', async () => {
    const { exitCode, stderr } = await reader.run('-chdir=cdktf.out/stacks/state', 'destroy', '-auto-approve');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Instance cannot be destroyed');
  });

  step('move the state of another stack from its file into the bucket, under the key that it names', async () => {
    await reader.follow('moving a stack', devStack({ kind: 'local' })).catch(() => undefined);
    await reader.succeed(dev, 'apply', '-auto-approve');
    await reader.follow('moving a stack', devStack(s3()));
    expect(await reader.encryption('dev/main/terraform.tfstate')).toBe(keyArn);
    expect((await reader.succeed(dev, 'state', 'list')).trim()).toBe('terraform_data.Kept');
  });

  step('free the lock of somebody who is gone, whose id the next run prints', async () => {
    await reader.leaveLock('dev/main/terraform.tfstate', 'a3c1f5f0-6d0e-4a53-9d4b-0f1c2b3a4d5e');
    const { exitCode, stderr } = await reader.run(dev, 'plan');
    expect(exitCode).toBe(1);
    const id = /ID: +([\w-]+)/.exec(stderr)?.[1] ?? 'no id in the message';
    await reader.follow('a lock that stays', devStack(s3()), { id });
    await reader.succeed(dev, 'plan');
  });

  stepWithAws('bring an older version of a state back', async () => {
    reader.synthesize(devStack(s3(), 'what broke it'));
    await reader.succeed(dev, 'apply', '-auto-approve');
    reader.synthesize(devStack(s3()));
    const versions = JSON.parse(await reader.follow('what there is', devStack(s3())));
    const older = versions.Versions.find(({ IsLatest }: { readonly IsLatest: boolean }) => !IsLatest);
    await reader.follow('the older one', devStack(s3()), { id: older.VersionId });
    expect(await reader.succeed(dev, 'state', 'pull')).toContain('what the old state knows');
  });

  stepWithAws('go on from the copy in another region', async () => {
    await reader.type('aws s3 mb s3://acme-tfstate-copy');
    await reader.type('aws s3 cp s3://acme-tfstate/ s3://acme-tfstate-copy/ --recursive');
    await reader.follow('from the copy', devStack(s3('acme-tfstate-copy')));
    expect((await reader.succeed(dev, 'state', 'list')).trim()).toBe('terraform_data.Kept');
    await reader.follow('from the copy', devStack(s3()));
  });

  step("put a state under S3's own key where a backend names none, whatever the bucket's default is", async () => {
    const plain = { kind: 's3', bucket: 'acme-tfstate', region: 'eu-west-1', keyPrefix: 'plain' } as const;
    await reader.follow('moving a stack', devStack(plain));
    expect(await reader.encryption('plain/dev/main/terraform.tfstate')).toBe('AES256');
  });
});
