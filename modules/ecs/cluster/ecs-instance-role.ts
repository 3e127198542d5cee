import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import type { Construct, IConstruct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import type { PolicyStatement } from '../../identity/policy-statement';
import { regionOf } from '../../identity/region';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import { awsLocation } from '../../shared/aws-location';
import { claimName, generatedName } from '../../shared/names';
import { ecsArn } from '../task/ecs-arn';
import type { IEcsCluster } from './ecs-cluster-interface';
import { SESSION_CHANNEL } from './exec-grants';

/**
 * What the ECS agent calls, for one cluster. AWS's own policy for container instances allows all clusters, ECR and all
 * log groups besides; images and logs are the business of each task's execution role here.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function ecsAgentStatements(scope: IConstruct, cluster: IEcsCluster): PolicyStatement[] {
  const { clusterArn, clusterName, region } = cluster;
  const instances = ecsArn(scope, region, `container-instance/${clusterName}/*`);
  return [
    { actions: ['ecs:DiscoverPollEndpoint'], resources: ['*'] },
    {
      actions: [
        'ecs:DeregisterContainerInstance',
        'ecs:RegisterContainerInstance',
        'ecs:SubmitAttachmentStateChanges',
        'ecs:SubmitContainerStateChange',
        'ecs:SubmitTaskStateChange',
      ],
      resources: [clusterArn],
    },
    {
      actions: ['ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:UpdateContainerInstancesState'],
      resources: [instances],
    },
    {
      actions: ['ecs:TagResource'],
      resources: [instances],
      conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterContainerInstance' } },
    },
  ];
}

/**
 * What a shell through Session Manager needs. `AmazonSSMManagedInstanceCore` would also let every container that
 * reaches the instance's credentials read all parameters of the account.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export function sessionManagerStatements(scope: IConstruct): PolicyStatement[] {
  const { partition } = awsLocation(scope);
  return [
    {
      actions: ['ssm:UpdateInstanceInformation'],
      resources: [`arn:${partition}:ec2:${regionOf(scope)}:${accountIdOf(scope)}:instance/*`],
    },
    SESSION_CHANNEL,
  ];
}

/** The role of the container instances of one capacity. */
export function ecsInstanceRole(scope: Construct, cluster: IEcsCluster): Role {
  const role = new Role(scope, 'InstanceRole', {
    description: roleText(`ECS agent on the instances of ${scope.node.path}`),
    assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ec2.amazonaws.com'] } }],
  });
  for (const statement of ecsAgentStatements(scope, cluster)) role.addToPolicy(statement);
  return role;
}

/** IAM is global: the region keeps the profiles of two regions apart, as it does for roles. */
export function ecsInstanceProfile(scope: Construct, role: Role): IamInstanceProfile {
  const name = generatedName(scope, { max: 128, suffix: awsLocation(scope).region });
  claimName(scope, 'IAM instance profile', name, { global: true });
  return new IamInstanceProfile(scope, 'InstanceProfile', { name, role: role.roleName });
}
