import type { Contract } from './addresses';

export const LEVELS = ['patch', 'minor', 'major'] as const;
export type Level = (typeof LEVELS)[number];

/** What changed for those who use the last release. */
export interface Change {
  /** Of each app: what the last release made, compared with what it makes now. */
  readonly contracts: readonly Contract[];
  /** Entries of `exports` in the last release and now. */
  readonly entries: { readonly before: readonly string[]; readonly now: readonly string[] };
}

/** The smallest allowed step, and each reason for it. */
export interface Needed {
  readonly level: Level;
  readonly reasons: readonly string[];
}

/**
 * A lost address destroys a resource, and a lost entry breaks an import: both are breaking. More resources or entries
 * are a feature. Before 1.0 each counts one step less, as npm reads `^0.1.0`.
 * @see https://semver.org/#spec-item-4
 */
export function neededLevel({ contracts, entries }: Change, version: string): Needed {
  const breaking = [
    ...contracts.flatMap(({ lost }) => lost.map((address) => `lost without a moved block: ${address}`)),
    ...entries.before.filter((entry) => !entries.now.includes(entry)).map((entry) => `entry is gone: ${entry}`),
  ];
  const features = [
    ...contracts.flatMap(({ added }) => added.map((address) => `new resource: ${address}`)),
    ...entries.now.filter((entry) => !entries.before.includes(entry)).map((entry) => `new entry: ${entry}`),
  ];
  const initial = version.startsWith('0.');
  if (breaking.length > 0) return { level: initial ? 'minor' : 'major', reasons: breaking };
  if (features.length > 0) return { level: initial ? 'patch' : 'minor', reasons: features };
  return { level: 'patch', reasons: [] };
}

/** `minor` satisfies `patch`, and not the other way round. */
export function isEnough(asked: Level, needed: Level): boolean {
  return LEVELS.indexOf(asked) >= LEVELS.indexOf(needed);
}
