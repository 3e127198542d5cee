import type { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { regionOf } from '../identity/region';
import { report } from '../shared/problems';
import { ecrArn, ecrHost } from './ecr-host';
import { EcrRepositoryBase } from './ecr-repository-base';
import { validateRepositoryName } from './ecr-repository-name';
import type { LatestTag } from './image-repository';

/** What is known of a repository that exists. */
export interface ExistingEcrRepositoryAttributes {
  readonly repositoryName: string;
  /** 12 digits. @default the account of the stack */
  readonly accountId?: string;
  /** @default the region of the stack */
  readonly region?: string;
  /** What becomes of a program that runs `latest`; 'refuse' where tags are immutable. @default nothing */
  readonly latestTag?: LatestTag;
}

/** A repository that is not made here: it makes no resource, and nothing of it is ever changed. */
export class ExistingEcrRepository extends EcrRepositoryBase {
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly repositoryUrl: string;
  public readonly region: string;
  public readonly latestTag?: LatestTag;
  protected readonly accountId: string;
  protected readonly literalName: string;

  public constructor(
    scope: Construct,
    id: string,
    attributes: ExistingEcrRepositoryAttributes & { readonly repositoryUrl?: string; readonly repositoryArn?: string },
  ) {
    super(scope, id);
    const { repositoryName, accountId = accountIdOf(this), region = regionOf(this) } = attributes;
    report(this, validateRepositoryName('repositoryName', repositoryName));
    this.repositoryName = repositoryName;
    this.literalName = repositoryName;
    this.accountId = accountId;
    this.region = region;
    this.latestTag = attributes.latestTag;
    this.repositoryUrl = attributes.repositoryUrl ?? `${ecrHost(accountId, region)}/${repositoryName}`;
    this.repositoryArn = attributes.repositoryArn ?? ecrArn(accountId, region, repositoryName);
  }
}
