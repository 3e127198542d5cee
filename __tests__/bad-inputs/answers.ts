import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { EnvironmentStack, InvalidInputError } from '../../index';

export const ACCOUNT = '123456789012';

/** What a program did wrong, and what it has to be told. */
export interface BadInput {
  readonly title: string;
  readonly build: (stack: EnvironmentStack) => void;
  /** Construct that the message names. */
  readonly at: string;
  /** Each is in the message, whatever its case; of a list one is enough. */
  readonly says: readonly (string | readonly string[])[];
}

/** What programs in plain JavaScript, and values read from a file, get past the compiler. */
export function unchecked<T>(value: unknown): T {
  return value as T;
}

/** An environment `dev` in us-east-1. */
export function environment(app: App): EnvironmentStack {
  return new EnvironmentStack(app, 'dev', { region: 'us-east-1', accountId: ACCOUNT });
}

/** Synthesizes `build` as a user would and returns the warnings; throws what synth throws. */
export function warningsOfApp(build: (app: App) => void): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-test-'));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    return app.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => `${node.path}: ${data}`),
      );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The same for one environment. */
export function warningsOf(build: (stack: EnvironmentStack) => void): string[] {
  return warningsOfApp((app) => build(environment(app)));
}

/** The refusal of a whole app; fails where it is accepted or ends in any other error. */
export function refusalOfApp(build: (app: App) => void): InvalidInputError {
  try {
    warningsOfApp(build);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('expected a refusal, but it was accepted');
}

/** The refusal of what `build` adds to one environment. */
export function refusalOf(build: (stack: EnvironmentStack) => void): InvalidInputError {
  return refusalOfApp((app) => build(environment(app)));
}

/** Fails where an entry is missing, and shows the message. */
export function expectToSay(message: string, says: BadInput['says']): void {
  const lower = message.toLowerCase();
  const holds = (word: string): boolean => lower.includes(word.toLowerCase());
  const missing = says.filter((entry) => (typeof entry === 'string' ? !holds(entry) : !entry.some(holds)));
  if (missing.length > 0) throw new Error(`${JSON.stringify(missing)} is not in:\n${message}`);
}

/** One test for each input; the problem that holds the words is the one of the construct that is wrong. */
export function itRefuses(inputs: readonly BadInput[]): void {
  it.each(inputs.map((input) => [input.title, input] as const))('%s', (_title, { build, at, says }) => {
    const { problems, message } = refusalOf(build);
    expect(problems.map(({ path }) => path)).toContain(at);
    expectToSay(message, [at, 'Fix:', ...says]);
  });
}

/** One test for each program that must go through. */
export function itAccepts(programs: Readonly<Record<string, (stack: EnvironmentStack) => void>>): void {
  it.each(Object.entries(programs))('%s', (_title, build) => {
    expect(() => warningsOf(build)).not.toThrow();
  });
}
