import type { IConstruct } from 'constructs';
import { report } from '../shared/problems';
import type { INetwork, ISubnet } from './i-network';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/networking-connecting-vpc.html';

/**
 * Reports, against `scope`, a network or a list of subnets that is in fewer Availability Zones than AWS takes.
 * @param why who needs them, `an Application Load Balancer needs a subnet in each of two zones`
 */
export function requireZones(
  scope: IConstruct,
  network: INetwork | readonly ISubnet[],
  atLeast: number,
  why: string,
  see: string = SEE,
): void {
  const zones = [...new Set('subnets' in network ? network.availabilityZones : network.map(zoneOf))];
  if (zones.length >= atLeast) return;
  report(scope, [
    {
      field: 'availabilityZones',
      value: zones,
      limit: `at least ${atLeast === 2 ? 'two (2)' : atLeast} Availability Zones; ${why}`,
      fix: 'add a zone to the network: existing subnets keep their addresses',
      see,
    },
  ]);
}

function zoneOf({ availabilityZone }: ISubnet): string {
  return availabilityZone;
}
