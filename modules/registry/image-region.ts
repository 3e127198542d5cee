import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';

/** An image, where its repository is and where it would run. */
export interface ImageRegions {
  readonly field: string;
  readonly image: string;
  readonly from: string;
  /** Missing where only the run of Terraform knows. */
  readonly to: string | undefined;
  /** What to write once the repository is replicated. */
  readonly instead: string;
}

/** Pure: each start pays for the traffic between regions, waits for it, and fails when the other region does. */
export function imageOfOtherRegion({ field, image, from, to, instead }: ImageRegions): Issue[] {
  if (to === undefined || isUnknown(from) || from === to) return [];
  return [
    {
      field,
      value: image,
      limit: `an image in ${to}, where it runs; this one is in ${from}`,
      fix: `replicate it, new EcrRepository(..., { replicateTo: ['${to}'] }), and use ${instead}`,
      see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
    },
  ];
}
