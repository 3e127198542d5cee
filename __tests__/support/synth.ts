import 'cdktf/lib/testing/adapters/jest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';

/** The parsed `cdk.tf.json` of one stack. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  readonly output?: Readonly<Record<string, Record<string, unknown>>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: Record<string, unknown>;
  readonly [block: string]: unknown;
}

/** Builds an app in a temporary folder, synthesizes it as a user would, and reads every stack back. */
export function synthApp(build: (app: App) => void): Readonly<Record<string, StackJson>> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-test-'));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
    return Object.fromEntries(
      stacks.map((stack) => [
        stack.node.id,
        JSON.parse(readFileSync(join(outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8')) as StackJson,
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** One stack `test` in eu-west-1 of account 123456789012, synthesized with all validations. */
export function synth(build: (stack: TerraformStack) => void): StackJson {
  const stacks = synthApp((app) => {
    const stack = new TerraformStack(app, 'test');
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
    build(stack);
  });
  return stacks.test ?? {};
}

/** Every resource of a Terraform type, by its name in the JSON. */
export function resources(json: StackJson, type: string): Record<string, unknown>[] {
  return Object.values(json.resource?.[type] ?? {});
}

/** The one resource of a Terraform type; fails where there are none or several. */
export function theResource(json: StackJson, type: string): Record<string, unknown> {
  const [first, ...others] = resources(json, type);
  if (first === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, found ${others.length + (first === undefined ? 0 : 1)}`);
  }
  return first;
}

/** The message that synth refuses `build` with; fails where it is accepted. */
export function refusal(build: (stack: TerraformStack) => void): string {
  try {
    synth(build);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a refusal, but it was accepted');
}
