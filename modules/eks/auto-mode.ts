import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Construct } from 'constructs';
import { Role } from '../identity/role';
import type { AutoMode } from './eks-cluster-props';

/** What Auto Mode needs on the cluster's role. @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
export const AUTO_MODE_CLUSTER_POLICIES: readonly string[] = [
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

const DEFAULT_POOLS: NonNullable<AutoMode['nodePools']> = ['general-purpose', 'system'];

/** The role of nodes that the built-in pools start; without pools every node class names its own. */
export function autoModeNodeRole(scope: Construct, { nodePools = DEFAULT_POOLS }: AutoMode): Role | undefined {
  if (nodePools.length === 0) return undefined;
  return new Role(scope, 'AutoModeNodeRole', {
    description: 'Nodes that EKS Auto Mode starts',
    assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ec2.amazonaws.com'] } }],
    awsManagedPolicies: ['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodeMinimalPolicy'],
  });
}

/** The three switches of Auto Mode: AWS takes them together or not at all. */
export function autoModeArguments(
  { nodePools = DEFAULT_POOLS }: AutoMode,
  nodeRole: Role | undefined,
): Pick<EksClusterConfig, 'computeConfig' | 'storageConfig'> {
  return {
    computeConfig: {
      enabled: true,
      ...(nodePools.length === 0 ? {} : { nodePools: [...nodePools].sort(), nodeRoleArn: nodeRole?.roleArn }),
    },
    storageConfig: { blockStorage: { enabled: true } },
  };
}
