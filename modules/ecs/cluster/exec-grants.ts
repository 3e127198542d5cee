import type { PolicyStatement } from '../../identity/policy-statement';
import type { ExecRecording } from './ecs-cluster-interface';

/**
 * What the role of a task needs for sessions into it: the channel to Session Manager, the record, the key.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
 */
export function execSessionStatements(
  partition: string,
  { logGroupArn, bucketName, bucketKeyPrefix = '', kmsKeyArn }: ExecRecording = {},
): PolicyStatement[] {
  const bucketArn = `arn:${partition}:s3:::${bucketName}`;
  return [
    {
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
    },
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
export function executeCommandStatements(
  clusterArn: string,
  taskArns: string,
  { kmsKeyArn }: ExecRecording = {},
): PolicyStatement[] {
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
