import type { PolicyStatement } from '../identity/policy-statement';

/** The tag that EKS puts on all that it makes, and the session of the cluster's role has as well. */
const OWN = { 'aws:RequestTag/eks:eks-cluster-name': '${aws:PrincipalTag/eks:eks-cluster-name}' };

/**
 * What the cluster's role needs besides the managed policies of Auto Mode so that node classes, storage classes and load
 * balancers may set tags of their own: those policies allow only the tags that EKS itself sets.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
 */
export function autoModeTagsPolicy(partition: string): PolicyStatement[] {
  return [
    {
      sid: 'Compute',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances', 'ec2:CreateLaunchTemplate'],
      resources: ['*'],
      conditions: {
        StringEquals: OWN,
        StringLike: {
          'aws:RequestTag/eks:kubernetes-node-class-name': '*',
          'aws:RequestTag/eks:kubernetes-node-pool-name': '*',
        },
      },
    },
    {
      sid: 'Storage',
      actions: ['ec2:CreateVolume', 'ec2:CreateSnapshot'],
      resources: [`arn:${partition}:ec2:*:*:volume/*`, `arn:${partition}:ec2:*:*:snapshot/*`],
      conditions: { StringEquals: OWN },
    },
    {
      sid: 'Networking',
      actions: ['ec2:CreateNetworkInterface'],
      resources: ['*'],
      conditions: { StringEquals: OWN, StringLike: { 'aws:RequestTag/eks:kubernetes-cni-node-name': '*' } },
    },
    {
      sid: 'LoadBalancer',
      actions: [
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:CreateRule',
        'ec2:CreateSecurityGroup',
      ],
      resources: ['*'],
      conditions: { StringEquals: OWN },
    },
    {
      sid: 'ShieldProtection',
      actions: ['shield:CreateProtection'],
      resources: ['*'],
      conditions: { StringEquals: OWN },
    },
    {
      sid: 'ShieldTagResource',
      actions: ['shield:TagResource'],
      resources: [`arn:${partition}:shield::*:protection/*`],
      conditions: { StringEquals: OWN },
    },
  ];
}
