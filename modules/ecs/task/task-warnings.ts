import { imageOfOtherRegion } from '../../registry/image-region';
import { isMovingTag } from '../../registry/moving-tag';
import type { Issue } from '../../shared/problems';
import type { ContainerProps } from './container';
import { plainSecrets } from './environment-validation';
import { ecrLocation, imageName } from './image';

/** Pure: legal, but rarely meant. Nothing is said of a `region` that only the run of Terraform knows. */
export function taskWarnings(
  containers: Readonly<Record<string, ContainerProps>>,
  region: string | undefined,
): readonly Issue[] {
  return Object.entries(containers).flatMap(([name, container]) => [
    ...plainSecrets(`containers.${name}`, container),
    ...imageWarnings(`containers.${name}.image`, imageName(container.image), region),
  ]);
}

function imageWarnings(field: string, image: string, region: string | undefined): Issue[] {
  const moving = {
    field,
    value: image,
    limit: 'a tag that stays on one image',
    fix: 'name a version or a digest: with a moving tag nobody can say what runs, and a rollback changes nothing',
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/container-considerations.html',
  };
  return [...(isMovingTag(image) ? [moving] : []), ...otherRegion(field, image, region)];
}

/** An ECR repository that is named by its URL; one of the program warns by itself. */
function otherRegion(field: string, image: string, to: string | undefined): Issue[] {
  const from = ecrLocation(image)?.region;
  if (from === undefined) return [];
  return imageOfOtherRegion({ field, image, from, to, instead: image.replace(`.${from}.`, `.${to}.`) });
}
