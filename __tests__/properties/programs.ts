import { App } from 'cdktf';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { EnvironmentStack, InvalidInputError } from '../../index';
import { findTerraform, terraformOffline } from '../../testing';
import { type StackJson, synthApp } from '../support/synth';
import { brokenRules } from './rules';

/** Programs of each kind; `PROPERTY_RUNS=1000` looks further, `PROPERTY_SEED=random` elsewhere. */
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 20);

/** Fixed, so that a change is judged by what it changed and not by luck. */
const SEED = process.env.PROPERTY_SEED === 'random' ? undefined : Number(process.env.PROPERTY_SEED ?? 20_261_120);

export const PARAMETERS = { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }) };

/** Builds what a generated plan says. */
export type Build<T> = (scope: Construct, plan: T) => void;

/** Programs in one run of Terraform for each stack; more cost time in cdktf, fewer in Terraform. */
const PER_STACK = 8;

/** Mostly what is allowed, sometimes what is not. */
export function mostly<T, U>(valid: fc.Arbitrary<T>, invalid: fc.Arbitrary<U>, weight = 40): fc.Arbitrary<T | U> {
  return fc.oneof({ weight, arbitrary: valid }, { weight: 1, arbitrary: invalid });
}

/** Numbers that arithmetic and a typing error bring. */
export const strangeNumber = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e9);

/** Whole numbers, the bounds more often than the rest, and rarely none at all. */
export function whole(min: number, max: number): fc.Arbitrary<number> {
  const valid = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
  return mostly(valid, fc.oneof(fc.constantFrom(min - 1, max + 1), strangeNumber));
}

/** A name of up to `max` characters, the longest more often than the rest, and rarely a bad one. */
export function nameOf(max: number): fc.Arbitrary<string> {
  const valid = fc.oneof(fc.stringMatching(/^[a-z]([a-z0-9]{0,9})$/), fc.constantFrom('a', `z${'9'.repeat(max - 1)}`));
  return mostly(valid, fc.oneof(fc.constantFrom('', 'a'.repeat(max + 1), 'bad name', '-a'), fc.string()));
}

/** Some of the fields, or none. */
export const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] });

/** What synth says to a program: its file, or a refusal. Any other error goes on. */
export function answerTo(build: (scope: Construct) => void): StackJson | 'refused' {
  try {
    return synthApp((app) => build(environment(app, 'dev'))).dev ?? {};
  } catch (error) {
    if (error instanceof InvalidInputError) return 'refused';
    throw error;
  }
}

export function environment(app: App, id: string): EnvironmentStack {
  return new EnvironmentStack(app, id, { region: 'eu-west-1', accountId: '123456789012' });
}

/**
 * Every generated program is refused with `InvalidInputError`, or its file breaks no rule, is the same in a second synth
 * and is one that Terraform validates and plans. Both happen.
 */
export function itRefusesOrAccepts<T>(
  plans: fc.Arbitrary<T>,
  build: Build<T>,
  { givenNames = () => [] }: { readonly givenNames?: (plan: T) => readonly (string | undefined)[] } = {},
): void {
  const accepted: T[] = [];
  let refused = 0;

  it('is refused as invalid input or makes one and the same file that breaks no rule', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const json = answerTo((scope) => build(scope, plan));
        if (json === 'refused') {
          refused += 1;
          return;
        }
        expect(brokenRules(json)).toEqual([]);
        expect(JSON.stringify(answerTo((scope) => build(scope, plan)))).toBe(JSON.stringify(json));
        accepted.push(plan);
      }),
      PARAMETERS,
    );
  });

  it('is now one and now the other', () => {
    expect(refused).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThan(refused / 4);
  });

  (findTerraform() === undefined && process.env.CI !== 'true' ? it.skip : it)(
    'is planned by Terraform where it was accepted',
    async () => {
      const terraform = terraformOffline(appOf(withDifferentNames(accepted, givenNames), build));
      try {
        const validated = await terraform.validate();
        expect(validated.errors).toEqual([]);
        expect((await terraform.plan()).errors).toEqual([]);
      } finally {
        terraform.close();
      }
    },
    600_000,
  );
}

/** Two programs that give one name would be refused together. */
function withDifferentNames<T>(plans: readonly T[], givenNames: (plan: T) => readonly (string | undefined)[]): T[] {
  const taken = new Set<string>();
  return plans.filter((plan) => {
    const names = givenNames(plan).filter((name) => name !== undefined);
    if (names.some((name) => taken.has(name))) return false;
    for (const name of names) taken.add(name);
    return true;
  });
}

/** Several programs to a stack, each in a construct of its own, as in a large program. */
function appOf<T>(plans: readonly T[], build: Build<T>): App {
  const app = new App({ stackTraces: false });
  let stack: EnvironmentStack | undefined;
  for (const [index, plan] of plans.entries()) {
    if (stack === undefined || index % PER_STACK === 0) stack = environment(app, `programs-${index}`);
    build(new Construct(stack, `P${index}`), plan);
  }
  return app;
}
