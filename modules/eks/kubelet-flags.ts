import type { NodeTaint } from './node-taints';

/** Labels and taints as flags of the kubelet, in a stable order. */
export function kubeletFlags({
  labels = {},
  taints = [],
}: {
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeTaint[];
}): string[] {
  return [
    ...flag(
      'node-labels',
      Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ),
    ...flag(
      'register-with-taints',
      taints.map(({ key, value = '', effect }) => `${key}=${value}:${effect}`),
    ),
  ];
}

function flag(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`--${name}=${[...values].sort().join(',')}`];
}
