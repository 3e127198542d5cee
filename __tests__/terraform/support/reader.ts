import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { boundedCommand, type CommandResult } from '../../../testing/bounded-command';
import { findPluginMirror } from '../../../tools/terraform/plugin-mirror';
import { object } from '../../../tools/terraform/stack-json';
import { Terraform } from '../../../tools/terraform/terraform';
import { EMULATED_PROVIDER, emulatorEnvironment } from '../../../tools/verify-aws/emulated-stack';
import type { Moto } from '../../../tools/verify-aws/moto';
import { titledBlock } from '../../support/titled-block';

const mirror = findPluginMirror();

/** What Terraform would ask a person. */
const ANSWERS: Readonly<Record<string, string>> = {
  apply: '-auto-approve',
  plan: '-detailed-exitcode',
  '-migrate-state': '-force-copy',
  'force-unlock': '-force',
};

/** A folder as the reader of a page has it, with a bucket in the cloud of an emulator. */
export class Reader {
  private readonly terraform: Terraform;

  public constructor(
    private readonly page: string,
    private readonly folder: string,
    private readonly moto: Moto,
  ) {
    const environment = emulatorEnvironment(moto.url);
    this.terraform = new Terraform({ folder: join(folder, 'home'), mirror, environment });
  }

  /**
   * Types the commands of a block; the last output is returned. `build` is the program that `npm run synth` would run,
   * `values` are what the page writes as `<id>`.
   */
  public async follow(
    title: string,
    build: (app: App) => void,
    values: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    let last = '';
    for (const line of titledBlock(this.page, title).trim().split('\n')) {
      const filled = line.replace(/<(\w+)>/g, (placeholder, name: string) => values[name] ?? placeholder);
      if (filled === 'npm run synth') this.synthesize(build);
      else last = await this.type(filled);
    }
    return last;
  }

  /** One line of a shell: `terraform`, `aws` or `rm -r`. */
  public async type(line: string): Promise<string> {
    const [program = '', ...args] = line.split(' ');
    if (program === 'terraform') {
      return this.succeed(...args.flatMap((arg) => [arg, ANSWERS[arg] ?? []].flat()));
    }
    if (program === 'aws') return outputOf(line, await this.aws(args));
    if (!line.startsWith('rm -r ')) throw new Error(`the page has a command that this test cannot run: ${line}`);
    rmSync(join(this.folder, line.slice(6)), { recursive: true });
    return '';
  }

  public exists(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  public run(...args: string[]): Promise<CommandResult> {
    return this.terraform.run(args, { cwd: this.folder, timeoutSeconds: 200 });
  }

  /** What Terraform printed; throws where it failed. */
  public async succeed(...args: string[]): Promise<string> {
    return outputOf(`terraform ${args.join(' ')}`, await this.run(...args));
  }

  /** How S3 says that an object is encrypted: the key, or the name of its own method. */
  public async encryption(key: string): Promise<string | null> {
    const { headers } = await this.request(key, { method: 'HEAD' });
    return headers.get('x-amz-server-side-encryption-aws-kms-key-id') ?? headers.get('x-amz-server-side-encryption');
  }

  /** The lock that a killed `terraform apply` leaves beside its state. */
  public async leaveLock(key: string, id: string): Promise<void> {
    const lock = { ID: id, Operation: 'OperationTypeApply', Who: 'ann@laptop', Version: '1.11.4', Path: key };
    await this.request(`${key}.tflock`, { method: 'PUT', body: JSON.stringify({ ...lock, Created: new Date() }) });
  }

  /**
   * Beside each stack goes an override for the emulator. Two resources are taken out: the bucket's policy refuses
   * requests without TLS, and the emulator speaks nothing else; the provider watches a new lifecycle for a minute.
   */
  public synthesize(build: (app: App) => void): void {
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

  private aws(args: readonly string[]): Promise<CommandResult> {
    const env = { ...process.env, ...emulatorEnvironment(this.moto.url), AWS_PROFILE: undefined };
    return boundedCommand('aws', args, { cwd: this.folder, env, timeoutSeconds: 60 });
  }

  private request(key: string, init: RequestInit): Promise<Response> {
    // The emulator looks for a signature and does not check it.
    const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/s3/aws4_request' };
    return fetch(`${this.moto.url}/acme-tfstate/${key}`, { ...init, headers });
  }
}

function outputOf(line: string, { exitCode, stdout, stderr }: CommandResult): string {
  if (exitCode !== 0) throw new Error(`${line} ended with ${exitCode}:\n${stdout.slice(-3000)}\n${stderr}`);
  return stdout;
}
