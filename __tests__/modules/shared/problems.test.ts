import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import {
  acceptUnchecked,
  checkAtSynth,
  InvalidInputError,
  type Issue,
  refuse,
  report,
} from '../../../modules/shared/problems';

const issue = (field: string, more: Partial<Issue> = {}): Issue => ({
  field,
  value: 7,
  limit: 'at most 5',
  fix: 'use 5',
  see: 'https://example.com',
  ...more,
});

function twoStacks(): { app: App; first: TerraformStack; second: TerraformStack } {
  const app = Testing.app();
  const [first, second] = ['first', 'second'].map((id) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
    new TerraformOutput(stack, 'Out', { value: id });
    return stack;
  });
  if (first === undefined || second === undefined) throw new Error('no stacks');
  return { app, first, second };
}

it('reports the problems of all stacks in one message and writes nothing', () => {
  const { app, first, second } = twoStacks();
  report(second, [issue('a'), issue('b')]);
  checkAtSynth(first, () => [issue('c')]);

  expect(() => app.synth()).toThrow(
    /3 problems[\s\S]*second[\s\S]*a is 7; allowed: at most 5. Fix: use 5[\s\S]*b is 7[\s\S]*first[\s\S]*c is 7/,
  );
  expect(existsSync(join(app.outdir, 'stacks', 'first', 'cdk.tf.json'))).toBe(false);
});

it('is printed once by Node, and tells programs what is wrong', () => {
  const error = new InvalidInputError([{ ...issue('a'), path: 'dev/web', type: 'EcsService' }]);
  expect(inspect(error).match(/a is 7|field: 'a'/g)).toEqual(['a is 7']);
  expect(error.problems).toMatchObject([{ path: 'dev/web', field: 'a', value: 7 }]);
});

it('throws at once where nothing can be built on, with what was noted before', () => {
  const { first, second } = twoStacks();
  report(first, [issue('a')]);
  expect(() => refuse(second, issue('b'))).toThrow(/2 problems/);
});

it('accepts a rule by name below the construct that says so, and nowhere else', () => {
  const { app, first, second } = twoStacks();
  acceptUnchecked(first, [{ rule: 'some.rule', reason: 'AWS allows it since yesterday' }]);
  report(first, [issue('a', { rule: 'some.rule' })]);
  expect(() => app.synth()).not.toThrow();
  report(second, [issue('b', { rule: 'some.rule' })]);
  expect(() => app.synth()).toThrow(/1 problem /);
});

it('refuses an opt-out without a reason', () => {
  const { app, first } = twoStacks();
  acceptUnchecked(first, [{ rule: 'some.rule', reason: 'because' }]);
  expect(() => app.synth()).toThrow(/unchecked\[0\].reason is "because"/);
});

it('prints NaN as NaN and a secret not at all', () => {
  const { app, first } = twoStacks();
  report(first, [issue('memory', { value: Number.NaN }), issue('password', { value: 'hunter2', secret: true })]);
  expect(() => app.synth()).toThrow(/memory is NaN[\s\S]*password holds a secret \(not printed\)/);
  expect(() => app.synth()).not.toThrow(/hunter2/);
});
