import type { PolicyStatement } from '../identity/policy-statement';

export interface KarpenterPolicyProps {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly nodeRoleArn: string;
  readonly queueArn: string;
}

/**
 * What Karpenter's controller does: only on what carries the cluster's tag. As one inline policy of about 6.5 k
 * characters, because it is too long for one managed policy. Karpenter 1.14.
 * @see https://karpenter.sh/v1.14/reference/cloudformation/
 */
export function karpenterPolicy(props: KarpenterPolicyProps): PolicyStatement[] {
  return [...lookStatements(props), ...instanceStatements(props), ...profileStatements(props)];
}

function lookStatements({
  clusterArn,
  region,
  accountId,
  partition,
  queueArn,
}: KarpenterPolicyProps): PolicyStatement[] {
  return [
    {
      sid: 'LookInTheRegion',
      actions: [
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribePlacementGroups',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      sid: 'FindImages',
      actions: ['ssm:GetParameter'],
      resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
    },
    { sid: 'ReadPrices', actions: ['pricing:GetProducts'], resources: ['*'] },
    { sid: 'ListProfiles', actions: ['iam:ListInstanceProfiles'], resources: ['*'] },
    {
      sid: 'ReadProfiles',
      actions: ['iam:GetInstanceProfile'],
      resources: [`arn:${partition}:iam::${accountId}:instance-profile/*`],
    },
    { sid: 'FindTheCluster', actions: ['eks:DescribeCluster'], resources: [clusterArn] },
    {
      sid: 'SeeZonalShift',
      actions: ['arc-zonal-shift:GetManagedResource'],
      resources: ['*'],
      conditions: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn } },
    },
    {
      sid: 'HearOfInterruptions',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [queueArn],
    },
  ];
}

function instanceStatements({ clusterName, region, partition }: KarpenterPolicyProps): PolicyStatement[] {
  const ofAws = (kind: string): string => `arn:${partition}:ec2:${region}::${kind}/*`;
  const any = (kind: string): string => `arn:${partition}:ec2:${region}:*:${kind}/*`;
  const made = ['fleet', 'instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request'];
  const owned = { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned' };
  const requested = {
    [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: 'owned',
    'aws:RequestTag/eks:eks-cluster-name': clusterName,
  };
  return [
    {
      sid: 'LaunchFrom',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      resources: [
        ...['image', 'snapshot'].map(ofAws),
        ...['security-group', 'subnet', 'capacity-reservation', 'placement-group'].map(any),
      ],
    },
    {
      sid: 'LaunchFromOwnTemplates',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      resources: [any('launch-template')],
      conditions: { StringEquals: owned, StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' } },
    },
    {
      sid: 'LaunchTagged',
      actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
      resources: made.map(any),
      conditions: { StringEquals: requested, StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' } },
    },
    {
      sid: 'TagAtLaunch',
      actions: ['ec2:CreateTags'],
      resources: made.map(any),
      conditions: {
        StringEquals: { ...requested, 'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'] },
        StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
      },
    },
    {
      sid: 'TagOwnInstances',
      actions: ['ec2:CreateTags'],
      resources: [any('instance')],
      conditions: {
        StringEquals: owned,
        StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
    {
      sid: 'EndOwnInstances',
      actions: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      resources: [any('instance'), any('launch-template')],
      conditions: { StringEquals: owned, StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' } },
    },
  ];
}

/** Karpenter makes the instance profiles of its node classes itself. */
function profileStatements(props: KarpenterPolicyProps): PolicyStatement[] {
  const { clusterName, region, accountId, partition, nodeRoleArn } = props;
  const profiles = [`arn:${partition}:iam::${accountId}:instance-profile/*`];
  const owned = {
    [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned',
    'aws:ResourceTag/topology.kubernetes.io/region': region,
  };
  const requested = {
    [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: 'owned',
    'aws:RequestTag/eks:eks-cluster-name': clusterName,
    'aws:RequestTag/topology.kubernetes.io/region': region,
  };
  return [
    {
      sid: 'PassTheNodeRole',
      actions: ['iam:PassRole'],
      resources: [nodeRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
    {
      sid: 'MakeProfiles',
      actions: ['iam:CreateInstanceProfile'],
      resources: profiles,
      conditions: { StringEquals: requested, StringLike: { 'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': '*' } },
    },
    {
      sid: 'TagOwnProfiles',
      actions: ['iam:TagInstanceProfile'],
      resources: profiles,
      conditions: {
        StringEquals: { ...owned, ...requested },
        StringLike: {
          'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': '*',
          'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': '*',
        },
      },
    },
    {
      sid: 'UseOwnProfiles',
      actions: ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      resources: profiles,
      conditions: { StringEquals: owned, StringLike: { 'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': '*' } },
    },
  ];
}
