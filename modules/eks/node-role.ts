import type { Construct } from 'constructs';
import { Role } from '../identity/role';

export interface NodeRoleProps {
  readonly clusterName: string;
  /** For the role's description: `node group System`. */
  readonly of: string;
}

/**
 * The role of nodes: join the cluster, pull images, and a shell through Systems Manager instead of SSH. The right to
 * give pods addresses is not here but with the VPC CNI's own service account, out of reach of the other pods.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export function nodeRole(scope: Construct, { clusterName, of }: NodeRoleProps): Role {
  return new Role(scope, 'Role', {
    description: `Nodes of ${of} in the EKS cluster ${clusterName}`,
    // EC2 passes no source condition when an instance takes its role: nothing narrower is possible.
    assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ec2.amazonaws.com'] } }],
    awsManagedPolicies: [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonSSMManagedInstanceCore',
    ],
  });
}
