import type { ISubnet } from '../network/i-network';
import type { Issue } from '../shared/problems';
import type { IEksCluster } from './eks-cluster-interface';

/** What a node asks before it is Ready: its own interfaces, images (layers are in S3), credentials. */
const NODES_NEED = ['ec2', 'ecr.api', 'ecr.dkr', 's3', 'sts'];

/** Fargate needs no EC2 API: AWS attaches the interface. */
const FARGATE_NEEDS = ['ecr.api', 'ecr.dkr', 's3', 'sts'];

/**
 * Whether nodes or Fargate pods in subnets without a way out can start. Asked at synth, because endpoints are added to
 * a network at any time; where the endpoints of an existing network are not known, nothing is judged.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export function validateReachability(
  subnets: readonly ISubnet[],
  { network, podIdentity, endpointKind }: Pick<IEksCluster, 'network' | 'podIdentity' | 'endpointKind'>,
  runs: 'nodes' | 'fargate',
): Issue[] {
  const closed = subnets.filter(({ egress }) => egress === 'none');
  if (closed.length === 0) return [];
  const see = 'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html';
  const value = [...new Set(closed.map(({ tier }) => tier))];
  if (endpointKind === 'public-only') {
    const limit = 'subnets with a way out: the cluster answers on the internet only';
    return [{ field: 'subnets', value, limit, fix: "use endpoint: { kind: 'private' }, or a tier with NAT", see }];
  }
  const known = network?.endpoints;
  if (known === undefined) return [];
  const agent = podIdentity && runs === 'nodes' ? ['eks-auth'] : [];
  const missing = [...(runs === 'nodes' ? NODES_NEED : FARGATE_NEEDS), ...agent].filter(
    (name) => !known.includes(name),
  );
  if (missing.length === 0) return [];
  return [
    {
      field: 'subnets',
      value,
      limit: `subnets with a way out, or VPC endpoints for ${missing.join(', ')}: without them ${runs === 'nodes' ? 'nodes never join' : 'pods never start'}`,
      fix: `add the endpoints to the network: endpoints: [${missing.map((name) => `'${name}'`).join(', ')}], or choose a tier with NAT`,
      see,
      rule: 'eks.no-way-to-aws',
    },
  ];
}
