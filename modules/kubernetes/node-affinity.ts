import type { NodeGroupFacts } from '../eks/eks-cluster-interface';
import type { PodPlacement, Toleration } from '../eks-addons/pod-settings';
import type { Issue } from '../shared/problems';

/** One condition on a label of a node. */
export type NodeRequirement =
  | { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: 'Exists' | 'DoesNotExist' }
  | { readonly key: string; readonly operator: 'Gt' | 'Lt'; readonly value: number };

/** Which nodes a pod must, or would rather, run on. */
export interface NodeAffinity {
  /** All of these hold, or the pod stays pending. @default none */
  readonly required?: readonly NodeRequirement[];
  /** Nodes where these hold are taken first; weight 1-100. @default none */
  readonly preferred?: readonly { readonly weight: number; readonly requirements: readonly NodeRequirement[] }[];
}

const SEE = 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/';

/** Labels that the kubelet or EKS sets: their values are not all known at synth. */
const WELL_KNOWN = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com|k8s\.aws|karpenter\.sh)\//;

/** A requirement as the Terraform provider writes it. */
export function matchExpression(requirement: NodeRequirement): { key: string; operator: string; values?: string[] } {
  const { key, operator } = requirement;
  if ('values' in requirement) return { key, operator, values: [...requirement.values] };
  return 'value' in requirement ? { key, operator, values: [String(requirement.value)] } : { key, operator };
}

/**
 * Where every node group of the cluster is known, a pod that fits none of them stays pending for ever. Labels that
 * Kubernetes sets itself, and nodes that Karpenter or Auto Mode would make, cannot be judged.
 */
export function unschedulable(
  { nodeSelector = {}, tolerations = [] }: PodPlacement,
  affinity: NodeAffinity | undefined,
  groups: readonly NodeGroupFacts[],
): Issue[] {
  if (groups.length === 0) return [];
  const selected: NodeRequirement[] = Object.entries(nodeSelector).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  const required = [...selected, ...(affinity?.required ?? [])].filter(({ key }) => !WELL_KNOWN.test(key));
  const matching = groups.filter(({ labels }) => required.every((requirement) => holds(requirement, labels)));
  if (matching.length === 0) {
    return [
      {
        field: 'nodeSelector',
        value: Object.fromEntries(required.map((requirement) => [requirement.key, matchExpression(requirement)])),
        limit: `labels that a node group has: ${groups.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`).join(', ')}`,
        fix: 'label a node group so, or change the requirement',
        see: SEE,
        rule: 'kubernetes.unschedulable',
      },
    ];
  }
  if (
    matching.some(({ taints }) =>
      taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerated(taint, tolerations)),
    )
  ) {
    return [];
  }
  const taints = matching.flatMap(({ name, taints: own }) =>
    own.map(({ key, value = '', effect }) => `${name} ${key}=${value}:${effect}`),
  );
  return [
    {
      field: 'tolerations',
      value: tolerations,
      limit: `tolerations for the taints of a matching node group: ${taints.join(', ')}`,
      fix: 'tolerate one of them, or add a node group without taints',
      see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
      rule: 'kubernetes.unschedulable',
    },
  ];
}

function holds(requirement: NodeRequirement, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[requirement.key];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > requirement.value;
    case 'Lt':
      return value !== undefined && Number(value) < requirement.value;
  }
}

function tolerated(taint: NodeGroupFacts['taints'][number], tolerations: readonly Toleration[]): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}
