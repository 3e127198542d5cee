import type { Issue } from './problems';
import { isUnknown } from './unknown';

/** What is allowed, what to write instead, and where that is said. */
export type Rule = Pick<Issue, 'limit' | 'fix' | 'see' | 'rule' | 'secret'>;

/** An absent value has a default, and an unknown one only Terraform can judge: neither is an issue here. */
export function check<T>(field: string, value: T | undefined, holds: (value: T) => boolean, rule: Rule): Issue[] {
  return value === undefined || isUnknown(value) || holds(value) ? [] : [{ field, value, ...rule }];
}

/** A whole number from `min` to `max`, both allowed. `NaN`, `Infinity`, fractions and text are not. */
export function checkWholeNumber(
  field: string,
  value: number | undefined,
  [min, max]: readonly [number, number],
  rule: Omit<Rule, 'limit'> & { readonly unit?: string },
): Issue[] {
  const { unit, ...rest } = rule;
  return check(field, value, (n) => Number.isInteger(n) && n >= min && n <= max, {
    limit: `a whole number from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`,
    ...rest,
  });
}

/** Text of a length and a pattern; the message says how long the given one is. */
export function checkName(
  field: string,
  value: string | undefined,
  { pattern, max, allowed, fix, see }: { pattern: RegExp; max: number; allowed: string; fix?: string; see: string },
): Issue[] {
  return check(field, value, (name) => name.length >= 1 && name.length <= max && pattern.test(name), {
    limit: `1 to ${max} characters, ${allowed}${value === undefined ? '' : ` (this one has ${value.length} characters)`}`,
    fix: fix ?? 'shorten or change the name, or leave it out to get a generated one',
    see,
  });
}

/** A value that decides which resources exist must be written down: Terraform learns a token too late. */
export function checkLiteral(field: string, value: unknown, see = 'docs/errors.md#known-at-synth'): Issue[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return isUnknown(value) || values.some(isUnknown)
    ? [
        {
          field,
          value: 'a value known only to Terraform',
          limit: 'a literal: it decides which resources exist, so it must be known at synth',
          fix: 'write the value itself, for example in the environment file',
          see,
        },
      ]
    : [];
}

/** The values that stand more than once, each of them once. */
export function duplicates<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
