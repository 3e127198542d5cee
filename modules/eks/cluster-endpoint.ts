import type { EksClusterVpcConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import { IPv4, IPv6 } from 'ipaddr.js';
import { Ipv4Block } from '../shared/ipv4-block';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

/** Where the Kubernetes API answers. */
export type ClusterEndpoint =
  /** Inside the VPC and what is connected to it; Terraform of the platform stack must run there. */
  | { readonly kind: 'private' }
  /** In the VPC for nodes and pods, and on the internet for these blocks, 1 to 40. */
  | { readonly kind: 'public-and-private'; readonly cidrs: readonly string[] }
  /** On the internet only; nodes come over their NAT gateways, whose addresses must be in the list, 1 to 40. */
  | { readonly kind: 'public-only'; readonly cidrs: readonly string[] };

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html';

/** Fixed by AWS. */
const MAX_CIDRS = 40;

/** Address ranges that never arrive at a public endpoint. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => Ipv4Block.parse(text));

export function endpointArguments(
  endpoint: ClusterEndpoint,
): Pick<EksClusterVpcConfig, 'endpointPrivateAccess' | 'endpointPublicAccess' | 'publicAccessCidrs'> {
  if (endpoint.kind === 'private') return { endpointPrivateAccess: true, endpointPublicAccess: false };
  return {
    endpointPrivateAccess: endpoint.kind === 'public-and-private',
    endpointPublicAccess: true,
    publicAccessCidrs: [...(endpoint.cidrs ?? [])].sort(),
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateClusterEndpoint(endpoint: ClusterEndpoint): Issue[] {
  if (endpoint.kind === 'private') return [];
  // The list may be missing where no compiler asks for it.
  const { cidrs: given = [] } = endpoint;
  const cidrs = given.filter((cidr) => !isUnknown(cidr));
  const field = 'endpoint.cidrs';
  const open = {
    limit: 'the networks that need the public endpoint, never 0.0.0.0/0 (without a list AWS takes 0.0.0.0/0)',
    fix: "list your offices' and runners' addresses, or use endpoint: { kind: 'private' }",
    see: SEE,
    rule: 'eks.public-endpoint-open',
  };
  return [
    ...check(field, given, ({ length }) => length > 0, open),
    ...check(field, given, ({ length }) => length <= MAX_CIDRS, {
      limit: `at most ${MAX_CIDRS} blocks on the public endpoint`,
      fix: 'join neighbouring blocks into larger ones',
      see: SEE,
    }),
    ...cidrs.flatMap((cidr) => [
      ...check(field, cidr, isCidr, {
        limit: 'IPv4 or IPv6 blocks',
        fix: 'write an address with its prefix, "203.0.113.7/32"',
        see: SEE,
      }),
      ...check(field, cidr, (text) => !text.endsWith('/0'), open),
      ...check(field, cidr, (text) => !isPrivate(text), {
        limit: 'public addresses: a private one never arrives at the public endpoint, and EKS refuses it',
        fix: "leave it out: endpoint: { kind: 'public-and-private' } serves private networks on the private endpoint",
        see: SEE,
        rule: 'eks.private-range-on-public-endpoint',
      }),
    ]),
  ];
}

function isCidr(text: string): boolean {
  return IPv4.isValidCIDRFourPartDecimal(text) || IPv6.isValidCIDR(text);
}

function isPrivate(text: string): boolean {
  const block = Ipv4Block.around(text);
  return block !== undefined && PRIVATE_RANGES.some((range) => range?.contains(block));
}
