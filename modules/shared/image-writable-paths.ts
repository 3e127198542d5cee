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
};

/** `public.ecr.aws/docker/library/nginx:1.27` -> what nginx writes to; an image of one's own ECR is not guessed at. */
export function pathsWrittenByImage(imageName: string): readonly string[] {
  if (/\.dkr[.-]ecr/.test(imageName)) return [];
  const repository = imageName.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '');
  return WRITTEN_BY_IMAGE[repository] ?? [];
}
