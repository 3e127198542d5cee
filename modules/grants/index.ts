export type { AccessOptions, KeyReference, WithArn } from './accessed-thing';
export { DynamoDbTableAccess, type DynamoDbTableAccessOptions, type TableWithArn } from './dynamodb-table-access';
export { KmsKeyAccess } from './kms-key-access';
export { ParameterAccess, type ParameterWithArn } from './parameter-access';
export { S3BucketAccess } from './s3-bucket-access';
export { SecretAccess, type SecretWithArn } from './secret-access';
export { SnsTopicAccess, type TopicWithArn } from './sns-topic-access';
export { type QueueWithArn, SqsQueueAccess } from './sqs-queue-access';
