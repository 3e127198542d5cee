import type { Issue, Unchecked } from '../shared/problems';
import { validateAccountId } from './account-id';
import { validateRepositoryName } from './ecr-repository-name';
import type { LatestTag } from './image-repository';
import { type LifecycleRule, validateLifecycleRules } from './lifecycle-rule';
import { type ReplicaDestination, validateReplicaDestinations } from './replica-destination';
import { type RepositoryEncryption, validateEncryption } from './repository-encryption';
import { type TagMutability, validateTagMutability } from './tag-mutability';

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

/** Pure, so that a test can ask about one field without building a stack. `home` is the region of the stack. */
export function validateEcrRepositoryProps(props: EcrRepositoryProps, home?: string): Issue[] {
  const { name, tagMutability, lifecycleRules, encryption, pullAccounts = [], replicateTo = [] } = props;
  const { region = home } = props;
  return [
    ...validateRepositoryName('name', name),
    ...(tagMutability === undefined ? [] : validateTagMutability('tagMutability', tagMutability)),
    ...(lifecycleRules === undefined ? [] : validateLifecycleRules('lifecycleRules', lifecycleRules)),
    ...validateEncryption('encryption', encryption, region),
    ...pullAccounts.flatMap((account, index) => validateAccountId(`pullAccounts[${index}]`, account)),
    ...validateReplicaDestinations('replicateTo', replicateTo, { region, encryption }),
  ];
}
