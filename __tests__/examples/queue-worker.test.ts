import { queueWorker } from '../../examples/queue-worker';
import { containerOf, statementsOf } from '../support/ecs';
import { resources, synthApp, theResource } from '../support/synth';

const { 'orders-dev': json = {} } = synthApp(queueWorker);

describe('[row 88] a worker', () => {
  it('follows the messages per task, which CloudWatch computes: no Lambda function publishes them', () => {
    const policy = theResource(json, 'aws_appautoscaling_policy');
    expect(policy.target_tracking_scaling_policy_configuration).toMatchObject({
      target_value: 100,
      customized_metric_specification: {
        metrics: [
          {
            id: 'visible',
            metric_stat: {
              metric: {
                namespace: 'AWS/SQS',
                dimensions: [{ name: 'QueueName', value: expect.stringContaining('aws_sqs_queue.orders.name') }],
              },
            },
          },
          {
            id: 'tasks',
            metric_stat: { metric: { namespace: 'ECS/ContainerInsights', metric_name: 'RunningTaskCount' } },
          },
          { id: 'result', expression: 'visible / IF(tasks > 0, tasks, 1)', return_data: true },
        ],
      },
    });
    expect(json.resource).not.toHaveProperty('aws_lambda_function');
  });

  it('[row 12] has one task on demand and the others on Spot', () => {
    expect(theResource(json, 'aws_ecs_service').capacity_provider_strategy).toEqual([
      { capacity_provider: 'FARGATE', base: 1, weight: 0 },
      { capacity_provider: 'FARGATE_SPOT', weight: 1 },
    ]);
  });

  it('finishes within the two minutes that Spot gives', () => {
    expect(containerOf(json)).toMatchObject({ stopTimeout: 120 });
  });

  it('reads this queue and no other; what fails five times goes to the second one', () => {
    const statements = resources(json, 'aws_iam_role_policy').flatMap(({ policy }) => statementsOf(policy));
    const sqs = statements.filter(({ Action: actions }) => JSON.stringify(actions).includes('sqs:'));
    expect(sqs).toEqual([expect.objectContaining({ Resource: '${aws_sqs_queue.orders.arn}' })]);
    const { queue_url: queue, redrive_policy: policy } = theResource(json, 'aws_sqs_queue_redrive_policy');
    expect(queue).toBe('${aws_sqs_queue.orders.url}');
    expect(policy).toContain('"maxReceiveCount" = 5');
  });

  it('is reached by nobody', () => {
    expect(json.resource).not.toHaveProperty('aws_lb');
    expect(json.resource).not.toHaveProperty('aws_vpc_security_group_ingress_rule');
  });
});
