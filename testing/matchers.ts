import { Outcome } from './diagnostics';
import { Plan } from './plan-result';
import { type SynthesizedBlock, SynthesizedStack, type TerraformType, typeName } from './synth';

/** What a Jest or Vitest matcher returns. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers for `expect`, registered explicitly and once: `expect.extend(terraformMatchers)`.
 *
 * Properties are compared **partially at every depth**: an object may have more properties than the expected one, while
 * a list must have as many elements, in the same order. Asymmetric matchers (`expect.any(String)`) work inside.
 */
export const terraformMatchers = {
  /** A stack has a resource of a type, and where `properties` are given one that has all of these. */
  toHaveResource(
    received: unknown,
    type: TerraformType,
    properties: Readonly<Record<string, unknown>> = {},
  ): MatcherResult {
    const stack = expectStack(received);
    const candidates = stack.resourcesOf(type);
    const pass = candidates.some((resource) => includes(resource.properties, properties));
    const wanted = `${typeName(type)} with ${show(properties)}`;
    return {
      pass,
      message: () =>
        pass
          ? `expected stack ${stack.name} to have no ${wanted}`
          : `expected stack ${stack.name} to have a ${wanted}\n${closest(candidates, properties)}`,
    };
  },

  /** A stack has exactly so many resources of a type. */
  toHaveResourceCount(received: unknown, type: TerraformType, count: number): MatcherResult {
    const stack = expectStack(received);
    const found = stack.resourcesOf(type);
    return {
      pass: found.length === count,
      message: () =>
        [
          `expected stack ${stack.name} to have ${count} ${typeName(type)}, found ${found.length}:`,
          ...found.map(place),
        ].join('\n  '),
    };
  },

  /** A stack has an output, and where a value is given one that includes it. */
  toHaveOutput(received: unknown, name: string, value?: unknown): MatcherResult {
    const stack = expectStack(received);
    const output = stack.outputs[name];
    const pass = output !== undefined && (value === undefined || includes(output.value, value));
    const there = Object.keys(stack.outputs).join(', ') || 'none';
    return {
      pass,
      message: () =>
        `expected stack ${stack.name} ${pass ? 'not ' : ''}to have output ${name}; found ${show(output)}, outputs: ${there}`,
    };
  },

  /** Every reference of a stack names something that the same stack declares. */
  toHaveNoUndeclaredReferences(received: unknown): MatcherResult {
    const stack = expectStack(received);
    const found = stack.undeclaredReferences();
    return {
      pass: found.length === 0,
      message: () =>
        [
          `stack ${stack.name} refers to what it does not declare:`,
          ...found.map((one) => `${one.place}: ${one.reference}`),
        ].join('\n  '),
    };
  },

  /** A command of offline Terraform ended without errors. */
  toSucceed(received: unknown): MatcherResult {
    if (!(received instanceof Outcome))
      throw new TypeError('toSucceed is for the result of a command of terraformOffline(app)');
    return { pass: received.succeeded, message: () => `Terraform reported:\n${received.describe() || 'nothing'}` };
  },

  /** A plan has nothing to do in any stack. */
  toPlanEmpty(received: unknown): MatcherResult {
    if (!(received instanceof Plan))
      throw new TypeError('toPlanEmpty is for the result of terraformOffline(app).plan()');
    return {
      pass: received.isEmpty,
      message: () => `expected nothing to do, but:\n${received.describe() || 'the plan is empty'}`,
    };
  },
};

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters must be those of @types/jest to merge with it
    interface Matchers<R, T = {}> {
      /** A stack has a resource of a type; `properties` are compared partially at every depth. */
      toHaveResource(type: TerraformType, properties?: Readonly<Record<string, unknown>>): R;
      /** A stack has exactly so many resources of a type. */
      toHaveResourceCount(type: TerraformType, count: number): R;
      /** A stack has an output; `value` is compared partially at every depth. */
      toHaveOutput(name: string, value?: unknown): R;
      /** Every reference of a stack names something that the same stack declares. */
      toHaveNoUndeclaredReferences(): R;
      /** A command of offline Terraform ended without errors. */
      toSucceed(): R;
      /** A plan has nothing to do in any stack. */
      toPlanEmpty(): R;
    }
  }
}

function expectStack(received: unknown): SynthesizedStack {
  if (received instanceof SynthesizedStack) return received;
  throw new TypeError("this matcher is for a stack: expect(synthesizeApp(app).stack('name'))");
}

/** Whether `actual` has all of `expected`. */
function includes(actual: unknown, expected: unknown): boolean {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((one, index) => includes(actual[index], one))
    );
  }
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  const properties = new Map(Object.entries(actual));
  return Object.entries(expected).every(([key, value]) => includes(properties.get(key), value));
}

interface Asymmetric {
  asymmetricMatch(actual: unknown): boolean;
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return (
    typeof value === 'object' &&
    value !== null &&
    'asymmetricMatch' in value &&
    typeof value.asymmetricMatch === 'function'
  );
}

/** The candidate with the most of the expected properties, and what it has instead of the others. */
function closest(candidates: readonly SynthesizedBlock[], expected: Readonly<Record<string, unknown>>): string {
  if (candidates.length === 0) return 'it has no resource of this type';
  const differences = (resource: SynthesizedBlock): string[] =>
    Object.entries(expected)
      .filter(([key, value]) => !includes(resource.properties[key], value))
      .map(([key]) => `    ${key}: ${show(resource.properties[key])}`);
  const [best] = [...candidates].sort((one, other) => differences(one).length - differences(other).length);
  return best === undefined
    ? ''
    : `the closest of ${candidates.length} is\n  ${place(best)}\n${differences(best).join('\n')}`;
}

function place({ address, path }: SynthesizedBlock): string {
  return path === '' ? address : `${address} (${path})`;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}
