import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { EcsService } from '../ecs/service/ecs-service';
import type { EcsServiceProps, ServiceContainer, ServiceSettings, ServiceSize } from '../ecs/service/ecs-service-props';
import { SqsQueueAccess } from '../grants/sqs-queue-access';
import { claimName, generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { checkWholeNumber } from '../shared/validation';

/** The queue of a worker, and how many tasks its length calls for. */
export interface WorkerQueue {
  /**
   * Seconds in which a task must be through with a message, 1-43,200; then another one gets it.
   * @default 300: longer than most work, and short enough that a lost task is noticed
   */
  readonly visibilitySeconds?: number;
  /** Times that a message is tried before it goes to the dead-letter queue, 1-1000. @default 5 */
  readonly attempts?: number;
  /** Over 0: messages that may wait for each task. @default 100 */
  readonly messagesPerTask?: number;
  /** Tasks, 1 or more; the length of the queue cannot be divided by none. @default 1 */
  readonly minTasks?: number;
  /** @default 10 */
  readonly maxTasks?: number;
}

/** The worker is a service that nobody calls; it reads the address of its queue from `QUEUE_URL`. */
export type QueueWorkerProps = Omit<ServiceSettings, 'expose' | 'scaling' | 'healthCheck'> &
  ServiceContainer &
  ServiceSize & { readonly queue?: WorkerQueue };

const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';

/** The longest that SQS keeps anything. */
const FOURTEEN_DAYS = 1_209_600;

/**
 * Tasks that work off a queue, as many as it needs: CloudWatch divides the length of the queue by the tasks, without a
 * Lambda function. What fails again and again waits in a second queue for 14 days.
 */
export class QueueWorker extends Construct {
  public readonly queue: SqsQueue;
  public readonly deadLetterQueue: SqsQueue;
  public readonly service: EcsService;

  public constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { queue = {}, ...settings } = props;
    report(this, validateWorkerQueue(queue));
    const { visibilitySeconds = 300, attempts = 5, messagesPerTask = 100, minTasks = 1, maxTasks = 10 } = queue;
    this.deadLetterQueue = this.makeQueue('DeadLetters', { messageRetentionSeconds: FOURTEEN_DAYS }, 'failed');
    this.queue = this.makeQueue('Queue', {
      visibilityTimeoutSeconds: visibilitySeconds,
      redrivePolicy: Fn.jsonencode({ deadLetterTargetArn: this.deadLetterQueue.arn, maxReceiveCount: attempts }),
    });
    const service: EcsServiceProps = {
      ...settings,
      serviceName: settings.serviceName ?? generatedName(this, { max: 255 }),
      family: settings.family ?? generatedName(this, { max: 255 }),
      environment: { ...settings.environment, QUEUE_URL: this.queue.url },
      scaling: { min: minTasks, max: maxTasks, queueBacklog: { queueName: this.queue.name, messagesPerTask } },
    };
    this.service = new EcsService(this, 'Service', service);
    SqsQueueAccess.of(this.queue).grantConsume(this.service);
  }

  private makeQueue(
    id: string,
    settings: { messageRetentionSeconds?: number; visibilityTimeoutSeconds?: number; redrivePolicy?: string },
    suffix?: string,
  ): SqsQueue {
    const name = generatedName(this, { max: 80, suffix });
    claimName(this, 'SQS queue', name);
    return new SqsQueue(this, id, { name, sqsManagedSseEnabled: true, ...settings });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkerQueue({ visibilitySeconds, attempts, minTasks }: WorkerQueue): Issue[] {
  return [
    ...checkWholeNumber('queue.visibilitySeconds', visibilitySeconds, [1, 43_200], {
      unit: 'seconds',
      fix: 'write longer than the longest work on one message takes',
      see: SQS,
    }),
    ...checkWholeNumber('queue.attempts', attempts, [1, 1000], { fix: 'write 5', see: SQS }),
    ...checkWholeNumber('queue.minTasks', minTasks, [1, 100_000], {
      unit: 'tasks',
      fix: 'write 1: with no task there is nothing to divide by',
      see: SQS,
    }),
  ];
}
