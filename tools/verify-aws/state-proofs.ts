import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { configureRemoteState, type RemoteState } from '../../modules/state';
import { Terraform } from '../terraform/terraform';
import { emulatorEnvironment } from './emulated-stack';
import { freePort, makeBucket, startMoto } from './moto';
import { startPostgres } from './postgres';
import type { ProofSettings } from './prove-app';

/** One fact about remote state, tried with real backends. */
export interface StateProof {
  readonly title: string;
  readonly result: 'proven' | 'failed' | 'skipped';
  readonly why?: string;
}

/** That one state is written by one apply at a time, survives a killed one, and is one environment's alone. */
export async function proveRemoteState(settings: ProofSettings): Promise<StateProof[]> {
  const proofs = [...(await onS3(settings)), ...(await onPostgres(settings))];
  for (const { title, result, why } of proofs) console.log(`${title}: ${result}${why === undefined ? '' : `, ${why}`}`);
  return proofs;
}

async function onS3({ folder, mirror }: ProofSettings): Promise<StateProof[]> {
  const moto = await startMoto('123456789012');
  try {
    const workplace = join(folder, 'state-s3');
    const terraform = new Terraform({ folder: workplace, mirror, environment: emulatorEnvironment(moto.url) });
    await makeBucket(moto, 'acme-tfstate', 'eu-west-1');
    const state: RemoteState = {
      kind: 's3',
      bucket: 'acme-tfstate',
      region: 'eu-west-1',
      endpoints: { s3: moto.url, sts: moto.url },
    };
    const emulated = [
      'use_path_style',
      'skip_credentials_validation',
      'skip_requesting_account_id',
      'skip_metadata_api_check',
    ];
    return await new StateProver('S3', state, emulated, terraform, workplace).prove();
  } finally {
    await moto.stop();
  }
}

async function onPostgres({ folder, mirror }: ProofSettings): Promise<StateProof[]> {
  const server = startPostgres(folder, await freePort());
  if (server === undefined) {
    const why = 'no PostgreSQL server (pg_ctl, initdb) on this machine';
    return [{ title: 'PostgreSQL state', result: 'skipped', why }];
  }
  try {
    const workplace = join(folder, 'state-pg');
    const environment = { PG_CONN_STR: server.connectionString };
    const terraform = new Terraform({ folder: workplace, mirror, environment });
    return await new StateProver('PostgreSQL', { kind: 'pg' }, [], terraform, workplace).prove();
  } finally {
    server.stop();
  }
}

async function must(terraform: Terraform, args: readonly string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await terraform.run(args, { cwd, timeoutSeconds: 60 });
  if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} in ${cwd} ended with ${exitCode}:\n${stderr}`);
  return stdout;
}

/** Seconds that the slow resource takes, long enough to be met in the middle. */
const SLOW = 6;

/** Tries the three facts with stacks that hold only `terraform_data`, which needs no provider. */
class StateProver {
  public constructor(
    private readonly name: string,
    private readonly state: RemoteState,
    /** Switches of the backend that only an emulator needs. */
    private readonly emulated: readonly string[],
    private readonly terraform: Terraform,
    private readonly folder: string,
  ) {}

  public async prove(): Promise<StateProof[]> {
    this.synthesize();
    return [
      await this.fact('of two applies at once one is refused the lock', () => this.oneApplyAtATime()),
      await this.fact('after a killed apply the next one finishes', () => this.survivesKill()),
      await this.fact("destroying one environment leaves the other's state alone", () => this.ownEnvironment()),
    ];
  }

  private async fact(what: string, prove: () => Promise<string | undefined>): Promise<StateProof> {
    const title = `${this.name} state: ${what}`;
    try {
      const why = await prove();
      return { title, result: why === undefined ? 'proven' : 'failed', why };
    } catch (error) {
      return { title, result: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  }

  private synthesize(): void {
    const app = new App({ outdir: join(this.folder, 'cdktf.out') });
    for (const environment of ['dev', 'prod', 'race', 'kill']) {
      const stack = new TerraformStack(app, environment);
      const backend = configureRemoteState(stack, this.state, { environment, component: 'network' });
      for (const flag of this.emulated) backend.addOverride(flag, true);
      stack.addOverride('resource.terraform_data', {
        First: { input: environment },
        Slow: { depends_on: ['terraform_data.First'], provisioner: { 'local-exec': { command: `sleep ${SLOW}` } } },
      });
    }
    app.synth();
  }

  /** A folder of its own for each run, as two people or two builds would have. */
  private async checkout(stack: string, copy = stack): Promise<string> {
    const folder = join(this.folder, 'checkouts', copy);
    cpSync(join(this.folder, 'cdktf.out', 'stacks', stack), folder, { recursive: true });
    await must(this.terraform, ['init'], folder);
    return folder;
  }

  private apply(cwd: string, timeoutSeconds = 60) {
    return this.terraform.run(['apply', '-auto-approve'], { cwd, timeoutSeconds });
  }

  private async oneApplyAtATime(): Promise<string | undefined> {
    const folders = [await this.checkout('race', 'race-a'), await this.checkout('race', 'race-b')];
    const results = await Promise.all(folders.map((folder) => this.apply(folder)));
    const winners = results.filter(({ exitCode }) => exitCode === 0);
    const refused = results.filter(({ stderr }) => stderr.includes('Error acquiring the state lock'));
    return winners.length === 1 && refused.length === 1
      ? undefined
      : `${winners.length} applies passed, ${refused.length} were refused the lock`;
  }

  private async survivesKill(): Promise<string | undefined> {
    const folder = await this.checkout('kill');
    await this.apply(folder, SLOW / 2);
    const next = await this.apply(folder);
    // A lock object outlives its owner; a database drops the lock with the connection.
    const lock = next.stderr.match(/\bID:\s+([0-9a-f-]{36})\b/)?.[1];
    if (lock !== undefined) {
      await must(this.terraform, ['force-unlock', '-force', lock], folder);
      await must(this.terraform, ['apply', '-auto-approve'], folder);
    } else if (next.exitCode !== 0) return next.stderr;
    await must(this.terraform, ['plan', '-detailed-exitcode'], folder);
    const resources = (await must(this.terraform, ['state', 'list'], folder)).trim().split('\n');
    return resources.length === 2 ? undefined : `the state holds ${resources.join(', ')}`;
  }

  private async ownEnvironment(): Promise<string | undefined> {
    const [dev, prod] = [await this.checkout('dev'), await this.checkout('prod')];
    // One after the other: PostgreSQL's first applies share a lock of the database, for making the state's row.
    for (const folder of [dev, prod]) await must(this.terraform, ['apply', '-auto-approve'], folder);
    const before = await must(this.terraform, ['state', 'pull'], prod);
    await must(this.terraform, ['destroy', '-auto-approve'], dev);
    const after = await must(this.terraform, ['state', 'pull'], prod);
    const left = (await must(this.terraform, ['state', 'list'], dev)).trim();
    if (left !== '') return `the destroyed environment still holds ${left}`;
    return before === after && before.includes('"First"') ? undefined : "the other environment's state changed";
  }
}
