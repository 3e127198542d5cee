/** Blocks of the Terraform provider that are lists in the API, by the API's name. */
const LISTS: Readonly<Record<string, string | undefined>> = {
  container: 'containers',
  metric: 'metrics',
  nodeSelectorTerm: 'nodeSelectorTerms',
  path: 'paths',
  policy: 'policies',
  port: 'ports',
  rule: 'rules',
  toleration: 'tolerations',
  topologySpreadConstraint: 'topologySpreadConstraints',
  volume: 'volumes',
  volumeMount: 'volumeMounts',
};

/** Blocks that the provider takes as a list of one. */
const SINGLE = new Set(['labelSelector', 'scaleDown', 'selector', 'tcpSocket']);

/** Numbers that the provider takes as text. */
const NUMBERS = new Set([
  'fsGroup',
  'maxSurge',
  'maxUnavailable',
  'port',
  'replicas',
  'runAsGroup',
  'runAsUser',
  'tolerationSeconds',
]);

/** Maps whose keys are the user's, not the API's. */
const FREE = new Set(['annotations', 'labels', 'limits', 'matchLabels', 'nodeSelector', 'requests']);

/** From the words of the Terraform provider to those of the API; text stays as Terraform takes it. */
export function apiObject(config: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).flatMap(([key, part]) => apiField(key, part)));
}

function apiField(key: string, part: unknown): [string, unknown][] {
  if (part === undefined) return [];
  if (FREE.has(key)) return [[key, part]];
  if (Array.isArray(part))
    return [SINGLE.has(key) ? [key, apiValue(part[0])] : [LISTS[key] ?? key, part.map(apiValue)]];
  if (NUMBERS.has(key) && typeof part === 'string' && /^\d+$/.test(part)) return [[key, Number(part)]];
  return [[key, apiValue(part)]];
}

function apiValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? apiObject(value) : value;
}
