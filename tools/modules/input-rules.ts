import type { Issue } from '../../modules/shared/issue';
import { quotedWith } from './hcl';

/** How a rule reads in Terraform, with the same check of the library behind it. */
export interface InputRule {
  /** An HCL condition over `value`, the reference to the variable. */
  readonly condition: (value: string) => string;
  /** The check that an app meets at synth, with the words of its refusal. */
  readonly check: (value: never) => readonly Issue[];
  /** Values on both sides of the limit: the check must accept the first and refuse the second, and Terraform too. */
  readonly accepts: readonly unknown[];
  readonly rejects: readonly unknown[];
  /** Words of the refusal where the library's own speak of TypeScript. */
  readonly words?: Partial<Pick<Issue, 'limit' | 'fix' | 'see'>>;
}

type Words = InputRule['words'];

/** A whole number from `min` to `max`. */
export function wholeNumber(
  [min, max]: readonly [number, number],
  check: (value: number) => readonly Issue[],
  words?: Words,
): InputRule {
  return {
    condition: (value) => `${value} == floor(${value}) && ${value} >= ${min} && ${value} <= ${max}`,
    check,
    accepts: [min, max],
    rejects: [min - 1, max + 1, min + 0.5],
    words,
  };
}

/** One of a closed set of words or numbers. */
export function oneOf(
  values: readonly (string | number)[],
  check: InputRule['check'],
  rejects: readonly (string | number)[],
  words?: Words,
): InputRule {
  return {
    condition: (value) => `contains(${JSON.stringify(values).replaceAll(',', ', ')}, ${value})`,
    check,
    accepts: values,
    rejects,
    words,
  };
}

/** Text of a pattern that means the same in JavaScript and in RE2. */
export function matches(pattern: RegExp, rule: Pick<InputRule, 'check' | 'accepts' | 'rejects' | 'words'>): InputRule {
  return { ...rule, condition: (value) => `can(regex(${JSON.stringify(pattern.source)}, ${value}))` };
}

/** An issue in words of the module alone, for what only the module limits. */
export function issueIf(wrong: boolean, words: Pick<Issue, 'limit' | 'fix' | 'see'>): Issue[] {
  return wrong ? [{ field: '', value: undefined, ...words }] : [];
}

/** What contradicts the promise that rule and check say the same; nothing where they agree. */
export function disagreements(name: string, rule: InputRule): string[] {
  const refused = (value: unknown): boolean => issuesOf(rule, value).length > 0;
  return [
    ...rule.accepts.filter(refused).map((value) => `${name}: the library refuses ${JSON.stringify(value)}`),
    ...rule.rejects
      .filter((value) => !refused(value))
      .map((value) => `${name}: the library accepts ${JSON.stringify(value)}`),
  ];
}

/** The examples of a rule are of its variable's type, which the compiler does not follow up to here. */
function issuesOf({ check }: InputRule, value: unknown): readonly Issue[] {
  return Reflect.apply(check, undefined, [value]);
}

/** The refusal as Terraform prints it, an HCL string: `name is "A"; allowed: ... Fix: ... See ...`. */
export function errorMessage(name: string, rule: InputRule): string {
  const [issue] = issuesOf(rule, rule.rejects[0]);
  const { limit, fix, see } = { ...issue, ...rule.words };
  if (limit === undefined || fix === undefined || see === undefined) throw new Error(`${name}: the rule has no words`);
  // The library counts the value that it judges; Terraform judges another one.
  const allowed = limit.replace(/ \(this one has [^)]*\)/, '');
  const source = see.startsWith('https://') ? ` See ${see}` : '';
  return quotedWith([
    `${name} is `,
    { expression: `jsonencode(var.${name})` },
    `; allowed: ${allowed}. Fix: ${fix}.${source}`,
  ]);
}
