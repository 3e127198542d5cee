import { DataAwsEcrRepository } from '@cdktf/provider-aws/lib/data-aws-ecr-repository';
import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository as AwsEcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import type { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { policyDocument } from '../identity/policy-statement';
import { regionOf } from '../identity/region';
import { awsLocation, partitionOf } from '../shared/aws-location';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { EcrRepositoryBase } from './ecr-repository-base';
import type { IEcrRepository } from './ecr-repository-interface';
import { type EcrRepositoryProps, validateEcrRepositoryProps } from './ecr-repository-props';
import { PULL_ACTIONS } from './ecr-rights';
import { ExistingEcrRepository, type ExistingEcrRepositoryAttributes } from './existing-ecr-repository';
import type { LatestTag } from './image-repository';
import { DEFAULT_LIFECYCLE, lifecyclePolicy } from './lifecycle-rule';
import { RegistryReplication, type ReplicationDestination } from './registry-replication';
import { destinationOf, type ReplicaDestination } from './replica-destination';
import { encryptionArguments, type RepositoryEncryption } from './repository-encryption';
import { isImmutableTag, mutabilityArguments } from './tag-mutability';

/** A private repository for the images of one program: immutable tags, scanned, encrypted, and cleaned up. */
export class EcrRepository extends EcrRepositoryBase {
  /** A repository that exists, by name; nothing is looked up. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ExistingEcrRepositoryAttributes,
  ): IEcrRepository {
    return new ExistingEcrRepository(scope, id, attributes);
  }

  /** A repository that exists, looked up by name at plan time; a plan fails where there is none. */
  public static fromLookup(scope: Construct, id: string, attributes: ExistingEcrRepositoryAttributes): IEcrRepository {
    const { repositoryName: name, region, accountId: registryId } = attributes;
    const found = new DataAwsEcrRepository(scope, `${id}Lookup`, { name, region, registryId });
    return new ExistingEcrRepository(scope, id, {
      ...attributes,
      repositoryUrl: found.repositoryUrl,
      repositoryArn: found.arn,
    });
  }

  public readonly repository: AwsEcrRepository;
  public readonly lifecycle: EcrLifecyclePolicy;
  /** Missing without `pullAccounts`. */
  public readonly policy?: EcrRepositoryPolicy;
  /** The copies in other regions of the account, by region; what runs there uses those. */
  public readonly replicas: Readonly<Record<string, EcrRepository>>;
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly repositoryUrl: string;
  public readonly region: string;
  public readonly latestTag?: LatestTag;
  protected readonly accountId: string;
  protected readonly literalName: string;

  public constructor(scope: Construct, id: string, props: EcrRepositoryProps = {}) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateEcrRepositoryProps(props, awsLocation(this).region));
    const { region, tagMutability = { kind: 'immutable' }, latestTag = 'refuse', scanOnPush = true } = props;
    const { lifecycleRules = DEFAULT_LIFECYCLE, encryption = { kind: 'aes256' }, pullAccounts = [] } = props;
    const { replicateTo = [], forceDelete = false } = props;
    const name = props.name ?? generatedName(this, { max: 256 });
    this.literalName = name;
    claimName(this, 'ECR repository', name, { within: region });

    this.repository = new AwsEcrRepository(this, 'Repository', {
      name,
      region,
      forceDelete,
      imageScanningConfiguration: { scanOnPush },
      encryptionConfiguration: [encryptionArguments(encryption)],
      ...mutabilityArguments(tagMutability),
    });
    this.lifecycle = new EcrLifecyclePolicy(this, 'Lifecycle', {
      repository: this.repository.name,
      region,
      policy: lifecyclePolicy(lifecycleRules),
    });
    this.accountId = accountIdOf(this);
    this.region = region ?? regionOf(this);
    this.repositoryName = this.repository.name;
    this.repositoryArn = this.repository.arn;
    this.repositoryUrl = this.repository.repositoryUrl;
    this.latestTag = isImmutableTag(tagMutability, 'latest') ? latestTag : undefined;
    this.policy = pullAccounts.length === 0 ? undefined : this.allowPull(pullAccounts, region);
    this.replicas = this.makeReplicas(name, props);
    if (replicateTo.length > 0) RegistryReplication.of(this, region).add(name, this.destinations(replicateTo));
  }

  /** Whoever pulls from there needs the right in its own account too. */
  private allowPull(accounts: readonly string[], region: string | undefined): EcrRepositoryPolicy {
    const partition = partitionOf(isUnknown(this.region) ? undefined : this.region);
    return new EcrRepositoryPolicy(this, 'Policy', {
      repository: this.repository.name,
      region,
      policy: policyDocument([
        {
          sid: 'PullFromOtherAccounts',
          principals: { arns: [...accounts].sort().map((account) => `arn:${partition}:iam::${account}:root`) },
          actions: PULL_ACTIONS,
        },
      ]),
    });
  }

  /** In another account ECR makes the copy, with the settings of a creation template there. */
  private makeReplicas(name: string, props: EcrRepositoryProps): Record<string, EcrRepository> {
    const own = (props.replicateTo ?? []).map(destinationOf).filter(
      ({ accountId, region }) => accountId === undefined && !isUnknown(region), // the validation has refused those
    );
    const byRegion = new Map(own.map((destination) => [destination.region, destination]));
    const replicas = [...byRegion].map(([region, { keyArn }]): [string, EcrRepository] => {
      const encryption: RepositoryEncryption | undefined =
        keyArn === undefined ? props.encryption : { kind: 'kms', keyArn };
      const settings = { ...props, name, region, encryption, replicateTo: undefined, unchecked: undefined };
      return [region, new EcrRepository(this, `Replica-${region}`, settings)];
    });
    return Object.fromEntries(replicas);
  }

  private destinations(replicateTo: readonly ReplicaDestination[]): ReplicationDestination[] {
    return replicateTo
      .map(destinationOf)
      .map(({ region, accountId }) =>
        accountId === undefined
          ? { region, registryId: this.accountId, after: this.replicas[region]?.repository }
          : { region, registryId: accountId },
      );
  }
}
