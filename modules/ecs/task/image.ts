import { type IImageRepository, validateImageTag } from '../../registry/image-repository';
import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check } from '../../shared/validation';
import type { SecretSource } from './secret';

export type { IImageRepository };

/**
 * What a container runs.
 *
 * - A name as Docker takes it, `nginx:1.27`. The URL of an ECR repository works as well and grants the pull from it.
 * - `{ repository, tag }` or `{ repository, digest }`: an ECR repository of this program; grants the pull.
 * - `{ name, credentials }`: a private registry. The secret holds `{ "username": ..., "password": ... }`.
 * - `{ name, repositories }`: a name known only at apply (a variable that the pipeline sets) and where it may point.
 */
export type Image =
  | string
  | { readonly repository: IImageRepository; readonly tag: string }
  | { readonly repository: IImageRepository; readonly digest: string }
  | { readonly name: string; readonly credentials: SecretSource }
  | { readonly name: string; readonly repositories: readonly IImageRepository[] };

const SEE =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html#ECS-Type-ContainerDefinition-image';

/** The text that goes into the container definition. */
export function imageName(image: Image): string {
  if (typeof image === 'string') return image;
  if ('name' in image) return image.name;
  return 'tag' in image
    ? `${image.repository.repositoryUrl}:${image.tag}`
    : `${image.repository.repositoryUrl}@${image.digest}`;
}

/** The repositories of the program that the image may come from. */
export function imageRepositories(image: Image): readonly IImageRepository[] {
  if (typeof image === 'string') return [];
  if ('repository' in image) return [image.repository];
  return 'repositories' in image ? image.repositories : [];
}

/** The secret with the registry's user name and password, where there is one. */
export function imageCredentials(image: Image): SecretSource | undefined {
  return typeof image === 'object' && 'credentials' in image ? image.credentials : undefined;
}

/** Where a private ECR repository is, read from an image name. */
export interface EcrLocation {
  readonly accountId: string;
  readonly region: string;
  readonly repositoryName: string;
}

/** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:1` -> where it is; nothing for any other registry. */
export function ecrLocation(name: string): EcrLocation | undefined {
  const [, accountId, region, repositoryName] =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([a-z0-9._/-]+?)(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/.exec(
      name,
    ) ?? [];
  return accountId === undefined || region === undefined || repositoryName === undefined
    ? undefined
    : { accountId, region, repositoryName };
}

/** `docker.io`, `public.ecr.aws`, `ghcr.io`, an ECR host ...; nothing where the name is a token. */
export function registryHost(name: string): string | undefined {
  if (isUnknown(name)) return undefined;
  const [first = ''] = name.split('/');
  const isHost = name.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : 'docker.io';
}

/** Pure: an image name that ECS takes. @see {@link SEE} */
export function validateImage(field: string, image: Image): Issue[] {
  const name = imageName(image);
  return [
    ...check(field, name, (text) => text.length > 0 && text.length <= 255 && /^[\w./:@-]+$/.test(text), {
      limit: `1 to 255 letters, digits and -_.:/@ without spaces (this one has ${isUnknown(name) ? '?' : name.length} characters)`,
      fix: 'write repository:tag or repository@digest, "nginx:1.27"',
      see: SEE,
    }),
    ...check(field, name, (text) => !/^https?:/.test(text), {
      limit: 'a registry name without "https://"',
      fix: `write ${isUnknown(name) ? '' : name.replace(/^https?:\/*/, '')}`,
      see: SEE,
    }),
    ...(typeof image === 'object' && 'tag' in image
      ? validateImageTag(`${field}.tag`, image.repository, image.tag)
      : []),
  ];
}
