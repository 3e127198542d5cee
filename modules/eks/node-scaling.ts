import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';

/** How many nodes a group has. */
export type NodeScaling =
  /** Terraform owns the number: 0 to 450. */
  | { readonly fixed: number }
  /**
   * Between `min` and `max`, 0 to 450, which something else decides within. `desired`: how many at first.
   * @default desired: min
   */
  | { readonly min: number; readonly max: number; readonly desired?: number };

export interface NodeSizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

/** Default quota of nodes in a managed node group. */
const MAX_NODES = 450;

const SEE = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html';

/** AWS wants at least one as the maximum, even where nothing runs. */
export function nodeSizes(scaling: NodeScaling): NodeSizes {
  if ('fixed' in scaling) {
    return { minSize: scaling.fixed, maxSize: Math.max(1, scaling.fixed), desiredSize: scaling.fixed };
  }
  const { min, max, desired = min } = scaling;
  return { minSize: min, maxSize: max, desiredSize: desired };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateNodeScaling(scaling: NodeScaling): Issue[] {
  const rule = { unit: 'nodes', fix: 'write a number of nodes', see: SEE, rule: 'eks.node-group-size' };
  if ('fixed' in scaling) return checkWholeNumber('scaling.fixed', scaling.fixed, [0, MAX_NODES], rule);
  const { min, max, desired } = scaling;
  const numbers = [
    ...checkWholeNumber('scaling.min', min, [0, MAX_NODES], rule),
    ...checkWholeNumber('scaling.max', max, [1, MAX_NODES], rule),
    ...checkWholeNumber('scaling.desired', desired, [0, MAX_NODES], rule),
  ];
  if (numbers.length > 0) return numbers;
  return [
    ...check('scaling.min', min, () => min <= max, {
      limit: `at most scaling.max, ${max}`,
      fix: 'exchange min and max',
      see: SEE,
    }),
    ...check('scaling.desired', desired, (count) => count >= min && count <= max, {
      limit: `from scaling.min ${min} to scaling.max ${max}`,
      fix: 'raise max, or start with fewer nodes',
      see: SEE,
    }),
  ];
}
