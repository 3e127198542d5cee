import { IPv4 } from 'ipaddr.js';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import type { IpFamily } from './pod-network';

/** Networks outside AWS whose machines are nodes of the cluster (EKS Hybrid Nodes). */
export interface RemoteNetworks {
  /** Blocks of the machines, 1 to 15. */
  readonly nodeCidrs: readonly string[];
  /** Blocks of their pods, for webhooks on hybrid nodes, up to 15. @default none */
  readonly podCidrs?: readonly string[];
}

/** All ranges that one cluster deals with. */
export interface ClusterRanges {
  readonly ipFamily: IpFamily;
  readonly serviceIpv4Cidr?: string;
  readonly vpcCidrs: readonly string[];
  readonly remote?: RemoteNetworks;
}

const SEE = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html';
const HYBRID = 'https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-networking.html';
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Blocks per list of remote networks. */
const MAX_REMOTE = 15;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateClusterRanges({ ipFamily, serviceIpv4Cidr, vpcCidrs, remote }: ClusterRanges): Issue[] {
  return [
    ...validateServiceCidr(serviceIpv4Cidr, ipFamily, vpcCidrs),
    ...(remote === undefined ? [] : validateRemote(remote, [...vpcCidrs, ...listed(serviceIpv4Cidr)])),
  ];
}

function validateServiceCidr(cidr: string | undefined, ipFamily: IpFamily, vpcCidrs: readonly string[]): Issue[] {
  if (cidr === undefined || isUnknown(cidr)) return [];
  const issue = (limit: string, fix: string): Issue => ({
    field: 'serviceIpv4Cidr',
    value: cidr,
    limit,
    fix,
    see: SEE,
  });
  const usual = 'use a free private block from /24 to /12, for example 172.20.0.0/16, or leave it out';
  if (ipFamily === 'ipv6') {
    return [issue('no IPv4 service range in an IPv6 cluster: EKS assigns fc00::/7 addresses', 'leave it out')];
  }
  const block = Ipv4Block.parse(cidr);
  if (block === undefined) return [issue('an IPv4 block that begins at its own first address', usual)];
  const issues: Issue[] = [];
  if (block.prefixLength < 12 || block.prefixLength > 24) issues.push(issue('a block from /24 to /12', usual));
  if (!PRIVATE.some((range) => Ipv4Block.parse(range)?.contains(block))) {
    issues.push(issue(`a private range, within ${PRIVATE.join(', ')}`, usual));
  }
  const hit = overlapping(cidr, vpcCidrs);
  if (hit !== undefined) issues.push(issue(`a range that does not overlap the VPC, which has ${hit}`, usual));
  return issues;
}

function validateRemote({ nodeCidrs, podCidrs = [] }: RemoteNetworks, taken: readonly string[]): Issue[] {
  const lists: readonly [string, readonly string[], number][] = [
    ['remoteNetworks.nodeCidrs', nodeCidrs, 1],
    ['remoteNetworks.podCidrs', podCidrs, 0],
  ];
  return lists.flatMap(([field, cidrs, min]) => [
    ...(cidrs.length >= min && cidrs.length <= MAX_REMOTE
      ? []
      : [
          {
            field,
            value: cidrs,
            limit: `${min} to ${MAX_REMOTE} blocks`,
            fix: 'join neighbouring blocks',
            see: HYBRID,
          },
        ]),
    ...cidrs.flatMap((cidr, index) => {
      if (isUnknown(cidr)) return [];
      if (!IPv4.isValidCIDRFourPartDecimal(cidr)) {
        return [{ field, value: cidr, limit: 'IPv4 blocks', fix: 'write for example "10.200.0.0/16"', see: HYBRID }];
      }
      const others = [...taken, ...lists.flatMap(([other, all]) => (other === field ? all.slice(0, index) : all))];
      const hit = overlapping(cidr, others);
      if (hit === undefined) return [];
      const limit = `blocks that do not overlap the VPC, the services or each other; ${hit} does`;
      return [{ field, value: cidr, limit, fix: 'give the remote network a range of its own', see: HYBRID }];
    }),
  ]);
}

function overlapping(cidr: string, others: readonly string[]): string | undefined {
  const block = Ipv4Block.around(cidr);
  if (block === undefined) return undefined;
  return others.find((other) => !isUnknown(other) && Ipv4Block.around(other)?.overlaps(block));
}

function listed(cidr: string | undefined): string[] {
  return cidr === undefined ? [] : [cidr];
}
