/**
 * `npm run synth`: synthesizes every stack of every environment and says where the result lies. The same as
 * `cdktf synth` without the CLI's own two seconds; stacks that left the app are removed here too.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import { InvalidInputError } from '../modules/shared/problems';
import { describeState } from '../modules/state';
import { buildApp } from '../stacks/app';
import { environments } from '../stacks/environments';
import { table } from './table';

function main(): void {
  const started = performance.now();
  skipTokenStackTraces();
  const app = new App({ stackTraces: false });
  buildApp(app, environments);
  app.synth();
  const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
  const removed = removeStaleStacks(app, stacks);

  const rows = stacks.map((stack) => [stack.node.id, countResources(stack), describeState(stack), fileOf(app, stack)]);
  console.log(table(['Stack', 'Resources', 'State', 'File'], rows));
  for (const warning of warningsOf(app)) console.log(`Warning: ${warning}`);
  if (removed.length > 0) console.log(`Removed stacks that are no longer in the app: ${removed.join(', ')}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${stacks.length} stacks in ${relative('.', app.outdir) || '.'} after ${seconds} s. Next: npx cdktf diff <stack>`,
  );
}

/** A third of a synth is cdktf taking a stack trace of every token, which only its own error messages would show. */
function skipTokenStackTraces(): void {
  try {
    require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  } catch {
    // Another version of cdktf keeps it elsewhere; synth is slower, nothing else.
  }
}

function countResources(stack: TerraformStack): number {
  return stack.node.findAll().filter((child) => TerraformResource.isTerraformResource(child)).length;
}

function fileOf(app: App, stack: TerraformStack): string {
  return relative('.', join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath));
}

function warningsOf(app: App): string[] {
  return Object.values(app.manifest.stacks).flatMap((stack) =>
    stack.annotations
      .filter(({ level }) => level === '@cdktf/warn')
      .map(({ constructPath, message }) => `${constructPath}: ${message}`),
  );
}

function removeStaleStacks(app: App, stacks: readonly TerraformStack[]): string[] {
  const folder = join(app.outdir, 'stacks');
  const current = new Set(stacks.map((stack) => stack.node.id));
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => !current.has(name)) : [];
  for (const name of stale) rmSync(join(folder, name), { recursive: true });
  return stale;
}

try {
  main();
} catch (error) {
  // What is wrong with the input is for the user, who needs no stack trace of ours.
  console.error(error instanceof InvalidInputError ? error.message : error);
  process.exitCode = 1;
}
