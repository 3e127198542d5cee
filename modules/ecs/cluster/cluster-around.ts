import type { IConstruct } from 'constructs';
import { findDefault } from '../../shared/defaults';
import { refuse } from '../../shared/problems';
import { DEFAULT_CLUSTER, type IEcsCluster } from './ecs-cluster-interface';

/** The cluster that a surrounding construct offers to `scope`; without one nothing can be built. */
export function clusterAround(scope: IConstruct): IEcsCluster {
  return (
    findDefault(scope, DEFAULT_CLUSTER) ??
    refuse(scope, {
      field: 'cluster',
      value: undefined,
      limit: 'a cluster: none is named here, and no construct around it offers one',
      fix: 'write cluster: new EcsCluster(...), or put it into an EnvironmentStack, which offers one',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html',
    })
  );
}
