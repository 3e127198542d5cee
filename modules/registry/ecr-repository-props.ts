import type { Issue, Unchecked } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, duplicates } from '../shared/validation';
import { validateRepositoryName } from './ecr-repository-name';
import type { LatestTag } from './image-repository';
import { type LifecycleRule, validateLifecycleRules } from './lifecycle-rule';
import { type TagMutability, validateTagMutability } from './tag-mutability';

/** How images are encrypted at rest; a change replaces the repository with its images. In transit it is always TLS. */
export type RepositoryEncryption =
  /** With a key of Amazon S3. */
  | { readonly kind: 'aes256' }
  /** With a key of AWS KMS in the repository's region: `keyArn`, or the AWS managed key `aws/ecr`. */
  | { readonly kind: 'kms'; readonly keyArn?: string };

/** Where copies of the images go: a region of the account, one with a key of its own, or another account. */
export type ReplicaDestination =
  | string
  | { readonly region: string; readonly keyArn: string }
  | { readonly region: string; readonly accountId: string };

export interface EcrRepositoryProps {
  /** 2-256 lower-case letters, digits and `.`, `_`, `-` between them, `/` between parts. @default made from the construct path */
  readonly name?: string;
  /** @default { kind: 'immutable' } what was tested is what runs, and a rollback is the same image again */
  readonly tagMutability?: TagMutability;
  /**
   * What becomes of a program that runs `latest` while that tag is immutable.
   * @default 'refuse' the second push of it would fail
   */
  readonly latestTag?: LatestTag;
  /** Looks for known vulnerabilities when an image arrives; free. `RegistryScanning` keeps looking. @default true */
  readonly scanOnPush?: boolean;
  /** In the order in which ECR applies them, 1-50. @default untagged images expire after 14 days */
  readonly lifecycleRules?: readonly LifecycleRule[];
  /** @default { kind: 'aes256' } a key of KMS cannot be taken back without replacing the repository, and is billed per request */
  readonly encryption?: RepositoryEncryption;
  /** 12-digit ids of other accounts whose roles may pull, as far as those accounts allow them to. @default none */
  readonly pullAccounts?: readonly string[];
  /**
   * Regions or accounts that get a copy of what is pushed from now on. In a region of the account the replica is a
   * repository with the same settings; ECR itself would make one with mutable tags that keeps everything.
   * Another account must allow it in its registry policy.
   * @default none
   */
  readonly replicateTo?: readonly ReplicaDestination[];
  /** Region where it is not the provider's. */
  readonly region?: string;
  /** Deletes the images with the repository; otherwise Terraform stops while there are any. @default false */
  readonly forceDelete?: boolean;
  readonly unchecked?: readonly Unchecked[];
}

const REPLICATION = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html';
const ENCRYPTION = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html';

/** Pure, so that a test can ask about one field without building a stack. `home` is the region of the stack. */
export function validateEcrRepositoryProps(props: EcrRepositoryProps, home?: string): Issue[] {
  const { name, tagMutability, lifecycleRules, encryption, pullAccounts = [], replicateTo = [] } = props;
  const { region = home } = props;
  return [
    ...validateRepositoryName('name', name),
    ...(tagMutability === undefined ? [] : validateTagMutability('tagMutability', tagMutability)),
    ...(lifecycleRules === undefined ? [] : validateLifecycleRules('lifecycleRules', lifecycleRules)),
    ...validateKey('encryption.keyArn', encryption?.kind === 'kms' ? encryption.keyArn : undefined, region),
    ...pullAccounts.flatMap((account, index) => validateAccount(`pullAccounts[${index}]`, account)),
    ...validateDestinations(replicateTo, region, encryption),
  ];
}

function validateDestinations(
  destinations: readonly ReplicaDestination[],
  home: string | undefined,
  encryption: RepositoryEncryption | undefined,
): Issue[] {
  const customerKey = encryption?.kind === 'kms' && encryption.keyArn !== undefined;
  const regions = destinations.map((to) => (typeof to === 'string' ? to : to.region));
  const own = destinations.filter((to) => typeof to === 'string' || !('accountId' in to));
  return [
    ...regions.flatMap((region, index) => checkLiteral(`replicateTo[${index}]`, region)),
    ...duplicates(own.map((to) => (typeof to === 'string' ? to : to.region))).map((region) => ({
      field: 'replicateTo',
      value: region,
      limit: 'each region once',
      fix: 'remove the second one',
      see: REPLICATION,
    })),
    ...own.flatMap((to) =>
      check('replicateTo', typeof to === 'string' ? to : to.region, (region) => region !== home, {
        limit: `a region other than the repository's own`,
        fix: 'remove it',
        see: REPLICATION,
      }),
    ),
    ...destinations.flatMap((to, index) => {
      if (typeof to !== 'string' && 'accountId' in to) {
        return validateAccount(`replicateTo[${index}].accountId`, to.accountId);
      }
      if (typeof to !== 'string') return validateKey(`replicateTo[${index}].keyArn`, to.keyArn, to.region);
      if (!customerKey) return [];
      return [
        {
          field: `replicateTo[${index}]`,
          value: to,
          limit: 'a region with its own key: a key of KMS encrypts in one region',
          fix: `write { region: "${to}", keyArn: ... }`,
          see: ENCRYPTION,
        },
      ];
    }),
  ];
}

function validateAccount(field: string, account: string): Issue[] {
  return check(field, account, (id) => /^\d{12}$/.test(id), {
    limit: 'the 12 digits of one account; never everyone',
    fix: 'name each account that runs the images',
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  });
}

function validateKey(field: string, keyArn: string | undefined, region: string | undefined): Issue[] {
  return check(field, keyArn, (arn) => isKeyIn(arn, region), {
    limit: `the ARN of a KMS key in the repository's region, arn:aws:kms:${region ?? 'region'}:account:key/id`,
    fix: 'write the full ARN of a key there; an alias or a bare id does not do',
    see: ENCRYPTION,
  });
}

function isKeyIn(arn: string, region: string | undefined): boolean {
  const [, keyRegion] = /^arn:[\w-]+:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/.exec(arn) ?? [];
  return keyRegion !== undefined && (region === undefined || isUnknown(region) || keyRegion === region);
}
