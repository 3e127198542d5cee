import { QueueWorker, type QueueWorkerProps, validateWorkerQueue } from '../../../modules/patterns/queue-worker';
import { containerOf, platform } from '../../support/ecs';
import { resources, type StackJson, synth, theResource } from '../../support/synth';

const worker = (props: Partial<QueueWorkerProps> = {}): StackJson =>
  synth(
    (stack) =>
      new QueueWorker(stack, 'orders', {
        cluster: platform(stack).cluster,
        image: 'a:1',
        ...props,
      } as QueueWorkerProps),
  );
const queue = (json: StackJson, name: string) => resources(json, 'aws_sqs_queue').find((one) => one.name === name);

describe('a worker of a queue', () => {
  it('[row 12] has tasks by the length of the queue, divided by CloudWatch and not by a function', () => {
    const json = worker({ capacity: { kind: 'fargate', spot: { base: 1 } } });
    expect(theResource(json, 'aws_appautoscaling_policy')).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        target_value: 100,
        customized_metric_specification: { metrics: expect.any(Array) },
      },
    });
    expect(theResource(json, 'aws_appautoscaling_target')).toMatchObject({ min_capacity: 1, max_capacity: 10 });
    expect(containerOf(json)).toMatchObject({ stopTimeout: 120 });
    expect(resources(json, 'aws_lambda_function')).toEqual([]);
  });

  it('[row 12] loses nothing: what fails five times waits 14 days in a second queue', () => {
    const json = worker();
    expect(queue(json, 'test-orders')).toMatchObject({
      visibility_timeout_seconds: 300,
      sqs_managed_sse_enabled: true,
      redrive_policy: expect.stringContaining('"maxReceiveCount" = 5'),
    });
    expect(queue(json, 'test-orders-failed')).toMatchObject({ message_retention_seconds: 1_209_600 });
  });

  it('reads the address of its queue and may take messages from it, and from no other', () => {
    const json = worker();
    expect(containerOf(json).environment).toMatchObject([{ name: 'QUEUE_URL' }]);
    const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
    const rights = policies.filter((policy) => policy.includes('sqs:'));
    expect(rights).toEqual([expect.stringContaining('sqs:ReceiveMessage')]);
    expect(rights[0]).not.toContain('sqs:SendMessage');
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({ name: 'test-orders' });
  });

  it('never has no task at all, and times that SQS takes', () => {
    const fields = (given: Parameters<typeof validateWorkerQueue>[0]) =>
      validateWorkerQueue(given).map(({ field }) => field);
    expect(fields({ minTasks: 1, visibilitySeconds: 43_200, attempts: 1000 })).toEqual([]);
    expect(fields({ minTasks: 0, visibilitySeconds: 43_201, attempts: 1001 })).toEqual([
      'queue.visibilitySeconds',
      'queue.attempts',
      'queue.minTasks',
    ]);
  });
});
