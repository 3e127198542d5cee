import type { IGrantable } from '../identity/grantable';
import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'S3BucketAccess',
  what: 'an S3 bucket',
  service: 's3',
  resourceTypes: ['aws_s3_bucket'],
  pattern: /^arn:[\w-]+:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  example: 'arn:aws:s3:::acme-uploads',
  see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
};

/** Rights on the objects of a bucket, as a whole or below a prefix: `grantRead(web, 'public/*')`. */
export class S3BucketAccess {
  /** @param bucket an `S3Bucket`, a `DataAwsS3Bucket`, or `{ arn }` */
  public static of(bucket: WithArn, options: AccessOptions = {}): S3BucketAccess {
    return new S3BucketAccess(new AccessedThing(KIND, bucket, options));
  }

  private constructor(private readonly bucket: AccessedThing) {}

  /** Reads objects and lists their keys. @param keys with `*` and `?`, without a `/` in front */
  public grantRead(grantee: IGrantable, keys = '*'): void {
    this.objects(grantee, keys, ['s3:GetObject']);
    this.list(grantee, keys);
    this.bucket.allowKey(grantee, ['kms:Decrypt']);
  }

  /** Makes and replaces objects; neither reads nor deletes them. S3 needs `kms:Decrypt` to join the parts of an upload. */
  public grantWrite(grantee: IGrantable, keys = '*'): void {
    this.objects(grantee, keys, ['s3:PutObject', 's3:AbortMultipartUpload']);
    this.bucket.allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** Deletes objects; where the bucket has versions they stay as old ones. */
  public grantDelete(grantee: IGrantable, keys = '*'): void {
    this.objects(grantee, keys, ['s3:DeleteObject']);
  }

  /** All three. */
  public grantReadWrite(grantee: IGrantable, keys = '*'): void {
    this.objects(grantee, keys, ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject']);
    this.list(grantee, keys);
    this.bucket.allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  private objects(grantee: IGrantable, keys: string, actions: readonly string[]): void {
    this.bucket.reject(grantee, validateKeys(keys));
    this.bucket.allow(grantee, actions, [`${this.bucket.arn}/${keys}`]);
  }

  /** Of a bucket only what is below the prefix; without this right a missing object answers 403 instead of 404. */
  private list(grantee: IGrantable, keys: string): void {
    const conditions = keys === '*' ? undefined : { StringLike: { 's3:prefix': keys } };
    this.bucket.allow(grantee, ['s3:ListBucket'], [this.bucket.arn], conditions);
  }
}

function validateKeys(keys: string): Issue[] {
  return check('keys', keys, (text) => text.length > 0 && !text.startsWith('/') && !text.startsWith('arn:'), {
    limit: 'keys as S3 stores them, without a "/" in front: "public/*"',
    fix: "write '*' for all objects",
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  });
}
