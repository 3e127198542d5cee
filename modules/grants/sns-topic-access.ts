import type { IGrantable } from '../identity/grantable';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'SnsTopicAccess',
  what: 'an SNS topic',
  service: 'sns',
  resourceTypes: ['aws_sns_topic'],
  pattern: /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
  example: 'arn:aws:sns:eu-west-1:123456789012:orders',
  see: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
};

/** A topic of the provider tells its key. */
export interface TopicWithArn extends WithArn {
  readonly kmsMasterKeyIdInput?: string;
}

/** Rights on a topic. */
export class SnsTopicAccess {
  /** @param topic an `SnsTopic`, a `DataAwsSnsTopic`, or `{ arn }` */
  public static of(topic: TopicWithArn, options: AccessOptions = {}): SnsTopicAccess {
    return new SnsTopicAccess(new AccessedThing(KIND, topic, options, topic.kmsMasterKeyIdInput));
  }

  private constructor(private readonly topic: AccessedThing) {}

  /** Sends messages to everyone who subscribed. */
  public grantPublish(grantee: IGrantable): void {
    this.topic.allow(grantee, ['sns:Publish']);
    this.topic.allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }
}
