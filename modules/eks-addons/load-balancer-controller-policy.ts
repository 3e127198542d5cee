import type { PolicyConditions, PolicyStatement } from '../identity/policy-statement';

/** The tag that the controller puts on everything it makes, with the cluster's name. */
const CLUSTER_TAG = 'elbv2.k8s.aws/cluster';
const OURS: PolicyConditions = { Null: { [`aws:ResourceTag/${CLUSTER_TAG}`]: 'false' } };
const MADE_OURS: PolicyConditions = { Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: 'false' } };
const STAYS_OURS: PolicyConditions = {
  Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: 'true', [`aws:ResourceTag/${CLUSTER_TAG}`]: 'false' },
};

/** Actions that the isolated partitions do not know; a policy that names them is refused there. */
const NOT_ISOLATED = [
  'elasticloadbalancing:DescribeTrustStores',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeCapacityReservation',
  'elasticloadbalancing:ModifyListenerAttributes',
  'elasticloadbalancing:ModifyCapacityReservation',
];

export interface LoadBalancerControllerPolicyProps {
  /** `aws`, `aws-cn`, `aws-us-gov` ... */
  readonly partition: string;
  /** ARN of the cluster's VPC: the controller may then change security-group rules in that VPC only. */
  readonly vpcArn: string;
}

/**
 * What AWS Load Balancer Controller v3.5.0 does in AWS, statement by statement as its authors publish it, with the one
 * change that their installation guide recommends: rules of security groups that it did not make are limited to the
 * VPC. 5.4 of the 6.1 thousand characters of a managed policy, so extra rights go into statements of their own.
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json
 */
export function loadBalancerControllerPolicy({
  partition,
  vpcArn,
}: LoadBalancerControllerPolicyProps): PolicyStatement[] {
  const isolated = partition.startsWith('aws-iso');
  return statements(partition, vpcArn).map((statement) => ({
    ...statement,
    actions: statement.actions.filter((action) => !isolated || !NOT_ISOLATED.includes(action)),
  }));
}

function statements(partition: string, vpcArn: string): PolicyStatement[] {
  const elb = `arn:${partition}:elasticloadbalancing:*:*`;
  const securityGroups = [`arn:${partition}:ec2:*:*:security-group/*`];
  const targetGroups = `${elb}:targetgroup/*/*`;
  const balancers = [targetGroups, `${elb}:loadbalancer/net/*/*`, `${elb}:loadbalancer/app/*/*`];
  return [
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['*'],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
    { actions: DESCRIBE, resources: ['*'] },
    { actions: NEIGHBOURS, resources: ['*'] },
    {
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ec2:Vpc': vpcArn } },
    },
    { actions: ['ec2:CreateSecurityGroup'], resources: ['*'] },
    {
      actions: ['ec2:CreateTags'],
      resources: securityGroups,
      conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' }, ...MADE_OURS },
    },
    { actions: ['ec2:CreateTags', 'ec2:DeleteTags'], resources: securityGroups, conditions: STAYS_OURS },
    {
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:DeleteSecurityGroup'],
      resources: ['*'],
      conditions: OURS,
    },
    {
      actions: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      resources: ['*'],
      conditions: MADE_OURS,
    },
    {
      actions: [
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:DeleteRule',
      ],
      resources: ['*'],
    },
    {
      actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
      resources: balancers,
      conditions: STAYS_OURS,
    },
    {
      actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
      resources: [
        `${elb}:listener/net/*/*/*`,
        `${elb}:listener/app/*/*/*`,
        `${elb}:listener-rule/net/*/*/*`,
        `${elb}:listener-rule/app/*/*/*`,
      ],
    },
    { actions: MODIFY, resources: ['*'], conditions: OURS },
    {
      actions: ['elasticloadbalancing:AddTags'],
      resources: balancers,
      conditions: {
        StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'] },
        ...MADE_OURS,
      },
    },
    {
      actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      resources: [targetGroups],
    },
    {
      actions: [
        'elasticloadbalancing:SetWebAcl',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:AddListenerCertificates',
        'elasticloadbalancing:RemoveListenerCertificates',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:SetRulePriorities',
      ],
      resources: ['*'],
    },
  ];
}

/** Reading, which AWS cannot limit to a resource. */
const DESCRIBE = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeVpcs',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeTags',
  'ec2:GetCoipPoolUsage',
  'ec2:DescribeCoipPools',
  'ec2:GetSecurityGroupsForVpc',
  'ec2:DescribeIpamPools',
  'ec2:DescribeRouteTables',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeSSLPolicies',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTrustStores',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeCapacityReservation',
];

/** Certificates, sign-in, firewalls and DDoS protection that an Ingress can name. */
const NEIGHBOURS = [
  'cognito-idp:DescribeUserPoolClient',
  'acm:ListCertificates',
  'acm:DescribeCertificate',
  'iam:ListServerCertificates',
  'iam:GetServerCertificate',
  'waf-regional:GetWebACL',
  'waf-regional:GetWebACLForResource',
  'waf-regional:AssociateWebACL',
  'waf-regional:DisassociateWebACL',
  'wafv2:GetWebACL',
  'wafv2:GetWebACLForResource',
  'wafv2:AssociateWebACL',
  'wafv2:DisassociateWebACL',
  'shield:GetSubscriptionState',
  'shield:DescribeProtection',
  'shield:CreateProtection',
  'shield:DeleteProtection',
];

const MODIFY = [
  'elasticloadbalancing:ModifyLoadBalancerAttributes',
  'elasticloadbalancing:SetIpAddressType',
  'elasticloadbalancing:SetSecurityGroups',
  'elasticloadbalancing:SetSubnets',
  'elasticloadbalancing:DeleteLoadBalancer',
  'elasticloadbalancing:ModifyTargetGroup',
  'elasticloadbalancing:ModifyTargetGroupAttributes',
  'elasticloadbalancing:DeleteTargetGroup',
  'elasticloadbalancing:ModifyListenerAttributes',
  'elasticloadbalancing:ModifyCapacityReservation',
  'elasticloadbalancing:ModifyIpPools',
];
