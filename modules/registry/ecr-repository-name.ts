import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** Pure: a repository name, of `min` to `max` characters. */
export function validateRepositoryName(
  field: string,
  name: string | undefined,
  { min = 2, max = 256 }: { readonly min?: number; readonly max?: number } = {},
): Issue[] {
  return check(field, name, (text) => text.length >= min && text.length <= max && NAME.test(text), {
    limit: `${min} to ${max} lower-case letters and digits, with one . _ or - between them, in parts between "/" (this one has ${name?.length} characters)`,
    fix: 'write for example "team/web"',
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  });
}
