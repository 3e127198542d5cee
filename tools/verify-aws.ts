/**
 * `npm run test:aws [-- --app NAME ...] [--keep]`: takes environments and examples through Terraform with the real AWS
 * provider on an emulator, and proves that remote state locks. Needs `terraform` and `moto_server`; the AWS provider
 * comes from a folder or the registry. No AWS account, and with the folder no network.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inParallel } from './in-parallel';
import { table } from './table';
import { findPluginMirror, type PluginMirror } from './terraform/plugin-mirror';
import { awsProviderSchema } from './terraform/provider-schema';
import { Terraform } from './terraform/terraform';
import { VERIFIED_APPS, type VerifiedApp } from './verify-aws/apps';
import { findMoto, MOTO_MISSING } from './verify-aws/moto';
import { MEASURED_PROVIDER } from './verify-aws/moto-gaps';
import { type ProofSettings, proveApp, type StackProof } from './verify-aws/prove-app';
import { type OfflineProof, proveOffline } from './verify-aws/prove-offline';
import { outcome, total, type VerificationRun, verificationPage } from './verify-aws/report';
import { proveRemoteState } from './verify-aws/state-proofs';

const PAGE = join('docs', 'verification.md');

/** Terraform core works all the time here; the remote states, which mostly wait, are tried beside it. */
const OFFLINE_AT_ONCE = 2;

/** The provider mostly sleeps between its questions; with its emulator it takes up to 1 GiB. */
const EMULATED_AT_ONCE = Math.min(12, Math.max(1, Math.floor(totalmem() / (1.5 * 2 ** 30))));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { app: { type: 'string', multiple: true }, keep: { type: 'boolean', default: false } },
  });
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'verify-aws-'));
  try {
    const mirror = findPluginMirror();
    const terraform = new Terraform({ folder, mirror });
    const version = await terraform.version();
    console.log(`Terraform ${version}, providers from ${mirror?.folder ?? 'the public registry'}`);
    const lacking = emulatorLacks();
    const settings = lacking === undefined ? await prepare(terraform, folder, mirror) : undefined;
    const apps = VERIFIED_APPS.filter(({ name }) => values.app?.includes(name) ?? true);
    const [offline, states] = await Promise.all([
      inParallel(apps, OFFLINE_AT_ONCE, (app) => proveOffline(app, folder)),
      settings === undefined || values.app !== undefined ? [] : proveRemoteState(settings),
    ]);
    const stacks = settings === undefined ? [] : await emulate(apps, offline, settings);
    const versions = [`Terraform ${version}`, `AWS provider ${settings?.schema.version}`, 'gaps as of moto 5.2.1'];
    const run = { stacks, offline, states, versions };
    print(run);
    if (lacking !== undefined) console.log(`Skipped the emulator, and ${PAGE} stays as it is: ${lacking}`);
    else if (values.app === undefined) {
      writeFileSync(PAGE, verificationPage(run));
      console.log(`Wrote ${PAGE}.`);
    }
    if (hasFailed(run)) process.exitCode = 1;
    const minutes = (performance.now() - started) / 60_000;
    console.log(`${apps.length} apps, ${stacks.length} stacks on the emulator, in ${minutes.toFixed(1)} min`);
  } finally {
    if (values.keep) console.log(`Kept ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** Why nothing can be tried on the emulator; a build server must be able to. */
function emulatorLacks(): string | undefined {
  if (findMoto() !== undefined) return undefined;
  if (process.env.CI === 'true') throw new Error(`${MOTO_MISSING} With CI=true nothing is skipped.`);
  return MOTO_MISSING;
}

async function prepare(terraform: Terraform, folder: string, mirror: PluginMirror | undefined): Promise<ProofSettings> {
  const version = mirror?.versions.get('hashicorp/aws')?.[0] ?? MEASURED_PROVIDER;
  return { folder, mirror, schema: await awsProviderSchema(terraform, join(folder, 'schema'), version) };
}

/** The longest apps first, so that none of them is left alone at the end. */
async function emulate(
  apps: readonly VerifiedApp[],
  offline: readonly OfflineProof[],
  settings: ProofSettings,
): Promise<StackProof[]> {
  const size = new Map(offline.map((proof) => [proof.app, total(proof)]));
  const longestFirst = [...apps].sort((a, b) => (size.get(b.name) ?? 0) - (size.get(a.name) ?? 0));
  const proofs = await inParallel(longestFirst, EMULATED_AT_ONCE, (app) => proveApp(app, settings));
  return proofs.flat();
}

function print({ stacks, offline, states }: VerificationRun): void {
  const rows = [
    ...stacks.map((proof) => [
      proof.app,
      proof.stack,
      'real provider, emulator',
      total(proof),
      proof.without.size,
      seconds(proof.phases.reduce((sum, phase) => sum + phase.seconds, 0)),
      outcome(proof),
    ]),
    ...offline.map((proof) => [
      proof.app,
      'all',
      'offline provider',
      total(proof),
      0,
      seconds(proof.seconds),
      proof.why === undefined ? 'passed' : 'failed',
    ]),
  ];
  console.log(table(['App', 'Stack', 'Proven by', 'Resources', 'Not tried', 'Seconds', 'Result'], rows));
  for (const { title, result } of states) console.log(`${result}: ${title}`);
}

function seconds(value: number): string {
  return value.toFixed(0);
}

function hasFailed({ stacks, offline, states }: VerificationRun): boolean {
  return (
    stacks.some(({ phases }) => phases.some(({ passed }) => !passed)) ||
    offline.some(({ why }) => why !== undefined) ||
    states.some(({ result }) => result === 'failed')
  );
}

// Ends what `exit` handlers end, the emulators above all.
// Every child process waits for our end: an emulator and a Terraform for each app.
process.setMaxListeners(50);
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
