import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

const API = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference';

/** Whether a tag, once pushed, can be pushed again for another image. */
export interface TagMutability {
  readonly kind: 'immutable' | 'mutable';
  /**
   * 1-5 tags or patterns with `*` for which the opposite holds, `['latest', 'dev-*']`.
   * @default none; scanners such as checkov take an exclusion for a mutable repository
   */
  readonly except?: readonly string[];
}

/** Pure: 1 to 5 filters or none at all. */
export function validateTagMutability(field: string, { except }: TagMutability): Issue[] {
  return [
    ...check(`${field}.except`, except, ({ length }) => length >= 1 && length <= 5, {
      limit: '1 to 5 filters',
      fix: 'join filters with a common prefix, "dev-*"; leave `except` out where there is none',
      see: `${API}/API_PutImageTagMutability.html`,
    }),
    ...(except ?? []).flatMap((filter, index) =>
      check(`${field}.except[${index}]`, filter, (text) => /^[\w.*-]{1,128}$/.test(text), {
        limit: '1 to 128 letters, digits and . _ - * (any characters)',
        fix: 'write a tag, "latest", or a pattern, "dev-*"',
        see: `${API}/API_ImageTagMutabilityExclusionFilter.html`,
      }),
    ),
  ];
}

/** The arguments of a repository: a list of exclusions exactly where the mode has them. */
export function mutabilityArguments({ kind, except = [] }: TagMutability) {
  const mode = kind === 'immutable' ? 'IMMUTABLE' : 'MUTABLE';
  return except.length === 0
    ? { imageTagMutability: mode }
    : {
        imageTagMutability: `${mode}_WITH_EXCLUSION`,
        imageTagMutabilityExclusionFilter: except.map((filter) => ({ filter, filterType: 'WILDCARD' })),
      };
}

/** True where `tag` stays on the first image that it was pushed for. */
export function isImmutableTag({ kind, except = [] }: TagMutability, tag: string): boolean {
  const excluded = except.some((filter) => matches(filter, tag));
  return (kind === 'immutable') !== excluded;
}

function matches(filter: string, tag: string): boolean {
  const parts = filter.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
