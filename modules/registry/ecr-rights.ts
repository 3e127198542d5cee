import type { PolicyStatement } from '../identity/policy-statement';

/** The same as AWS's own policy AmazonEC2ContainerRegistryPullOnly, without the pull-through cache. */
export const PULL_ACTIONS = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;

/** `BatchCheckLayerAvailability` asks which layers need no upload; a pull never calls it. */
export const PUSH_ACTIONS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
] as const;

/** `docker login`: a token for the whole registry; AWS cannot limit the action to a repository. */
const LOGIN: PolicyStatement = { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] };

/** What a pull from one repository needs. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html */
export function pullStatements(repositoryArn: string): PolicyStatement[] {
  return [{ actions: PULL_ACTIONS, resources: [repositoryArn] }, LOGIN];
}

/** What a push to one repository needs. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export function pushStatements(repositoryArn: string): PolicyStatement[] {
  return [{ actions: PUSH_ACTIONS, resources: [repositoryArn] }, LOGIN];
}

/** The first pull through a cache rule makes the repository and imports the image. */
export function cachedPullStatements(repositoryArn: string): PolicyStatement[] {
  return [
    {
      actions: [...PULL_ACTIONS, 'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
      resources: [repositoryArn],
    },
    LOGIN,
  ];
}
