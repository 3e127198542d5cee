import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

const SEE = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html';

/** How images are encrypted at rest; a change replaces the repository with its images. In transit it is always TLS. */
export type RepositoryEncryption =
  /** With a key of Amazon S3. */
  | { readonly kind: 'aes256' }
  /** With a key of AWS KMS in the repository's region: `keyArn`, or the AWS managed key `aws/ecr`. */
  | { readonly kind: 'kms'; readonly keyArn?: string };

/** Pure: a key that can encrypt in `region`. */
export function validateEncryption(
  field: string,
  encryption: RepositoryEncryption | undefined,
  region: string | undefined,
): Issue[] {
  return encryption?.kind === 'kms' ? validateKeyArn(`${field}.keyArn`, encryption.keyArn, region) : [];
}

/** Pure: the full ARN of a key of KMS, in `region` where that is known. */
export function validateKeyArn(field: string, keyArn: string | undefined, region: string | undefined): Issue[] {
  return check(field, keyArn, (arn) => isKeyIn(arn, region), {
    limit: `the ARN of a KMS key in the repository's region, arn:aws:kms:${region ?? 'region'}:account:key/id`,
    fix: 'write the full ARN of a key there; an alias or a bare id does not do',
    see: SEE,
  });
}

function isKeyIn(arn: string, region: string | undefined): boolean {
  const [, keyRegion] = /^arn:[\w-]+:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/.exec(arn) ?? [];
  return keyRegion !== undefined && (region === undefined || isUnknown(region) || keyRegion === region);
}

export function encryptionArguments(encryption: RepositoryEncryption) {
  return encryption.kind === 'aes256'
    ? { encryptionType: 'AES256' }
    : { encryptionType: 'KMS', kmsKey: encryption.keyArn };
}
