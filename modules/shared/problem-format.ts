import type { Issue, Problem } from './issue';

/**
 * ```text
 * 2 problems in this app; nothing was written.
 * EcsCluster at dev-ecs/Cluster
 *   - clusterName is "web cluster"; allowed: 1-255 letters, digits, "_" or "-". Fix: replace other characters with "-". See https://...
 * ```
 */
export function formatProblems(problems: readonly Problem[]): string {
  const byConstruct = new Map<string, Set<string>>();
  for (const problem of problems) {
    const place = `${problem.type} at ${problem.path}`;
    byConstruct.set(place, (byConstruct.get(place) ?? new Set()).add(`  - ${formatIssue(problem)}`));
  }
  const count = [...byConstruct.values()].reduce((sum, lines) => sum + lines.size, 0);
  return [
    `${count} problem${count === 1 ? '' : 's'} in this app; nothing was written.`,
    ...[...byConstruct].flatMap(([place, lines]) => [place, ...lines]),
  ].join('\n');
}

/** One line, without the construct's path. */
export function formatIssue({ field, value, secret, limit, fix, see, rule }: Issue): string {
  const given = secret ? 'holds a secret (not printed)' : `is ${printable(value)}`;
  const optOut =
    rule === undefined ? '' : ` Rule: ${rule} (to insist: unchecked: [{ rule: '${rule}', reason: '...' }]).`;
  return `${field} ${given}; allowed: ${limit}. Fix: ${fix}. See ${see}${optOut}`;
}

/** JSON, but for what JSON drops or hides: `NaN` would read `null`, a missing value nothing at all. */
function printable(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'number' ? jsonNumber(part) : part));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
