import type { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import type { PolicyConditions, PolicyStatement } from '../../identity/policy-statement';
import { regionOf } from '../../identity/region';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import { awsLocation } from '../../shared/aws-location';

/**
 * What ECS may do to start and stop the instances of one capacity: the rights of AWS's own
 * `AmazonECSInfrastructureRolePolicyForManagedInstances` (version 11, February 2026) in one account and region. That one
 * could only pass roles whose names begin with `ecsInstanceRole`; this passes exactly ours.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForManagedInstances.html
 */
export function managedInstancesRole(scope: Construct, instanceRole: Role): Role {
  const { partition } = awsLocation(scope);
  const account = accountIdOf(scope);
  const role = new Role(scope, 'InfrastructureRole', {
    description: roleText(`What ECS may do to manage the instances of ${scope.node.path}`),
    assumedBy: [
      {
        actions: ['sts:AssumeRole'],
        principals: { services: ['ecs.amazonaws.com'] },
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  });
  const statements = [
    ...instanceStatements(`arn:${partition}:ec2:${regionOf(scope)}`, account),
    {
      actions: ['iam:PassRole'],
      resources: [instanceRole.roleArn],
      conditions: { StringLike: { 'iam:PassedToService': 'ec2.*' } },
    },
    {
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [`arn:${partition}:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`],
    },
  ];
  for (const statement of statements) role.addToPolicy(statement);
  return role;
}

/** ECS tags all that it makes, and may touch only what has its tag. */
const TAGGED_ON_CREATE: PolicyConditions = { StringEquals: { 'aws:RequestTag/AmazonECSManaged': 'true' } };

function instanceStatements(arnPrefix: string, account: string): PolicyStatement[] {
  const own = (...types: readonly string[]): string[] => types.map((type) => `${arnPrefix}:${account}:${type}/*`);
  return [
    {
      actions: ['ec2:CreateLaunchTemplate'],
      resources: own('launch-template'),
      conditions: TAGGED_ON_CREATE,
    },
    {
      actions: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
      resources: own('launch-template'),
      conditions: { StringEquals: { 'ec2:ManagedResourceOperator': 'ecs.amazonaws.com' } },
    },
    {
      actions: ['ec2:CreateFleet'],
      resources: own('fleet', 'instance', 'network-interface', 'launch-template', 'volume'),
      conditions: TAGGED_ON_CREATE,
    },
    {
      actions: ['ec2:RunInstances'],
      resources: own('instance', 'volume', 'network-interface'),
      conditions: TAGGED_ON_CREATE,
    },
    {
      actions: ['ec2:RunInstances'],
      resources: own('launch-template'),
      conditions: { StringEquals: { 'ec2:ResourceTag/AmazonECSManaged': 'true' } },
    },
    {
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      // AMIs belong to no account of ours.
      resources: [...own('subnet', 'security-group'), `${arnPrefix}::image/*`],
    },
    {
      actions: ['ec2:CreateTags'],
      resources: own('fleet', 'launch-template', 'network-interface', 'instance', 'volume'),
      conditions: { StringEquals: { 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] } },
    },
    {
      actions: [
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    },
  ];
}
