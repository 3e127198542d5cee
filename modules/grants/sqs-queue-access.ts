import type { IGrantable } from '../identity/grantable';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'SqsQueueAccess',
  what: 'an SQS queue',
  service: 'sqs',
  resourceTypes: ['aws_sqs_queue'],
  pattern: /^arn:[\w-]+:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/,
  example: 'arn:aws:sqs:eu-west-1:123456789012:orders',
  see: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
};

/** A queue of the provider tells its key. */
export interface QueueWithArn extends WithArn {
  readonly kmsMasterKeyIdInput?: string;
}

/** Rights on the messages of a queue. */
export class SqsQueueAccess {
  /** @param queue an `SqsQueue`, a `DataAwsSqsQueue`, or `{ arn }` */
  public static of(queue: QueueWithArn, options: AccessOptions = {}): SqsQueueAccess {
    return new SqsQueueAccess(new AccessedThing(KIND, queue, options, queue.kmsMasterKeyIdInput));
  }

  private constructor(private readonly queue: AccessedThing) {}

  /** Sends messages. SQS also reads with the data key while it sends. */
  public grantSend(grantee: IGrantable): void {
    this.queue.allow(grantee, ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']);
    this.queue.allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** Receives messages, keeps them hidden while it works, and deletes them. */
  public grantConsume(grantee: IGrantable): void {
    this.queue.allow(grantee, [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    this.queue.allowKey(grantee, ['kms:Decrypt']);
  }
}
