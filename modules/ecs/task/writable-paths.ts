import { pathsWrittenByImage } from '../../shared/image-writable-paths';
import type { WritablePath } from './container';

/** Where the SSM agent of ECS Exec writes. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
const EXEC_PATHS = ['/var/lib/amazon', '/var/log/amazon'] as const;

/** MiB of a directory in memory; files in `/tmp` are small, and Fargate's smallest task has 512. */
const TMP_MEMORY_MIB = 64;

/**
 * What stays writable on a read-only root file system. A disk directory belongs to root, so for a container with
 * another user `/tmp` is in memory, where everybody may write.
 */
export function writablePaths({
  given,
  imageName,
  user,
  exec,
}: {
  readonly given?: readonly WritablePath[];
  readonly imageName: string;
  readonly user?: string;
  readonly exec: boolean;
}): readonly WritablePath[] {
  const paths = given ?? defaultPaths(imageName, user);
  const known = new Set(paths.map((path) => (typeof path === 'string' ? path : path.path)));
  return [...paths, ...(exec ? EXEC_PATHS.filter((path) => !known.has(path)) : [])];
}

function defaultPaths(imageName: string, user: string | undefined): readonly WritablePath[] {
  const isRoot = user === undefined || /^(0|root)(:|$)/.test(user);
  const tmp = isRoot ? '/tmp' : { path: '/tmp', memoryMib: TMP_MEMORY_MIB };
  return [tmp, ...pathsWrittenByImage(imageName)];
}
