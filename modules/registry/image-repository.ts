import type { IGrantable } from '../identity/grantable';
import type { Issue } from '../shared/problems';

/** A private ECR repository, of whichever stack; it knows which actions a pull needs. */
export interface IImageRepository {
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/web`, without a tag. */
  readonly repositoryUrl: string;
  /** What becomes of a program that runs the tag `latest`. @default nothing: the tag can move */
  readonly latestTag?: LatestTag;
  /** Lets `grantee` pull; called with the execution role of an ECS task. */
  grantPull(grantee: IGrantable): void;
}

/** Where tags are immutable, the first image called `latest` stays it for ever, and the second push fails. */
export type LatestTag = 'refuse' | 'warn';

/** Pure: whether a program may run `tag` of the repository. A warning is left to who warns of tags that move. */
export function validateImageTag(
  field: string,
  { latestTag }: Pick<IImageRepository, 'latestTag'>,
  tag: string,
): Issue[] {
  if (tag !== 'latest' || latestTag !== 'refuse') return [];
  return [
    {
      field,
      value: tag,
      limit: 'a tag of one image: this repository is immutable, so "latest" can be pushed once and never again',
      fix: "push each build under a tag of its own and write that, or exclude the tag: tagMutability: { kind: 'immutable', except: ['latest'] }",
      see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
      rule: 'registry.latest-tag',
    },
  ];
}
