/**
 * Zone letters that new accounts get, first ones first; only regions where they are not a, b, c.
 * `us-west-1` shows an account two of its three zones, so there is no default for it.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const OTHER_LETTERS: Readonly<Record<string, readonly string[]>> = {
  'ap-northeast-1': ['a', 'c', 'd'],
  'ca-central-1': ['a', 'b', 'd'],
  'cn-north-1': ['a', 'b', 'd'],
  'us-west-1': [],
};

/** Up to three zones of a region by name, `['eu-west-1a', ...]`; none where the region is not a usual one. */
export function usualZones(region: string): string[] {
  if (!/^[a-z]{2}(-gov)?-[a-z]+-\d$/.test(region)) return [];
  return (OTHER_LETTERS[region] ?? ['a', 'b', 'c']).map((letter) => `${region}${letter}`);
}
