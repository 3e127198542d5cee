import type { IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { type Issue, report } from '../shared/problems';
import { usualZones } from '../shared/region-zones';
import { checkLiteral, duplicates } from '../shared/validation';

const SEE = 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html';

/** What a network is built with where its zones cannot be used: the other problems should show too. */
const FALLBACK = ['us-east-1a', 'us-east-1b'];

/** Full names of the zones that the user wrote, or the usual first two of the region; problems are reported. */
export function zonesOf(scope: IConstruct, given: readonly string[] | undefined): readonly string[] {
  const { region } = awsLocation(scope);
  const issues = checkLiteral('availabilityZones', given);
  if (issues.length === 0) {
    const zones = given?.map((zone) => zoneName(zone, region)) ?? usualZones(region ?? '').slice(0, 2);
    issues.push(...validateZones(zones, region, given === undefined));
    if (issues.every(({ rule }) => rule !== undefined)) {
      report(scope, issues);
      return zones;
    }
  }
  report(scope, issues);
  return FALLBACK;
}

/** `a` -> `eu-west-1a`, where the region is known. */
export function zoneName(zone: string, region: string | undefined): string {
  return region !== undefined && /^[a-z]$/.test(zone) ? `${region}${zone}` : zone;
}

/** `eu-west-1a` -> `eu-west-1`, `us-west-2-lax-1a` -> `us-west-2`. */
export function regionOfZone(zone: string): string {
  return /^[a-z]{2,4}(-[a-z]+)+-\d+/.exec(zone)?.[0] ?? zone.slice(0, -1);
}

/** Pure: zone names of one network against its region. */
export function validateZones(zones: readonly string[], region: string | undefined, byDefault = false): Issue[] {
  const issue = (value: unknown, limit: string, fix: string, rule?: string): Issue => ({
    field: 'availabilityZones',
    value,
    limit,
    fix,
    see: SEE,
    rule,
  });
  if (zones.length === 0) {
    const why =
      region === undefined
        ? 'the AWS provider of this stack names no region as plain text'
        : `region ${region} has no usual zones`;
    return [
      issue(
        byDefault ? undefined : zones,
        byDefault ? `the zones by name, because ${why}` : 'at least one zone',
        'write for example availabilityZones: ["eu-west-1a", "eu-west-1b"]',
      ),
    ];
  }
  return [
    ...duplicates(zones).map((zone) =>
      issue(zone, 'each Availability Zone once; this one is there twice', 'name each zone once'),
    ),
    ...zones.flatMap((zone) => {
      if (!/^[a-z]{2,4}(-[a-z]+)+-\d+(-[a-z]+-\d+)?[a-z]$/.test(zone)) {
        const fix = /^[a-z]$/.test(zone) ? 'give the AWS provider its region' : 'write for example "eu-west-1a"';
        return [issue(zone, 'the name of an Availability Zone, or its letter where the region is known', fix)];
      }
      if (regionOfZone(zone) !== (region ?? regionOfZone(zones[0] ?? zone))) {
        return [
          issue(
            zone,
            `zones of one region, ${region ?? regionOfZone(zones[0] ?? zone)}`,
            'a network cannot leave its region; make one per region',
          ),
        ];
      }
      if (/-\d+-[a-z]+-\d+[a-z]$/.test(zone)) {
        return [
          issue(
            zone,
            'zones of the region itself: Local and Wavelength Zones lack NAT gateways and most services',
            'take the Local Zone out, or insist',
            'network.local-zone',
          ),
        ];
      }
      return [];
    }),
  ];
}
