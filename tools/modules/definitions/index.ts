import type { ModuleDefinition } from '../definition';
import { applicationLoadBalancerModule } from './application-load-balancer';
import { ecsClusterModule } from './ecs-cluster';
import { ecsServiceModule } from './ecs-service';
import { eksAddonsModule } from './eks-addons';
import { eksClusterModule } from './eks-cluster';
import { eksNodeGroupModule } from './eks-node-group';
import { loadBalancerControllerModule } from './load-balancer-controller';
import { networkModule } from './network';
import { stateBucketModule } from './state-bucket';

/** All modules, in the order in which a platform needs them. */
export const MODULES: readonly ModuleDefinition[] = [
  stateBucketModule,
  networkModule,
  applicationLoadBalancerModule,
  ecsClusterModule,
  ecsServiceModule,
  eksClusterModule,
  eksNodeGroupModule,
  eksAddonsModule,
  loadBalancerControllerModule,
];
