import { accountIdOf } from '../identity/account-id';
import { Role } from '../identity/role';
import { awsLocation } from '../shared/aws-location';
import { AUTO_MODE_CLUSTER_POLICIES } from './auto-mode';
import { autoModeTagsPolicy } from './auto-mode-tags-policy';
import type { EksClusterBase } from './eks-cluster-base';
import type { AutoMode } from './eks-cluster-props';
import type { PodNetworkFacts } from './pod-network';

export interface ClusterRoleNeeds {
  readonly podNetwork: PodNetworkFacts;
  readonly autoMode?: AutoMode;
  /** The key around the cluster's secrets, if it is not EKS's own. */
  readonly keyArn?: string;
}

/** The role that the control plane itself uses in the account. @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
export function clusterRole(cluster: EksClusterBase, { podNetwork, autoMode, keyArn }: ClusterRoleNeeds): Role {
  const role = new Role(cluster, 'Role', {
    description: `Control plane of the EKS cluster ${cluster.clusterName}`,
    assumedBy: [
      {
        // TagSession is for Auto Mode; without it here, switching Auto Mode on fails.
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        principals: { services: ['eks.amazonaws.com'] },
        // https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
        conditions: {
          ArnLike: { 'aws:SourceArn': cluster.clusterArn },
          StringEquals: { 'aws:SourceAccount': accountIdOf(cluster) },
        },
      },
    ],
    awsManagedPolicies: [
      'AmazonEKSClusterPolicy',
      // Gives pods interfaces of their own, and Windows nodes their addresses.
      ...(podNetwork.securityGroupsForPods || podNetwork.windows ? ['AmazonEKSVPCResourceController'] : []),
      ...(autoMode === undefined ? [] : AUTO_MODE_CLUSTER_POLICIES),
    ],
  });
  if (autoMode?.customTags === true) {
    for (const statement of autoModeTagsPolicy(awsLocation(cluster).partition)) role.addToPolicy(statement);
  }
  if (keyArn !== undefined) {
    role.addToPolicy({
      sid: 'SecretsKey',
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
      resources: [keyArn],
    });
  }
  return role;
}
