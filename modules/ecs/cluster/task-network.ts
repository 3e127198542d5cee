import type { IConstruct } from 'constructs';
import type { Connections } from '../../network/connections';
import type { INetwork } from '../../network/i-network';
import { refuse, report } from '../../shared/problems';
import { capacitiesOf } from './capacity-strategy';
import { validateNetworkRegion } from './cluster-region';
import type { IEcsCluster, TaskCapacity } from './ecs-cluster-interface';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html';

/** The network that tasks are in: their own, or that of the cluster. Without one nothing can be built. */
export function taskNetwork(scope: IConstruct, given: INetwork | undefined, cluster: IEcsCluster): INetwork {
  const network =
    given ??
    cluster.network ??
    refuse(scope, {
      field: 'network',
      value: undefined,
      limit: 'a network: neither this nor its cluster names one',
      fix: 'write network: Network.fromLookup(...), or give it to the cluster',
      see: SEE,
    });
  report(scope, validateNetworkRegion(network, cluster));
  return network;
}

/** The security group of the instances, which in bridge and host mode is that of the tasks. */
export function instanceConnections(scope: IConstruct, capacity: TaskCapacity, networkMode: string): Connections {
  const [instances] = capacitiesOf(capacity);
  return (
    instances?.connections ??
    refuse(scope, {
      field: 'networkMode',
      value: networkMode,
      limit: 'awsvpc on Fargate, which has no instances to share a network with',
      fix: 'leave networkMode out',
      see: SEE,
    })
  );
}
