import { isUnknown } from '../shared/unknown';

/** A tag that moves makes two tasks of one service, or two pods, run different code. */
export function isMovingTag(name: string): boolean {
  if (name.endsWith(':latest')) return true; // also behind the reference to a repository
  if (isUnknown(name) || name.includes('@sha256:')) return false;
  const lastPart = name.slice(name.lastIndexOf('/') + 1);
  return !lastPart.includes(':');
}
