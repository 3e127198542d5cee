import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** Pure: one account, never everyone. */
export function validateAccountId(field: string, account: string): Issue[] {
  return check(field, account, (id) => /^\d{12}$/.test(id), {
    limit: 'the 12 digits of one account; never everyone',
    fix: 'name each account that runs the images',
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  });
}
