import type { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import type { IImageRepository } from './image-repository';

/** An image by what it is, not by what it is called: the program changes only when the digest does. */
export interface PinnedImage {
  readonly repository: IEcrRepository;
  /** `sha256:...` */
  readonly digest: string;
}

/** The three commands that bring an image into a repository; `$TAG` is a variable of the shell that runs them. */
export interface PushCommands {
  readonly login: string;
  readonly tag: string;
  readonly push: string;
}

/** A private ECR repository, made here or elsewhere. */
export interface IEcrRepository extends IImageRepository {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly region: string;
  readonly pushCommands: PushCommands;
  /**
   * Lets `grantee`, a build for example, upload images. It shares no action with `grantPull`; a builder that asks for
   * what is already there (BuildKit, a layer cache) gets both.
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
   */
  grantPush(grantee: IGrantable): void;
  /** The image that `tag` names when Terraform plans, by its digest. The image must have been pushed before. */
  pinned(scope: Construct, tag: string): PinnedImage;
}
