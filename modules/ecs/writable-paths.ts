import type { WritablePath } from './container';
import { ecrLocation } from './image';

/**
 * Directories that official images write to while they run, by repository name. Without them these images do not
 * start on a read-only root file system. Read from the images' Dockerfiles and default configurations.
 * @see https://hub.docker.com/search?image_filter=official
 */
const WRITTEN_BY_IMAGE: Readonly<Record<string, readonly string[]>> = {
  nginx: ['/var/cache/nginx', '/run'],
  'nginx-unprivileged': ['/var/cache/nginx'],
  httpd: ['/usr/local/apache2/logs'],
  tomcat: ['/usr/local/tomcat/logs', '/usr/local/tomcat/temp', '/usr/local/tomcat/work'],
  redis: ['/data'],
  memcached: [],
  traefik: [],
};

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
  return [tmp, ...(WRITTEN_BY_IMAGE[shortName(imageName)] ?? [])];
}

/** `public.ecr.aws/docker/library/nginx:1.27` -> `nginx`; an image of one's own ECR is not guessed at. */
function shortName(imageName: string): string {
  if (ecrLocation(imageName) !== undefined) return '';
  return imageName.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '');
}
