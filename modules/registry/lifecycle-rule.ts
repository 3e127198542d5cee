import { literalText } from '../shared/literal-text';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';

const SEE = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html';
const QUOTAS = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html';

/** Which images a rule is about. Of several prefixes or patterns an image must match all, each with one of its tags. */
export type LifecycleImages =
  | 'untagged'
  /** Every image that no earlier rule took; only the last rule may say so. */
  | 'any'
  | { readonly tagPrefixes: readonly string[] }
  /** With up to four `*` each, `prod-*`. */
  | { readonly tagPatterns: readonly string[] };

/** Which images go. ECR deletes them within a day, and does not know what runs: an image in use goes as well. */
export type LifecycleRule = {
  readonly images: LifecycleImages;
  /** Up to 256 characters. @default what the rule does */
  readonly description?: string;
} & (
  | {
      /** Days since the push, at least 1. */
      readonly olderThanDays: number;
      readonly keepNewest?: never;
    }
  | {
      /** How many stay, at least 1; the oldest beyond them go. */
      readonly keepNewest: number;
      readonly olderThanDays?: never;
    }
);

/**
 * Images lose their tag when a build is pushed again or a tag moves; nothing can refer to them but a digest. Tagged
 * images stay: which of them runs, only their user knows.
 */
export const DEFAULT_LIFECYCLE: readonly LifecycleRule[] = [{ images: 'untagged', olderThanDays: 14 }];

/** Pure: what ECR refuses, and a catch-all that would hide the rules after it. */
export function validateLifecycleRules(field: string, rules: readonly LifecycleRule[]): Issue[] {
  return [
    ...check(field, rules, ({ length }) => length >= 1 && length <= 50, {
      limit: '1 to 50 rules; without any, images pile up and are paid for',
      fix: 'leave the rules out to expire untagged images after 14 days',
      see: QUOTAS,
    }),
    ...rules.flatMap((rule, index) => validateRule(`${field}[${index}]`, rule, index === rules.length - 1)),
  ];
}

function validateRule(field: string, rule: LifecycleRule, isLast: boolean): Issue[] {
  const { images, description, olderThanDays, keepNewest } = rule;
  return [
    ...check(`${field}.images`, images, (which) => which !== 'any' || isLast, {
      limit: 'one rule for "any" image, and as the last: ECR applies it after all others',
      fix: 'move the rule to the end of the list',
      see: SEE,
    }),
    ...checkWholeNumber(`${field}.olderThanDays`, olderThanDays, [1, 36_500], {
      unit: 'days',
      fix: 'write 14',
      see: SEE,
    }),
    ...checkWholeNumber(`${field}.keepNewest`, keepNewest, [1, 1_000_000], {
      unit: 'images',
      fix: 'write 100',
      see: SEE,
    }),
    ...check(`${field}.description`, description, ({ length }) => length <= 256, {
      limit: 'up to 256 characters',
      fix: 'shorten it',
      see: SEE,
    }),
    ...validateTags(field, images),
  ];
}

function validateTags(field: string, images: LifecycleImages): Issue[] {
  if (typeof images === 'string') return [];
  const [name, tags] =
    'tagPrefixes' in images ? ['tagPrefixes', images.tagPrefixes] : ['tagPatterns', images.tagPatterns];
  const stars = name === 'tagPrefixes' ? 0 : 4;
  return [
    ...check(`${field}.images.${name}`, tags, ({ length }) => length > 0, {
      limit: 'at least one',
      fix: "write one, or images: 'any'",
      see: SEE,
    }),
    ...tags.flatMap((tag, index) =>
      check(
        `${field}.images.${name}[${index}]`,
        tag,
        (text) => /^[\w.*-]{1,128}$/.test(text) && text.split('*').length - 1 <= stars,
        {
          limit: `1 to 128 letters, digits and . _ -${stars === 0 ? '' : ', and at most four *'}`,
          fix: stars === 0 ? 'use tagPatterns for a pattern' : 'remove a wildcard',
          see: SEE,
        },
      ),
    ),
  ];
}

/** The policy as ECR stores it, in ascending priority: in another order every plan would replace the policy. */
export function lifecyclePolicy(rules: readonly LifecycleRule[]): string {
  return JSON.stringify({
    rules: rules.map((rule, index) => ({
      rulePriority: index + 1,
      description: literalText(rule.description ?? descriptionOf(rule)),
      selection: { ...selectionOf(rule.images), ...countOf(rule) },
      action: { type: 'expire' },
    })),
  });
}

function selectionOf(images: LifecycleImages): object {
  if (typeof images === 'string') return { tagStatus: images };
  return 'tagPrefixes' in images
    ? { tagStatus: 'tagged', tagPrefixList: images.tagPrefixes }
    : { tagStatus: 'tagged', tagPatternList: images.tagPatterns };
}

function countOf({ olderThanDays, keepNewest }: LifecycleRule): object {
  return olderThanDays === undefined
    ? { countType: 'imageCountMoreThan', countNumber: keepNewest }
    : { countType: 'sinceImagePushed', countUnit: 'days', countNumber: olderThanDays };
}

function descriptionOf({ images, olderThanDays, keepNewest }: LifecycleRule): string {
  const which =
    typeof images === 'string'
      ? `${images} images`
      : `images tagged ${('tagPrefixes' in images ? images.tagPrefixes.map((prefix) => `${prefix}*`) : images.tagPatterns).join(' and ')}`;
  const text =
    olderThanDays === undefined
      ? `keep the newest ${keepNewest} ${which}`
      : `expire ${which} after ${olderThanDays} days`;
  return text.slice(0, 256);
}
