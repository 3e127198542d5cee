import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';

const SEE = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set';
const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Prefixes that the kubelet may set on its own node although they lie in a reserved domain. */
const ALLOWED_PREFIXES = ['node.kubernetes.io', 'kubelet.kubernetes.io'];

/** `example.com/team` or `team`, as Kubernetes and the EKS API take it. */
export function isQualifiedName(key: string): boolean {
  const [name, prefix, ...more] = key.split('/').reverse();
  if (name === undefined || more.length > 0 || !NAME.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && DNS_NAME.test(prefix));
}

/** A label in a domain of Kubernetes or EKS: refused by the API, or the kubelet refuses to start and no node joins. */
export function hasReservedPrefix(key: string): boolean {
  const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  if (ALLOWED_PREFIXES.some((allowed) => prefix === allowed || prefix.endsWith(`.${allowed}`))) return false;
  return ['kubernetes.io', 'k8s.io', 'eks.amazonaws.com'].some(
    (reserved) => prefix === reserved || prefix.endsWith(`.${reserved}`),
  );
}

/** Node labels by key. */
export function validateNodeLabels(labels: Readonly<Record<string, string>>): Issue[] {
  return Object.entries(labels).flatMap(([key, value]) => [...validateKey(key), ...validateValue(key, value)]);
}

function validateKey(key: string): Issue[] {
  if (isUnknown(key)) return [];
  if (!isQualifiedName(key)) {
    return [
      {
        field: 'labels',
        value: key,
        limit:
          'a key of 1 to 63 letters, digits and ._- that begins and ends with a letter or digit, after an optional DNS name and "/"',
        fix: 'write for example "example.com/team"',
        see: SEE,
      },
    ];
  }
  if (!hasReservedPrefix(key)) return [];
  return [
    {
      field: 'labels',
      value: key,
      limit:
        'a key outside the reserved prefixes kubernetes.io, k8s.io and eks.amazonaws.com (node.kubernetes.io is open): with it nodes never join',
      fix: 'use a prefix of your own, "example.com/role"',
      see: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html',
    },
  ];
}

function validateValue(key: string, value: string): Issue[] {
  if (isUnknown(value) || value === '' || NAME.test(value)) return [];
  return [
    {
      field: `labels["${key}"]`,
      value,
      limit: 'at most 63 letters, digits and ._- that begin and end with a letter or digit, or nothing',
      fix: 'shorten or change the value',
      see: SEE,
    },
  ];
}
