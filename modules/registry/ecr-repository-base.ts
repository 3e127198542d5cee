import { DataAwsEcrImage } from '@cdktf/provider-aws/lib/data-aws-ecr-image';
import { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import { awsLocation } from '../shared/aws-location';
import { report, warn } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { ecrHost } from './ecr-host';
import type { IEcrRepository, PinnedImage, PushCommands } from './ecr-repository-interface';
import { pullStatements, pushStatements } from './ecr-rights';
import { imageOfOtherRegion } from './image-region';
import { type LatestTag, validateImageTag } from './image-repository';

/** What a repository can do for others, whether it is made here or exists. */
export abstract class EcrRepositoryBase extends Construct implements IEcrRepository {
  public abstract readonly repositoryName: string;
  public abstract readonly repositoryArn: string;
  public abstract readonly repositoryUrl: string;
  public abstract readonly region: string;
  public abstract readonly latestTag?: LatestTag;
  /** Account of the registry. */
  protected abstract readonly accountId: string;
  /** The name as it was written, where that is known. */
  protected abstract readonly literalName: string;

  public get pushCommands(): PushCommands {
    const { region, repositoryUrl } = this;
    const host = ecrHost(this.accountId, region);
    const local = isUnknown(this.literalName) ? 'image' : this.literalName.split('/').at(-1);
    return {
      login: `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${host}`,
      tag: `docker tag ${local}:$TAG ${repositoryUrl}:$TAG`,
      push: `docker push ${repositoryUrl}:$TAG`,
    };
  }

  public grantPull(grantee: IGrantable): void {
    for (const statement of pullStatements(this.repositoryArn)) grantee.addToPolicy(statement);
    this.warnOfOtherRegion(grantee);
  }

  public grantPush(grantee: IGrantable): void {
    for (const statement of pushStatements(this.repositoryArn)) grantee.addToPolicy(statement);
  }

  public pinned(scope: Construct, tag: string): PinnedImage {
    report(scope, validateImageTag('tag', this, tag));
    // Terraform drops the dots of a construct id, and 1.42 is not 14.2.
    const id = `${this.node.id}Image-${tag.replace(/\./g, '_')}`;
    const known = scope.node.tryFindChild(id);
    const image =
      known instanceof DataAwsEcrImage && known.imageTagInput === tag
        ? known
        : new DataAwsEcrImage(scope, id, { ...this.imageAddress(scope), imageTag: tag });
    return { repository: this, digest: image.imageDigest };
  }

  /** Region and account only where they are not those of the stack, so that a plain stack stays plain. */
  private imageAddress(scope: Construct) {
    const { region, accountId } = awsLocation(scope);
    return {
      repositoryName: this.repositoryName,
      region: region === this.region ? undefined : this.region,
      registryId: accountId === this.accountId ? undefined : this.accountId,
    };
  }

  private warnOfOtherRegion(grantee: IGrantable): void {
    if (!Construct.isConstruct(grantee)) return;
    const { region: to } = awsLocation(grantee);
    const instead = `repository.replicas['${to}']`;
    warn(grantee, imageOfOtherRegion({ field: 'image', image: this.literalName, from: this.region, to, instead }));
  }
}
