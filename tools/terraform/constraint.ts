import { compareVersions } from './plugin-mirror';

/** Whether `version` is older than every version that a constraint such as `~> 6.25` or `6.25.0` allows. */
export function isOlderThan(version: string, constraint: string): boolean {
  const lowest = constraint.match(/(?:~>|>=|=|^)\s*v?(\d+(?:\.\d+){0,2})/)?.[1];
  return lowest !== undefined && compareVersions(version, lowest) < 0;
}
