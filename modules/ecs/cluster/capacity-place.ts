import type { Construct } from 'constructs';
import { DEFAULT_NETWORK } from '../../network/default-network';
import type { INetwork, ISubnet, SubnetSelection } from '../../network/i-network';
import { requireZones } from '../../network/require-zones';
import { findDefault } from '../../shared/defaults';
import { checkAtSynth, refuse, report } from '../../shared/problems';
import { placeWithCluster, validateNetworkRegion } from './cluster-region';
import { DEFAULT_CLUSTER, type IEcsCluster } from './ecs-cluster-interface';
import { validateAgentReachesEcs } from './instance-reachability';

/** Where instances go. */
export interface CapacityPlaceProps {
  readonly cluster?: IEcsCluster;
  readonly network?: INetwork;
  readonly subnets?: SubnetSelection;
}

/** The cluster, the network and the subnets of instances, given or around them, in the region of the cluster. */
export function capacityPlace(
  scope: Construct,
  props: CapacityPlaceProps,
): { readonly cluster: IEcsCluster; readonly network: INetwork; readonly subnets: readonly ISubnet[] } {
  const cluster = props.cluster ?? findDefault(scope, DEFAULT_CLUSTER) ?? refuse(scope, missing('cluster'));
  const network =
    props.network ?? cluster.network ?? findDefault(scope, DEFAULT_NETWORK) ?? refuse(scope, missing('network'));
  placeWithCluster(scope, cluster);
  report(scope, validateNetworkRegion(network, cluster));
  return { cluster, network, subnets: instanceSubnets(scope, network, props.subnets) };
}

function instanceSubnets(
  scope: Construct,
  network: INetwork,
  selection: SubnetSelection | undefined,
): readonly ISubnet[] {
  const subnets = selection === undefined ? network.workloadSubnets(scope) : network.selectSubnets(scope, selection);
  requireZones(scope, subnets, 2, 'instances in one zone stop with the zone');
  const open = subnets.filter(({ egress }) => egress === 'internet-gateway');
  if (open.length > 0) {
    report(scope, [
      {
        field: 'subnets',
        value: open.map(({ tier, availabilityZone }) => `${tier} ${availabilityZone}`),
        limit: 'private subnets: instances have no public address, so in a public subnet they reach nothing',
        fix: "choose a tier with a NAT gateway or with endpoints, subnets: { tier: 'private' }",
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-outbound.html',
      },
    ]);
  }
  checkAtSynth(scope, () => validateAgentReachesEcs(network, subnets));
  return subnets;
}

function missing(field: 'cluster' | 'network') {
  return {
    field,
    value: undefined,
    limit: field === 'cluster' ? 'a cluster for the instances to register with' : 'a network for the instances',
    fix: `give it as ${field}, or build inside an EnvironmentStack`,
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instances.html',
  };
}
