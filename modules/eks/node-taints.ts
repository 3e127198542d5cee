import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';
import { isQualifiedName } from './node-labels';

/** A taint as Kubernetes spells it; node groups translate it for the EKS API. */
export interface NodeTaint {
  /** 1-63 characters, optionally after a DNS name and `/`. */
  readonly key: string;
  /** 0-63 characters. @default '' */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/** The EKS API has its own spelling. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html */
export const EKS_TAINT_EFFECTS = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
} as const;

/** Taints that CoreDNS and the other add-ons of EKS tolerate, so that a group with only these can carry them. */
export const TOLERATED_BY_ADDONS: readonly string[] = ['CriticalAddonsOnly', 'node-role.kubernetes.io/control-plane'];

/** Most taints of one node group. */
const MAX_TAINTS = 50;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateNodeTaints(taints: readonly NodeTaint[]): Issue[] {
  const see = 'https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html';
  return [
    ...check('taints', taints, ({ length }) => length <= MAX_TAINTS, {
      limit: `at most ${MAX_TAINTS} taints`,
      fix: 'remove some, or make a second group',
      see,
    }),
    ...taints.flatMap(({ key, value, effect }, index) => [
      ...check(`taints[${index}].key`, key, isQualifiedName, {
        limit: '1 to 63 letters, digits and ._-, after an optional DNS name and "/"',
        fix: 'write for example "dedicated" or "example.com/dedicated"',
        see,
      }),
      ...check(`taints[${index}].value`, value, (text) => /^([A-Za-z0-9][\w.-]{0,62})?$/.test(text), {
        limit: 'at most 63 letters, digits and ._-, beginning with a letter or digit, or nothing',
        fix: 'shorten or change the value',
        see,
      }),
      ...check(`taints[${index}].effect`, effect, (name) => name in EKS_TAINT_EFFECTS, {
        limit: Object.keys(EKS_TAINT_EFFECTS).join(', '),
        fix: "write 'NoSchedule'",
        see,
      }),
    ]),
  ];
}
