import type { IEcrRepository } from './ecr-repository-interface';

/**
 * What a build needs to know of a repository, by output name, for `publishOutputs(stack, repositoryOutputs(web))`: its
 * URL and the three commands, which run as they are once `TAG` is set.
 * @param prefix begins the names where a stack has several repositories
 */
export function repositoryOutputs(repository: IEcrRepository, prefix = 'repository'): Readonly<Record<string, string>> {
  const { repositoryUrl, repositoryArn, pushCommands } = repository;
  return {
    [`${prefix}_url`]: repositoryUrl,
    [`${prefix}_arn`]: repositoryArn,
    [`${prefix}_docker_login`]: pushCommands.login,
    [`${prefix}_docker_tag`]: pushCommands.tag,
    [`${prefix}_docker_push`]: pushCommands.push,
  };
}
