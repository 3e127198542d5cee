import type { IGrantable } from '../identity/grantable';
import { AccessedThing, type KeyReference, type ThingKind } from './accessed-thing';

const KIND: ThingKind = {
  className: 'KmsKeyAccess',
  what: 'a KMS key',
  service: 'kms',
  resourceTypes: ['aws_kms_key', 'aws_kms_external_key', 'aws_kms_replica_key', 'aws_kms_replica_external_key'],
  pattern: /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  example: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555',
  see: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
};

/**
 * Rights of a program that calls KMS itself. They count as far as the key policy lets IAM policies decide, which the
 * default policy does. For a bucket, table, queue, topic, secret or parameter name the key there: `{ encryptionKey: key }`.
 */
export class KmsKeyAccess {
  public static of(key: KeyReference): KmsKeyAccess {
    return new KmsKeyAccess(new AccessedThing(KIND, 'arn' in key ? key : { arn: key.keyArn }, {}));
  }

  private constructor(private readonly key: AccessedThing) {}

  /** Encrypts, also with data keys of its own. */
  public grantEncrypt(grantee: IGrantable): void {
    this.key.allow(grantee, ['kms:Encrypt', 'kms:GenerateDataKey']);
  }

  public grantDecrypt(grantee: IGrantable): void {
    this.key.allow(grantee, ['kms:Decrypt']);
  }

  /** Signs with an asymmetric key, and hands out the public half. */
  public grantSign(grantee: IGrantable): void {
    this.key.allow(grantee, ['kms:GetPublicKey', 'kms:Sign']);
  }
}
