/**
 * `npm run validate [-- --out DIR]`: has Terraform and the real AWS provider read every stack, without an
 * AWS account and without touching what was synthesized.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inParallel } from './in-parallel';
import { table } from './table';
import { findPluginMirror } from './terraform/plugin-mirror';
import { awsProviderSchema } from './terraform/provider-schema';
import { object, readStacks } from './terraform/stack-json';
import { Terraform } from './terraform/terraform';
import { type StackVerdict, type ValidateSettings, validateStack } from './terraform/validate-stack';

/** Each takes one core and half a gigabyte; build machines have two cores. */
const AT_ONCE = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const folder = mkdtempSync(join(tmpdir(), 'validate-'));
  try {
    const out = values.out ?? synthesize(join(folder, 'cdktf.out'));
    const settings = await prepare(folder);
    const verdicts = await inParallel(readStacks(out), AT_ONCE, (stack) => validateStack(stack, settings));
    print(verdicts);
    if (verdicts.some(({ result }) => result === 'invalid')) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the app of cdktf.json, as `cdktf synth` would. */
function synthesize(out: string): string {
  const { app, context } = object(JSON.parse(readFileSync('cdktf.json', 'utf8')));
  const environment = { ...process.env, CDKTF_OUTDIR: out, CDKTF_CONTEXT_JSON: JSON.stringify(context ?? {}) };
  const { status } = spawnSync(String(app), { shell: true, stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  if (status !== 0) throw new Error(`The app of cdktf.json did not synthesize (exit code ${status}).`);
  return out;
}

async function prepare(folder: string): Promise<ValidateSettings> {
  const mirror = findPluginMirror();
  const terraform = new Terraform({ folder, mirror });
  console.log(`Terraform ${await terraform.version()}, providers from ${mirror?.folder ?? 'the public registry'}`);
  const newest = mirror?.versions.get('hashicorp/aws')?.[0];
  const schema = newest === undefined ? undefined : await awsProviderSchema(terraform, join(folder, 'schema'), newest);
  return { terraform, mirror, schema, folder };
}

function print(verdicts: readonly StackVerdict[]): void {
  const rows = verdicts.map(({ stack, resources, result, seconds }) => [stack, resources, result, seconds.toFixed(1)]);
  console.log(table(['Stack', 'Resources', 'Result', 'Seconds'], rows));
  for (const { stack, notes } of verdicts) for (const note of notes) console.log(`${stack}: ${note}`);
  const count = (result: StackVerdict['result']) => verdicts.filter((verdict) => verdict.result === result).length;
  console.log(`${count('valid')} valid, ${count('invalid')} invalid, ${count('not judged')} not judged`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
