import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** Pods of a namespace, all of them or those with these labels, run on Fargate. */
export interface FargateSelector {
  /** Namespace; `*` and `?` stand for any characters and for one. */
  readonly namespace: string;
  /** Up to 5 labels that a pod must have, all of them; values may hold `*` and `?`. @default none: all pods */
  readonly labels?: Readonly<Record<string, string>>;
}

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html';

/** Fixed by AWS, both of them. */
const [MAX_SELECTORS, MAX_LABELS] = [5, 5];

/** Pure, so that a test can ask about one field without building a stack. */
export function validateFargateSelectors(selectors: readonly FargateSelector[]): Issue[] {
  const labelCounts = selectors.flatMap(({ labels = {} }, index) =>
    check(`selectors[${index}].labels`, Object.keys(labels).length, (count) => count <= MAX_LABELS, {
      limit: `at most ${MAX_LABELS} labels in one of the selectors`,
      fix: 'choose the labels that tell the pods apart',
      see: SEE,
    }),
  );
  const namespaces = selectors.flatMap(({ namespace }, index) =>
    check(`selectors[${index}].namespace`, namespace, (name) => /^[a-z0-9*?]([-a-z0-9*?]{0,62})$/.test(name), {
      limit: '1 to 63 lower-case letters, digits and "-", with * and ? as wildcards',
      fix: 'write the namespace, "apps" or "team-*"',
      see: SEE,
    }),
  );
  return [
    ...check('selectors', selectors.length, (count) => count >= 1 && count <= MAX_SELECTORS, {
      limit: `1 to ${MAX_SELECTORS} selectors in a profile`,
      fix: selectors.length === 0 ? 'name the namespace whose pods run on Fargate' : 'make a second profile',
      see: SEE,
    }),
    ...namespaces,
    ...labelCounts,
    ...repeated(selectors),
  ];
}

/** Whether all pods of a namespace run on Fargate because of this selector. */
export function selectsNamespace({ namespace: pattern, labels = {} }: FargateSelector, namespace: string): boolean {
  return Object.keys(labels).length === 0 && matches(pattern, namespace);
}

/** Whether a pod runs on Fargate because of this selector. */
export function selectsPod(
  { namespace: pattern, labels = {} }: FargateSelector,
  namespace: string,
  podLabels: Readonly<Record<string, string>>,
): boolean {
  const hasLabel = ([key, value]: [string, string]): boolean => matches(value, podLabels[key] ?? '');
  return matches(pattern, namespace) && Object.entries(labels).every(hasLabel);
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`).test(text);
}

function repeated(selectors: readonly FargateSelector[]): Issue[] {
  const shapes = selectors.map(({ namespace, labels = {} }) =>
    JSON.stringify([namespace, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
  return selectors.flatMap((selector, index) =>
    shapes.indexOf(shapes[index] ?? '') === index
      ? []
      : [
          {
            field: `selectors[${index}]`,
            value: selector,
            limit: 'selectors that differ in namespace or labels; this one is there twice',
            fix: 'remove it',
            see: SEE,
          },
        ],
  );
}
