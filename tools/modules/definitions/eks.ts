import type { ManagedNodeGroup, ManagedNodeGroupProps, NodeScaling } from '../../../modules/eks';
import { DEFAULT_KUBERNETES_VERSION, validateKubernetesVersion } from '../../../modules/eks/kubernetes-versions';
import { validateInstanceTypes } from '../../../modules/eks/managed-node-group-checks';
import { validateNodeSettings } from '../../../modules/eks/node-launch-template';
import { validateNodeScaling } from '../../../modules/eks/node-scaling';
import type { Issue } from '../../../modules/shared/issue';
import { type InputRule, matches, wholeNumber } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';

/** The refusals about versions change with the calendar; the module's rule is the one of this day. */
const RULES_OF = new Date('2026-11-20');

export const kubernetesVersion: InputVariable = {
  type: 'string',
  default: DEFAULT_KUBERNETES_VERSION,
  description: 'Kubernetes minor; goes up one at a time, never down.',
  rules: [
    matches(/^1[.][0-9]{2}$/, {
      check: (version: string) => validateKubernetesVersion(version, RULES_OF),
      accepts: ['1.36', '1.40'],
      rejects: ['v1.36', '1.36.2', 'latest', '1.3'],
      words: { fix: `write "${DEFAULT_KUBERNETES_VERSION}" (in quotes: no "v", no patch number, no "latest")` },
    }),
  ],
};

/** x86 families only: the AMI goes with the architecture. */
const instanceTypesRule: InputRule = {
  condition: (value) =>
    [
      `length(${value}) >= 1`,
      `length(${value}) <= 20`,
      `length(distinct(${value})) == length(${value})`,
      `alltrue([for type in ${value} : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", type))])`,
      `alltrue([for type in ${value} : !can(regex("^(a1|[a-z]+[0-9]+g[a-z]*)[.]", type))])`,
    ].join(' && '),
  check: (types: readonly string[]) => [
    ...validateInstanceTypes(types, false),
    // A type of the other architecture beside it is what the library refuses; here every type has to be x86.
    ...validateInstanceTypes(
      [...types, 'm7i.large'].filter((type, index, all) => all.indexOf(type) === index).slice(0, 20),
      false,
    ),
  ],
  accepts: [['m7i.large'], ['m7i.large', 'm6i.large', 'm5.large']],
  rejects: [[], ['m7i.large', 'm7i.large'], ['large'], ['m7g.large'], ['c8gn.large']],
  words: {
    limit: '1 to 20 x86 instance types, each once',
    fix: 'write ["m7i.large"]',
    see: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html',
  },
};

export const nodeVariables: Readonly<Record<string, InputVariable>> = {
  instance_types: {
    type: 'list(string)',
    default: ['m7i.large'],
    description:
      '1 to 20 x86 types of one size; alternatives of each other. A change makes a new group before the old one goes.',
    rules: [instanceTypesRule],
  },
  min_nodes: {
    type: 'number',
    default: 2,
    description: 'Fewest nodes, 0 to 450, and how many at first; two, so that the loss of a zone leaves one.',
    rules: [wholeNumber([0, 450], (min) => nodes({ min, max: 450 }))],
  },
  max_nodes: {
    type: 'number',
    default: 4,
    description: 'Most nodes, at least `min_nodes`, 1 to 450.',
    rules: [wholeNumber([1, 450], (max) => nodes({ min: 0, max }))],
  },
  disk_gib: {
    type: 'number',
    default: 50,
    description: 'GiB of each node for images, containers and logs, 20 to 16384.',
    rules: [wholeNumber([20, 16_384], (diskGib) => validateNodeSettings({ diskGib }, 'al2023'))],
  },
};

function nodes(scaling: NodeScaling): Issue[] {
  return validateNodeScaling(scaling).map(({ rule: _, ...issue }) => issue);
}

/** Puts the inputs of {@link nodeVariables} where the construct has what it was built with. */
export function useNodeVariables(stack: ModuleStack, group: ManagedNodeGroup, name: string): void {
  const { nodeGroup } = group;
  nodeGroup.instanceTypes = stack.list('instance_types');
  nodeGroup.subnetIds = stack.list('subnet_ids');
  // The construct's own name ends with a hash of types and subnets, so that a replacement has another; here they are
  // inputs, and the provider chooses the end of the name.
  nodeGroup.resetNodeGroupName();
  nodeGroup.nodeGroupNamePrefix = `${name}-`;
}

/** The size of the group and its disks, for the props of the construct. */
export function nodeProps(stack: ModuleStack): Pick<ManagedNodeGroupProps, 'scaling' | 'diskGib'> {
  return {
    scaling: { min: stack.number('min_nodes'), max: stack.number('max_nodes') },
    diskGib: stack.number('disk_gib'),
  };
}
