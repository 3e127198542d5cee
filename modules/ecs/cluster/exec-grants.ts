import type { IGrantable } from '../../identity/grantable';
import type { PolicyStatement } from '../../identity/policy-statement';
import { awsLocation } from '../../shared/aws-location';
import { ecsArn } from '../task/ecs-arn';
import type { IEcsCluster } from './ecs-cluster-interface';

/** Sessions of Session Manager, into tasks and instances; AWS cannot limit the actions to one of them. */
export const SESSION_CHANNEL: PolicyStatement = {
  actions: [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
};

/** Lets the tasks of `taskRole` have sessions in `cluster`. */
export function grantExecSession(cluster: IEcsCluster, taskRole: IGrantable): void {
  for (const statement of sessionStatements(cluster)) taskRole.addToPolicy(statement);
}

/** Lets `operator` open sessions into the tasks of `cluster`. */
export function grantExecuteCommand(cluster: IEcsCluster, operator: IGrantable): void {
  for (const statement of operatorStatements(cluster)) operator.addToPolicy(statement);
}

/**
 * What the role of a task needs for sessions into it: the channel to Session Manager, the record, the key.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
 */
function sessionStatements(cluster: IEcsCluster): PolicyStatement[] {
  const { logGroupArn, bucketName, bucketKeyPrefix = '', kmsKeyArn } = cluster.execRecording ?? {};
  const { partition } = awsLocation(cluster);
  const bucketArn = `arn:${partition}:s3:::${bucketName}`;
  return [
    SESSION_CHANNEL,
    ...(logGroupArn === undefined
      ? []
      : [
          { actions: ['logs:DescribeLogGroups'], resources: ['*'] },
          {
            actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            resources: [`${logGroupArn}:*`],
          },
        ]),
    ...(bucketName === undefined
      ? []
      : [
          { actions: ['s3:GetEncryptionConfiguration'], resources: [bucketArn] },
          { actions: ['s3:PutObject'], resources: [`${bucketArn}/${bucketKeyPrefix}*`] },
        ]),
    ...(kmsKeyArn === undefined ? [] : [{ actions: ['kms:Decrypt'], resources: [kmsKeyArn] }]),
  ];
}

/**
 * What whoever opens a session needs.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-best-practices-limit-access-execute-command
 */
function operatorStatements(cluster: IEcsCluster): PolicyStatement[] {
  const { clusterArn, clusterName, region, execRecording: { kmsKeyArn } = {} } = cluster;
  const taskArns = ecsArn(cluster, region, `task/${clusterName}/*`);
  return [
    { actions: ['ecs:ExecuteCommand'], resources: [clusterArn, taskArns] },
    { actions: ['ecs:DescribeTasks'], resources: [taskArns] },
    {
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': clusterArn } },
    },
    ...(kmsKeyArn === undefined ? [] : [{ actions: ['kms:GenerateDataKey'], resources: [kmsKeyArn] }]),
  ];
}
