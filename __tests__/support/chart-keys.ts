import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownChart } from '../../modules/eks-addons/chart-versions';
import { type HelmValues, helmValuePaths } from '../../modules/eks-addons/helm-values';

/** The keys of a chart's own values file. */
interface ChartKeys {
  readonly chart: string;
  readonly version: string;
  readonly source: string;
  /** Paths below which the chart takes any map. */
  readonly open: readonly string[];
  readonly paths: readonly string[];
  /** Keys that count only as real booleans. */
  readonly booleans?: readonly string[];
  readonly featureGates?: readonly string[];
}

export function chartKeys({ chart }: KnownChart): ChartKeys {
  const file = join(__dirname, '..', 'fixtures', 'charts', `${chart}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as ChartKeys;
}

/** Paths of `values` that the chart would ignore without a word. */
export function unknownKeys(chart: KnownChart, values: HelmValues): string[] {
  const { paths, open } = chartKeys(chart);
  const known = new Set(paths);
  return helmValuePaths(values)
    .map(([path]) => path)
    .filter((path) => !known.has(path) && !open.some((parent) => path.startsWith(`${parent}.`)));
}

/** The values document of a `helm_release` in the JSON. */
export function valuesOf(release: Record<string, unknown>): HelmValues {
  const [document] = release.values as string[];
  return JSON.parse(document ?? '{}') as HelmValues;
}
