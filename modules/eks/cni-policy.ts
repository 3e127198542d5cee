import type { PolicyStatement } from '../identity/policy-statement';

export interface CniPolicyProps {
  readonly clusterName: string;
  readonly vpcId: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly ipFamily: 'ipv4' | 'ipv6';
  /** The network policy agent writes flow logs. */
  readonly policyLogs: boolean;
}

/**
 * What `aws-node` does, limited to the interfaces and instances of its cluster; `AmazonEKS_CNI_Policy` would let it
 * delete every network interface of the account. The EKS add-on tells the CNI the cluster's name, which it tags with.
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.0/docs/iam-policy.md
 */
export function cniPolicy(props: CniPolicyProps): PolicyStatement[] {
  return [
    ...(props.ipFamily === 'ipv6' ? ipv6Statements(props) : ipv4Statements(props)),
    ...(props.policyLogs ? policyLogStatements(props) : []),
  ];
}

const DESCRIBE = [
  'ec2:DescribeInstances',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
];

function ipv4Statements({ clusterName, vpcId, region, accountId, partition }: CniPolicyProps): PolicyStatement[] {
  const arn = (resource: string): string => `arn:${partition}:ec2:${region}:${accountId}:${resource}`;
  const interfaces = arn('network-interface/*');
  return [
    { sid: 'Look', actions: DESCRIBE, resources: ['*'] },
    { sid: 'TagInterfaces', actions: ['ec2:CreateTags'], resources: [interfaces] },
    {
      sid: 'MakeOwnInterfaces',
      actions: ['ec2:CreateNetworkInterface'],
      resources: [interfaces],
      conditions: { StringEquals: { 'aws:RequestTag/cluster.k8s.amazonaws.com/name': clusterName } },
    },
    {
      sid: 'MakeThemInTheVpc',
      actions: ['ec2:CreateNetworkInterface'],
      // Subnets of a shared VPC belong to another account.
      resources: ['subnet/*', 'security-group/*'].map((part) => `arn:${partition}:ec2:*:*:${part}`),
      conditions: { ArnLike: { 'ec2:Vpc': `arn:${partition}:ec2:*:*:vpc/${vpcId}` } },
    },
    {
      sid: 'ChangeOwnInterfaces',
      actions: [
        'ec2:AssignPrivateIpAddresses',
        'ec2:AttachNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DetachNetworkInterface',
        'ec2:ModifyNetworkInterfaceAttribute',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: [interfaces],
      conditions: { StringEquals: { 'aws:ResourceTag/cluster.k8s.amazonaws.com/name': clusterName } },
    },
    {
      sid: 'AttachToOwnNodes',
      actions: ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface', 'ec2:ModifyNetworkInterfaceAttribute'],
      resources: [arn('instance/*')],
      conditions: { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: 'owned' } },
    },
    { sid: 'SetGroups', actions: ['ec2:ModifyNetworkInterfaceAttribute'], resources: [arn('security-group/*')] },
  ];
}

/** AWS has no managed policy for IPv6. */
function ipv6Statements({ region, accountId, partition }: CniPolicyProps): PolicyStatement[] {
  const interfaces = `arn:${partition}:ec2:${region}:${accountId}:network-interface/*`;
  return [
    { sid: 'Look', actions: DESCRIBE, resources: ['*'] },
    {
      sid: 'AssignAddresses',
      actions: ['ec2:AssignIpv6Addresses', 'ec2:CreateTags', 'ec2:ModifyNetworkInterfaceAttribute'],
      resources: [interfaces],
    },
  ];
}

function policyLogStatements({ clusterName, region, accountId, partition }: CniPolicyProps): PolicyStatement[] {
  const groups = `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/eks/${clusterName}/*`;
  return [
    { sid: 'FindPolicyLogs', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
    {
      sid: 'WritePolicyLogs',
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [groups, `${groups}:log-stream:*`],
    },
  ];
}
