import { EcsCluster } from '../../../modules/ecs';
import type { ModuleDefinition } from '../definition';
import { issueIf, oneOf } from '../input-rules';
import { nameVariable, retentionDays } from './common';

const INSIGHTS = ['disabled', 'enabled', 'enhanced'] as const;

export const ecsClusterModule: ModuleDefinition = {
  name: 'ecs-cluster',
  root: {
    summary: 'An ECS cluster for Fargate and Fargate Spot, with metrics and recorded `execute-command` sessions.',
    variables: {
      name: nameVariable(64, 'Name of the cluster.'),
      container_insights: {
        type: 'string',
        default: 'enabled',
        description:
          'CloudWatch metrics of the cluster and its services, billed as custom metrics; `enhanced`: of tasks and containers too.',
        rules: [
          oneOf(
            INSIGHTS,
            (value: string) =>
              issueIf(!INSIGHTS.some((known) => known === value), {
                limit: `one of ${INSIGHTS.join(', ')}`,
                fix: 'leave it out for "enabled"',
                see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html',
              }),
            ['on'],
          ),
        ],
      },
      exec_log_retention_days: retentionDays('Days that `aws ecs execute-command` sessions stay readable.', 30),
    },
    outputs: {
      cluster_name: 'Name of the cluster.',
      cluster_arn: 'ARN of the cluster, for services.',
      exec_log_group_name: 'Log group with the recorded sessions.',
      exec_kms_key_arn: 'Key between the caller and the container of a session; task roles need kms:Decrypt on it.',
    },
    example: { name: 'shop-dev' },
    build: (stack) => {
      const made = new EcsCluster(stack, 'Default', {
        clusterName: stack.sample('name'),
        exec: { kind: 'recorded' },
      });
      made.cluster.putSetting([{ name: 'containerInsights', value: stack.text('container_insights') }]);
      const logGroup = made.execRecorder?.logGroup;
      if (logGroup !== undefined) logGroup.retentionInDays = stack.number('exec_log_retention_days');
      return {
        cluster_name: made.cluster.name,
        cluster_arn: made.clusterArn,
        exec_log_group_name: logGroup?.name,
        exec_kms_key_arn: made.execRecorder?.key?.keyArn,
      };
    },
  },
  fixed: [
    'Tasks go to Fargate on demand unless a service says otherwise; Fargate Spot is attached and free to name. Capacity on EC2 brings an Auto Scaling group per kind of instance: use the TypeScript construct `Ec2Capacity`.',
    'Sessions are always recorded, in a log group with a key of its own (1 USD a month): the module cannot know whether a service elsewhere allows them.',
  ],
};
