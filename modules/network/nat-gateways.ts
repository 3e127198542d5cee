import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Construct } from 'constructs';
import type { Issue } from '../shared/problems';

const SEE = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html';

/** Elastic IP addresses that exist, by zone letter or name: `{ a: 'eipalloc-0123456789abcdef0' }`. */
type AllocationIds = Readonly<Record<string, string>>;

/**
 * How the private tier reaches the internet. A gateway costs about 33 USD a month and 0.045 USD per GB in us-east-1,
 * and its public address about 4 USD.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export type Nat =
  /** No way out; interface endpoints carry what workloads call. */
  | { readonly kind: 'none' }
  /** One gateway for all zones: when its zone fails, all of them are cut off. For development. */
  | {
      readonly kind: 'single';
      /** Zone of the gateway, by letter or name. @default the first zone of the network */
      readonly zone?: string;
      readonly allocationIds?: AllocationIds;
    }
  /**
   * One EC2 instance that forwards for all zones, without a standby; a `t4g.nano` costs about 7 USD a month with its
   * address. For development: a gateway is what AWS advises.
   */
  | {
      readonly kind: 'instance';
      /** Zone of the instance, by letter or name. @default the first zone of the network */
      readonly zone?: string;
      /** @default 't4g.nano' */
      readonly instanceType?: string;
    }
  /** One gateway in each zone, so that no zone depends on another and no traffic is billed between zones. */
  | { readonly kind: 'perAz'; readonly allocationIds?: AllocationIds }
  /**
   * One gateway that AWS spreads over the zones that have workloads; needs no public subnet. It is billed per zone that
   * it is in, and a new zone is served up to an hour later. With `allocationIds` you decide the zones and addresses.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
   */
  | { readonly kind: 'regional'; readonly allocationIds?: AllocationIds };

/** The kinds that are gateways. */
export type GatewayNat = Extract<Nat, { kind: 'single' | 'perAz' | 'regional' }>;

export interface NatGatewaysProps {
  readonly nat: GatewayNat;
  readonly vpcId: string;
  readonly namePrefix: string;
  readonly internetGateway: InternetGateway;
  /** Zones that have subnets which go out over NAT, in the network's order. */
  readonly zones: readonly string[];
  /** Id of a public subnet, by zone. */
  readonly publicSubnetIds: ReadonlyMap<string, string>;
}

/** The NAT gateways of a network and their addresses. */
export class NatGateways extends Construct {
  /** By zone; the regional one has no zone and is under `regional`. */
  public readonly gateways: ReadonlyMap<string, NatGateway>;
  /** The addresses made here, by zone. */
  public readonly eips: ReadonlyMap<string, Eip>;

  public constructor(scope: Construct, id: string, { nat, ...props }: NatGatewaysProps) {
    super(scope, id);
    const gateways = new Map<string, NatGateway>();
    const eips = new Map<string, Eip>();
    this.gateways = gateways;
    this.eips = eips;
    const { vpcId, namePrefix, internetGateway } = props;
    // AWS refuses both while the network has no internet gateway, and nothing they refer to says that.
    const dependsOn = [internetGateway];
    if (nat.kind === 'regional') {
      const addresses = Object.entries(nat.allocationIds ?? {}).map(([key, allocationId]) => ({
        availabilityZone: props.zones.find((zone) => isZone(zone, key)) ?? key,
        allocationIds: [allocationId],
      }));
      const gateway = new NatGateway(this, 'Regional', {
        vpcId,
        availabilityMode: 'regional',
        ...(addresses.length === 0 ? {} : { availabilityZoneAddress: addresses }),
        tags: { Name: namePrefix },
        dependsOn,
      });
      gateways.set('regional', gateway);
      return;
    }
    for (const zone of natZones(nat, props.zones)) {
      const subnetId = props.publicSubnetIds.get(zone);
      if (subnetId === undefined) continue;
      const tags = { Name: `${namePrefix}-nat-${zone}` };
      let allocationId = Object.entries(nat.allocationIds ?? {}).find(([key]) => isZone(zone, key))?.[1];
      if (allocationId === undefined) {
        const eip = new Eip(this, `Address-${zone}`, { domain: 'vpc', tags, dependsOn });
        eips.set(zone, eip);
        allocationId = eip.allocationId;
      }
      gateways.set(zone, new NatGateway(this, `Gateway-${zone}`, { subnetId, allocationId, tags, dependsOn }));
    }
  }

  /** Where a zone's private subnets send what leaves the network; nothing where the gateway was refused. */
  public routeFor(zone: string): { natGatewayId: string } | undefined {
    const gateway = this.gateways.get(zone) ?? this.gateways.values().next().value;
    return gateway && { natGatewayId: gateway.id };
  }
}

/** Whether each gateway that is asked for has a public subnet to stand in, and something that goes out through it. */
export function validateNat(nat: Nat, zones: readonly string[], publicZones: readonly string[]): Issue[] {
  if (nat.kind === 'none') return [];
  if (zones.length === 0) {
    return [
      {
        field: 'nat',
        value: nat,
        limit: 'a tier whose egress is "nat"; without one the gateways cost money for nothing',
        fix: 'add the tier "private", or write nat: { kind: "none" }',
        see: SEE,
      },
    ];
  }
  const addresses = 'allocationIds' in nat ? Object.keys(nat.allocationIds ?? {}) : [];
  const elsewhere = addresses
    .filter((key) => !zones.some((zone) => isZone(zone, key)))
    .map((key) => ({
      field: 'nat.allocationIds',
      value: key,
      limit: `zones that go out over NAT: ${zones.join(', ')}`,
      fix: 'name the zone that the address is for, by letter or name',
      see: SEE,
    }));
  return nat.kind === 'regional' ? elsewhere : [...elsewhere, ...placeIssues(nat, zones, publicZones)];
}

function placeIssues(
  nat: Exclude<Nat, { kind: 'none' | 'regional' }>,
  zones: readonly string[],
  publicZones: readonly string[],
): Issue[] {
  const wanted = natZones(nat, zones);
  const without = wanted.filter((zone) => !publicZones.includes(zone));
  if (without.length === 0) return [];
  return [
    {
      field: 'nat',
      value: `${nat.kind}: ${wanted.length} NAT ${nat.kind === 'instance' ? 'instance' : 'gateway'}${wanted.length === 1 ? '' : 's'} (${wanted.join(', ')})`,
      limit: `at most one for each public subnet, and there are ${publicZones.length} public subnets${
        publicZones.length === 0 ? '' : ` (${publicZones.join(', ')})`
      }; ${without.join(', ')} has none`,
      fix: `give the public tier every zone, or use nat: { kind: "${publicZones.length === 0 ? 'none' : 'single'}" } or { kind: "regional" }, which needs no public subnet`,
      see: SEE,
    },
  ];
}

export function natZones(
  nat: Exclude<Nat, { kind: 'none' | 'regional' }>,
  zones: readonly string[],
): readonly string[] {
  if (nat.kind === 'perAz') return zones;
  const { zone: key } = nat;
  if (key === undefined) return zones.slice(0, 1);
  return [zones.find((zone) => isZone(zone, key)) ?? key];
}

function isZone(zone: string, key: string): boolean {
  return zone === key || zone.slice(-1) === key;
}
