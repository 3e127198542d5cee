import type { Issue } from '../../shared/problems';
import type { IEcsCapacity, IEcsCluster } from './ecs-cluster-interface';

/** An instance registers with the cluster that its user data names, and with no other. */
export function validateOneCluster(capacity: IEcsCapacity, cluster: IEcsCluster): Issue[] {
  if (capacity.cluster === cluster) return [];
  return [
    {
      field: 'cluster',
      value: cluster.node.path,
      limit: `one cluster for each capacity; its instances register with ${capacity.cluster.node.path}`,
      fix: 'make a capacity for each cluster',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instances.html',
    },
  ];
}
