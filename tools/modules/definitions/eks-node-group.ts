import { EksCluster, ManagedNodeGroup } from '../../../modules/eks';
import { validateEksClusterProps } from '../../../modules/eks/eks-cluster-props';
import { Network } from '../../../modules/network';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { matches } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';
import { nameVariable, subnetIds } from './common';
import { kubernetesVersion, nodeProps, nodeVariables, useNodeVariables } from './eks';

/** Of a cluster that exists; a literal for the constructs that build ARNs of it. */
export const clusterName: InputVariable = {
  type: 'string',
  description: 'Name of the EKS cluster.',
  samples: ['qz-cluster', `qzc${'y'.repeat(97)}`],
  rules: [
    matches(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, {
      check: (name: string) => validateEksClusterProps({ clusterName: name }),
      accepts: ['a', 'shop-dev', 'a'.repeat(100)],
      rejects: ['-shop', 'shop dev', 'a'.repeat(101)],
      words: { fix: 'pass module.cluster.cluster_name' },
    }),
  ],
};

const CAPACITIES = {
  'on-demand': 'on demand',
  spot: "on Spot: up to 90 % cheaper, taken back with two minutes' notice",
} as const;

function nodeGroup(capacity: keyof typeof CAPACITIES): ModuleShape {
  return {
    summary: `A managed node group of an EKS cluster, Amazon Linux 2023 on x86, bought ${CAPACITIES[capacity]}.`,
    variables: {
      name: nameVariable(36, 'Begins the names of the group, its role and its launch template.'),
      cluster_name: clusterName,
      subnet_ids: subnetIds('Private subnets of the nodes.'),
      kubernetes_version: kubernetesVersion,
      ...nodeVariables,
    },
    outputs: {
      node_group_name: 'Name of the group.',
      node_group_arn: 'ARN of the group.',
      node_role_arn: 'Role of the nodes.',
      node_role_name: 'Name of that role; attach policies to it.',
      autoscaling_group_names: 'Auto Scaling groups that EKS made.',
    },
    example: {
      name: 'shop-dev-workers',
      cluster_name: 'shop-dev',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      ...(capacity === 'spot' ? { instance_types: ['m7i.large', 'm6i.large', 'm5.large'] } : {}),
    },
    build: (stack) => buildGroup(stack, capacity),
  };
}

function buildGroup(stack: ModuleStack, capacity: keyof typeof CAPACITIES): Record<string, unknown> {
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: stack.placeholder('vpc'),
    tiers: { private: { subnetIds: stack.subnetIds('private') } },
  });
  const cluster = EksCluster.fromAttributes(stack, 'Cluster', {
    clusterName: stack.sample('cluster_name'),
    network,
    vpcId: network.vpcId,
    // The nodes get the cluster's group from EKS; nothing here names it.
    clusterSecurityGroupId: stack.placeholder('sg'),
    compute: { ec2: true },
  });
  const name = stack.sample('name');
  const made = new ManagedNodeGroup(stack, 'Default', {
    cluster,
    capacity: { kind: capacity },
    tags: { Name: name },
    ...nodeProps(stack),
  });
  useNodeVariables(stack, made, name);
  made.nodeGroup.version = stack.text('kubernetes_version');
  made.role.role.description = `Nodes of node group ${name} in the EKS cluster ${stack.sample('cluster_name')}`;
  made.launchTemplate.template.description = `Nodes ${name}`;
  return {
    node_group_name: made.nodeGroup.nodeGroupName,
    node_group_arn: made.nodeGroup.arn,
    node_role_arn: made.role.roleArn,
    node_role_name: made.role.roleName,
    autoscaling_group_names: `\${${made.nodeGroup.fqn}.resources[0].autoscaling_groups[*].name}`,
  };
}

export const eksNodeGroupModule: ModuleDefinition = {
  name: 'eks-node-group',
  root: nodeGroup('on-demand'),
  variants: { spot: nodeGroup('spot') },
  fixed: [
    'On demand or Spot, Amazon Linux 2023 and x86 are fixed by the choice of (sub)module: the AMI goes with the architecture, and each change makes a new group.',
    'Labels, taints, Bottlerocket, Windows and GPU images: use the TypeScript construct `ManagedNodeGroup`.',
  ],
};
