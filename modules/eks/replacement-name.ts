import { createHash } from 'node:crypto';
import { shortened } from '../shared/names';

/**
 * `name` with a hash of all that a resource cannot change in place: a change gives another name, so that with
 * `create_before_destroy` the new one is complete before the old one goes. `max`: most characters that AWS takes.
 */
export function replacementName(name: string, max: number, immutable: object): string {
  const hash = createHash('sha256').update(JSON.stringify(immutable)).digest('hex').slice(0, 8);
  return `${shortened(name, { max: max - hash.length - 1 })}-${hash}`;
}
