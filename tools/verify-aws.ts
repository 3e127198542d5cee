/**
 * `npm run test:aws [-- --app NAME ...] [--keep]`: takes environments and examples through Terraform with the real AWS
 * provider on an emulator, and proves that remote state locks. Needs `terraform`, `moto_server` and a folder with the
 * AWS provider; no AWS account and no network.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inParallel } from './in-parallel';
import { table } from './table';
import { findPluginMirror } from './terraform/plugin-mirror';
import { awsProviderSchema } from './terraform/provider-schema';
import { Terraform } from './terraform/terraform';
import { OFFLINE_ONLY, VERIFIED_APPS } from './verify-aws/apps';
import { type ProofSettings, proveApp } from './verify-aws/prove-app';
import { proveOffline } from './verify-aws/prove-offline';
import { outcome, total, type VerificationRun, verificationPage } from './verify-aws/report';
import { proveRemoteState } from './verify-aws/state-proofs';

const PAGE = join('docs', 'verification.md');

/** Terraform core works all the time here: one for each core of a build machine. */
const OFFLINE_AT_ONCE = 2;

/** The provider mostly waits for the emulator; each takes half a gigabyte for itself and its emulator. */
const EMULATED_AT_ONCE = 4;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { app: { type: 'string', multiple: true }, keep: { type: 'boolean', default: false } },
  });
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'verify-aws-'));
  try {
    const { settings, versions } = await prepare(folder);
    const apps = VERIFIED_APPS.filter(({ name }) => values.app?.includes(name) ?? true);
    const offline = await inParallel(apps, OFFLINE_AT_ONCE, (app) => proveOffline(app, folder));
    const states = values.app === undefined ? await proveRemoteState(settings) : [];
    const longestFirst = [...offline].sort((a, b) => total(b) - total(a)).map(({ app }) => app);
    const order = [...apps].sort((a, b) => longestFirst.indexOf(a.name) - longestFirst.indexOf(b.name));
    const skipped = values.app === undefined ? OFFLINE_ONLY : [];
    for (const name of skipped) console.log(`${name.padEnd(40)} emulator: skipped, not yet seen to pass there`);
    const emulated = order.filter(({ name }) => !skipped.includes(name));
    const stacks = (await inParallel(emulated, EMULATED_AT_ONCE, (app) => proveApp(app, settings))).flat();
    const run = { stacks, offline, states, versions };
    print(run);
    if (values.app === undefined) {
      writeFileSync(PAGE, verificationPage(run));
      console.log(`Wrote ${PAGE}.`);
    }
    if (hasFailed(run)) process.exitCode = 1;
    console.log(`${stacks.length} stacks in ${((performance.now() - started) / 60_000).toFixed(1)} min`);
  } finally {
    if (values.keep) console.log(`Kept ${folder}.`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string): Promise<{ settings: ProofSettings; versions: string[] }> {
  const mirror = findPluginMirror();
  const newest = mirror?.versions.get('hashicorp/aws')?.[0];
  if (mirror === undefined || newest === undefined) {
    throw new Error(
      'No folder with registry.terraform.io/hashicorp/aws was found. Name it in TERRAFORM_PLUGIN_MIRROR; `terraform providers mirror DIR` makes one.',
    );
  }
  const terraform = new Terraform({ folder, mirror });
  const version = await terraform.version();
  const schema = await awsProviderSchema(terraform, join(folder, 'schema'), newest);
  return {
    settings: { folder, mirror, schema },
    versions: [`Terraform ${version}`, `AWS provider ${newest}`, 'gaps as of moto 5.2.1'],
  };
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
// Every child process waits for our end: four apps with an emulator and a Terraform each.
process.setMaxListeners(30);
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
