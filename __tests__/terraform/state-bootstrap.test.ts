import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { configureRemoteState, type RemoteState } from '../../modules/state';
import { StateStack, type StateStackProps } from '../../stacks/state-stack';
import type { CommandResult } from '../../testing/bounded-command';
import { findPluginMirror } from '../../tools/terraform/plugin-mirror';
import { object } from '../../tools/terraform/stack-json';
import { Terraform } from '../../tools/terraform/terraform';
import { EMULATED_PROVIDER, emulatorEnvironment } from '../../tools/verify-aws/emulated-stack';
import { findMoto, type Moto, startMoto } from '../../tools/verify-aws/moto';
import { withTerraform } from '../testing/support/with-terraform';

jest.setTimeout(240_000);

const mirror = findPluginMirror();
const page = readFileSync(join(__dirname, '../../docs/remote-state.md'), 'utf8');
const account = '123456789012';

/** The lines of the `sh` block that follows `<!-- title -->`. */
function commands(title: string): string[] {
  const start = page.indexOf(`<!-- ${title} -->\n\`\`\`sh\n`);
  if (start < 0) throw new Error(`docs/remote-state.md has no commands "${title}"`);
  const block = page.slice(page.indexOf('```sh\n', start) + 6);
  return block.slice(0, block.indexOf('```')).trim().split('\n');
}

/** A folder as the reader has it, with a bucket in the cloud of an emulator. */
class Reader {
  private readonly terraform: Terraform;

  public constructor(
    private readonly folder: string,
    private readonly moto: Moto,
  ) {
    const environment = emulatorEnvironment(moto.url);
    this.terraform = new Terraform({ folder: join(folder, 'home'), mirror, environment });
  }

  /** Types the commands; the last output is returned. `build` is the program that `npm run synth` would run. */
  public async follow(title: string, build: (app: App) => void): Promise<string> {
    let last = '';
    for (const line of commands(title)) {
      if (line === 'npm run synth') this.synthesize(build);
      else if (line.startsWith('rm -r ')) rmSync(join(this.folder, line.slice(6)), { recursive: true });
      else last = await this.type(line);
    }
    return last;
  }

  public exists(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  public run(...args: string[]): Promise<CommandResult> {
    return this.terraform.run(args, { cwd: this.folder, timeoutSeconds: 200 });
  }

  /** How S3 says that an object is encrypted: the key, or the name of its own method. */
  public async encryption(key: string): Promise<string | null> {
    const { headers } = await fetch(`${this.moto.url}/acme-tfstate/${key}`, {
      method: 'HEAD',
      // The emulator looks for a signature and does not check it.
      headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/s3/aws4_request' },
    });
    return headers.get('x-amz-server-side-encryption-aws-kms-key-id') ?? headers.get('x-amz-server-side-encryption');
  }

  private async type(line: string): Promise<string> {
    const answers: Record<string, string[]> = {
      apply: ['-auto-approve'],
      plan: ['-detailed-exitcode'],
      '-migrate-state': ['-force-copy'],
    };
    const [program = '', ...args] = line.split(' ');
    if (program !== 'terraform') throw new Error(`the page has a command that this test cannot run: ${line}`);
    const { exitCode, stdout, stderr } = await this.run(...args, ...args.flatMap((arg) => answers[arg] ?? []));
    if (exitCode !== 0) throw new Error(`${line} ended with ${exitCode}:\n${stdout.slice(-3000)}\n${stderr}`);
    return stdout;
  }

  /**
   * Beside each stack goes an override for the emulator. Two resources are taken out: the bucket's policy refuses
   * requests without TLS, and the emulator speaks nothing else; the provider watches a new lifecycle for a minute.
   */
  private synthesize(build: (app: App) => void): void {
    const app = new App({ outdir: join(this.folder, 'cdktf.out') });
    build(app);
    app.synth();
    for (const stack of app.node.children.filter((child) => TerraformStack.isStack(child))) {
      const folder = join(app.outdir, 'stacks', stack.node.id);
      const file = join(folder, 'cdk.tf.json');
      const { terraform, provider, resource, ...others } = object(JSON.parse(readFileSync(file, 'utf8')));
      const { aws_s3_bucket_policy: _, aws_s3_bucket_lifecycle_configuration: __, ...resources } = object(resource);
      writeFileSync(file, JSON.stringify({ terraform, provider, resource: resources, ...others }));
      const { s3 } = object(object(terraform).backend);
      const emulated = { use_path_style: true, skip_credentials_validation: true, skip_requesting_account_id: true };
      const override = {
        terraform: {
          ...(provider === undefined
            ? {}
            : {
                required_providers: {
                  aws: { source: 'hashicorp/aws', version: mirror?.versions.get('hashicorp/aws')?.[0] },
                },
              }),
          ...(s3 === undefined ? {} : { backend: { s3: { ...object(s3), ...emulated } } }),
        },
        ...(provider === undefined ? {} : { provider: { aws: [EMULATED_PROVIDER] } }),
      };
      writeFileSync(join(folder, 'zz_override.tf.json'), JSON.stringify(override));
    }
  }
}

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
function devStack(remoteState: RemoteState) {
  return (app: App): void => {
    const stack = new TerraformStack(app, 'dev');
    configureRemoteState(stack, remoteState, { environment: 'dev', component: 'main' });
    stack.addOverride('resource.terraform_data', { Kept: { input: 'what the old state knows' } });
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
    reader = new Reader(folder, moto);
  });

  afterAll(async () => {
    if (!able) return;
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const step = able ? it : it.skip;

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
    const s3 = { kind: 's3', bucket: 'acme-tfstate', region: 'eu-west-1', kmsKeyArn: keyArn } as const;
    await reader.follow('moving a stack', devStack({ kind: 'local' })).catch(() => undefined);
    const { exitCode } = await reader.run('-chdir=cdktf.out/stacks/dev', 'apply', '-auto-approve');
    expect(exitCode).toBe(0);
    await reader.follow('moving a stack', devStack(s3));
    expect(await reader.encryption('dev/main/terraform.tfstate')).toBe(keyArn);
    const { stdout } = await reader.run('-chdir=cdktf.out/stacks/dev', 'state', 'list');
    expect(stdout.trim()).toBe('terraform_data.Kept');
  });

  step("put a state under S3's own key where a backend names none, whatever the bucket's default is", async () => {
    const s3 = { kind: 's3', bucket: 'acme-tfstate', region: 'eu-west-1', keyPrefix: 'plain' } as const;
    await reader.follow('moving a stack', devStack(s3));
    expect(await reader.encryption('plain/dev/main/terraform.tfstate')).toBe('AES256');
  });
});
