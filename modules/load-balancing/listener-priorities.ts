import { createHash } from 'node:crypto';
import { pathPatterns, type RuleConditions } from './rule-conditions';

/**
 * Computed priorities lie here; 1-999 and 50000 are never computed, so a priority of yours from there cannot meet one.
 */
export const COMPUTED_PRIORITIES = { first: 1000, last: 49_999 } as const;

/** How narrow a condition is: lower comes first. */
const HOSTS = ['exact', 'wildcard', 'any'] as const;
const PATHS = ['4 segments', '3 segments', '2 segments', '1 segment', 'pattern', 'any'] as const;
const REFINEMENTS = ['refined', 'plain'] as const;

type HostRank = (typeof HOSTS)[number];
type PathRank = (typeof PATHS)[number];
type Refinement = (typeof REFINEMENTS)[number];

interface Specificity {
  readonly host: HostRank;
  readonly path: PathRank;
  readonly refinement: Refinement;
}

/** A range of priorities, both ends included, that rules of one specificity share. */
export interface PriorityBand {
  readonly first: number;
  readonly last: number;
}

/**
 * Where the priority of a rule lies: host before path before the rest, the narrower first. It is the order that the
 * Kubernetes Gateway API gives its routes, because people expect `/api/v1` to win over `/api` and `/api` over `/`.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function priorityBand(conditions: RuleConditions): PriorityBand {
  const { host, path, refinement } = specificity(conditions);
  return BANDS.get(bandKey(host, path, refinement)) ?? { first: 1, last: 50_000 };
}

/**
 * The priority that a rule asks for: a hash of its permanent identity within its band. It depends on nothing but the
 * rule itself, so no other rule can move it, in this stack or in another.
 */
export function wantedPriority(identity: string, { first, last }: PriorityBand): number {
  const hash = createHash('sha256').update(identity).digest().readUIntBE(0, 6);
  return first + (hash % (last - first + 1));
}

/** The wanted priority, or where it is taken the next free one of the band, beginning again at its start. */
export function freePriority(wanted: number, band: PriorityBand, taken: (priority: number) => boolean): number {
  const width = band.last - band.first + 1;
  for (let step = 0; step < width; step += 1) {
    const candidate = band.first + ((wanted - band.first + step) % width);
    if (!taken(candidate)) return candidate;
  }
  return wanted;
}

function specificity(conditions: RuleConditions): Specificity {
  const { hosts = [], headers = {}, queryStrings = [], methods = [], sourceCidrs = [] } = conditions;
  const refined = Object.keys(headers).length + queryStrings.length + methods.length + sourceCidrs.length > 0;
  return { host: hostRank(hosts), path: pathRank(pathPatterns(conditions)), refinement: refined ? 'refined' : 'plain' };
}

function hostRank(hosts: readonly string[]): HostRank {
  if (hosts.length === 0) return 'any';
  return hosts.some((host) => /[*?]/.test(host)) ? 'wildcard' : 'exact';
}

/** A rule is as narrow as the widest of its patterns. */
function pathRank(patterns: readonly string[]): PathRank {
  const ranks = patterns.map((pattern) => PATHS.indexOf(patternRank(pattern)));
  return PATHS[Math.max(...ranks)] ?? 'any';
}

/** Whole segments before the first wildcard: `/api/*` has one, `/ap*` none but is still narrower than everything. */
function patternRank(pattern: string): PathRank {
  if (pattern === '*' || pattern === '/*') return 'any';
  const segments = pattern.split('/').slice(1);
  const wildcard = segments.findIndex((segment) => /[*?]/.test(segment));
  const literal = wildcard === -1 ? segments.length : wildcard;
  if (literal === 0) return 'pattern';
  return PATHS[Math.max(0, 4 - literal)] ?? 'pattern';
}

function bandKey(host: HostRank, path: PathRank, refinement: Refinement): string {
  return `${host}/${path}/${refinement}`;
}

/** Most rules of real balancers are "one host" or "one short path": those bands are six times as wide as the others. */
function bandWeight({ host, path, refinement }: Specificity): number {
  const common = refinement === 'plain' && host !== 'wildcard' && ['any', '1 segment', '2 segments'].includes(path);
  return common ? 6 : 1;
}

/** A change of this table moves every computed priority of every user; a test holds it still. */
const BANDS: ReadonlyMap<string, PriorityBand> = bands();

function bands(): Map<string, PriorityBand> {
  const all = HOSTS.flatMap((host) =>
    PATHS.flatMap((path) => REFINEMENTS.map((refinement): Specificity => ({ host, path, refinement }))),
  );
  const { first, last } = COMPUTED_PRIORITIES;
  const unit = Math.floor((last - first + 1) / all.reduce((sum, band) => sum + bandWeight(band), 0));
  const byKey = new Map<string, PriorityBand>();
  let next = first;
  for (const band of all) {
    const width = unit * bandWeight(band);
    byKey.set(bandKey(band.host, band.path, band.refinement), { first: next, last: next + width - 1 });
    next += width;
  }
  return byKey;
}
