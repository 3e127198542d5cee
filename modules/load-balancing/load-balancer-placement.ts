import type { Construct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { INetwork, ISubnet } from '../network/network';
import { Peer } from '../network/peer';
import { requireZones } from '../network/require-zones';
import { type Issue, report, warn } from '../shared/problems';
import { check, checkName, duplicates } from '../shared/validation';
import type { ILoadBalancer, LoadBalancerIpAddressType, LoadBalancerScheme } from './load-balancer';

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html';

/** Public subnets for public balancers, where workloads are for the others. */
export function defaultSubnets(scope: Construct, network: INetwork, scheme: LoadBalancerScheme): readonly ISubnet[] {
  return scheme === 'internet-facing' ? network.publicSubnets(scope) : network.workloadSubnets(scope);
}

/** Everybody for a public balancer; for an internal one what is in the VPC, as far as its blocks are known. */
export function defaultClients(
  network: INetwork,
  scheme: LoadBalancerScheme,
  ipAddressType: LoadBalancerIpAddressType,
): Peer[] {
  if (scheme === 'internal') return network.cidrBlocks.map((block) => Peer.ipv4(block));
  return ipAddressType === 'dualstack' ? [Peer.anyIpv4(), Peer.anyIpv6()] : [Peer.anyIpv4()];
}

/** Of a balancer's clients those that a port is opened to where the listener names none: the internet on 80 and 443 only. */
export function webClients({ clients }: ILoadBalancer, port: number): readonly (IConnectable | Peer)[] {
  return port === 80 || port === 443 ? clients : clients.filter((client) => !isInternet(client));
}

function isInternet(client: IConnectable | Peer): boolean {
  if (!(client instanceof Peer)) return false;
  return client.rule.cidrIpv4 === '0.0.0.0/0' || client.rule.cidrIpv6 === '::/0';
}

/**
 * Reports subnets in one zone only, which AWS refuses for an application balancer and a network balancer does not
 * outlive, several of one zone, and a public balancer where the internet does not come in. An empty selection was
 * reported already.
 */
export function validateSubnets(
  scope: Construct,
  subnets: readonly ISubnet[],
  { kind, scheme }: { readonly kind: 'application' | 'network'; readonly scheme: LoadBalancerScheme },
): void {
  if (subnets.length === 0) return;
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  if (kind === 'application')
    requireZones(scope, subnets, 2, 'an application load balancer needs a subnet in each', SEE);
  else if (zones.length === 1) warn(scope, [oneZone(zones)]);
  report(scope, [...duplicates(zones).map(severalInZone), ...unreachable(subnets, scheme)]);
}

function severalInZone(zone: string): Issue {
  return {
    field: 'subnets',
    value: zone,
    limit: `one subnet per Availability Zone for a load balancer; ${zone} has several here`,
    fix: 'select a tier with one subnet in each zone',
    see: SEE,
  };
}

function unreachable(subnets: readonly ISubnet[], scheme: LoadBalancerScheme): Issue[] {
  const closed = subnets.filter(({ egress }) => egress !== 'internet-gateway');
  if (scheme === 'internal' || closed.length === 0) return [];
  return [
    {
      field: 'subnets',
      value: [...new Set(closed.map(({ tier }) => tier))],
      limit:
        'subnets that route to an internet gateway: nobody outside reaches an internet-facing load balancer in others',
      fix: 'leave subnets out for the public ones, or write scheme: "internal"',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer',
    },
  ];
}

function oneZone(zones: readonly string[]): Issue {
  return {
    field: 'subnets',
    value: zones,
    limit: 'two Availability Zones or more: this load balancer is gone when its zone is',
    fix: 'select a tier with subnets in further zones',
    see: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13',
  };
}

/** For application and network balancers alike. */
export function validateLoadBalancerName(name: string | undefined): Issue[] {
  return [
    ...checkName('name', name, {
      pattern: /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
      max: 32,
      allowed: 'letters, digits and hyphens, not beginning or ending with a hyphen',
      see: SEE,
    }),
    ...check('name', name, (text) => !text.startsWith('internal-'), {
      limit: 'a name that does not begin with "internal-", which AWS puts before the DNS name itself',
      fix: 'leave the prefix out',
      see: SEE,
    }),
  ];
}
