import { dnsSuffixOf, partitionOf } from '../shared/aws-location';
import { isUnknown } from '../shared/unknown';

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, the private registry of one account in one region. */
export function ecrHost(accountId: string, region: string): string {
  const partition = partitionOf(isUnknown(region) ? undefined : region);
  return `${accountId}.dkr.ecr.${region}.${dnsSuffixOf(partition)}`;
}

/** `arn:aws:ecr:eu-west-1:123456789012:repository/web` */
export function ecrArn(accountId: string, region: string, repositoryName: string): string {
  const partition = partitionOf(isUnknown(region) ? undefined : region);
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${repositoryName}`;
}
