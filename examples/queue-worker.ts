import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueueRedrivePolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-policy';
import { type App, Fn } from 'cdktf';
import { EcsService, EnvironmentStack, SqsQueueAccess } from 'cdktf-aws-containers';

/** Workers on Spot, as many as the queue needs: ECS divides its length by the tasks itself, without a Lambda function. */
export function queueWorker(app: App): void {
  const dev = new EnvironmentStack(app, 'orders-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const failed = new SqsQueue(dev, 'failed-orders', {
    name: 'failed-orders',
    messageRetentionSeconds: 1_209_600, // 14 days to look into it
    sqsManagedSseEnabled: true,
  });
  const orders = new SqsQueue(dev, 'orders', {
    name: 'orders',
    visibilityTimeoutSeconds: 300,
    sqsManagedSseEnabled: true,
  });
  new SqsQueueRedrivePolicy(dev, 'retries', {
    queueUrl: orders.url,
    redrivePolicy: Fn.jsonencode({ deadLetterTargetArn: failed.arn, maxReceiveCount: 5 }),
  });
  const worker = new EcsService(dev, 'worker', {
    image: 'ghcr.io/acme/order-worker:4.0.3',
    capacity: { kind: 'fargate', spot: { base: 1 } },
    environment: { QUEUE_URL: orders.url },
    stopTimeoutSeconds: 120, // Spot gives two minutes; what is not finished becomes visible again
    scaling: { min: 1, max: 20, queueBacklog: { queueName: orders.name, messagesPerTask: 100 } },
  });
  SqsQueueAccess.of(orders).grantConsume(worker);
}
