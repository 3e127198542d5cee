import type { IRoute } from '../../load-balancing/load-balancer';
import { capacityKind } from '../cluster/capacity-strategy';
import type { CapacityKind, IEcsCluster, TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { NetworkMode } from '../task/port-mapping';
import type { Releases } from '../task/releases';
import type { OperatingSystem } from '../task/runtime-platform';
import type { TaskDefinition } from '../task/task-definition';
import type { TaskCompatibility } from '../task/task-definition-props';
import type { Deployment } from './deployment';
import type { ServiceSettings } from './ecs-service-props';
import type { Scaling } from './scaling';

/** What the props of a service mean once its defaults are chosen. */
export interface ServiceFacts {
  readonly cluster: IEcsCluster;
  readonly capacity: TaskCapacity;
  readonly kind: CapacityKind;
  readonly compatibility: TaskCompatibility;
  readonly networkMode: NetworkMode;
  readonly operatingSystem: OperatingSystem;
  /** A container asks for a GPU. */
  readonly gpu: boolean;
  readonly scaling: Scaling;
  readonly deployment: Deployment;
  readonly releases: Releases;
  readonly daemon: boolean;
}

/** Where requests arrive. */
export interface Entrance {
  readonly route: IRoute;
  readonly container: string;
  readonly port: number;
}

/** The defaults of a service, chosen in one place. */
export function serviceFacts(
  props: ServiceSettings,
  {
    cluster,
    capacity,
    taskDefinition,
  }: { cluster: IEcsCluster; capacity: TaskCapacity; taskDefinition: TaskDefinition },
): ServiceFacts {
  const { compatibility, networkMode, operatingSystem, releases } = taskDefinition;
  const { deployment = { kind: 'rolling' }, expose, scheduling } = props;
  return {
    cluster,
    capacity,
    kind: capacityKind(capacity),
    compatibility,
    networkMode,
    operatingSystem,
    releases,
    gpu: taskDefinition.needsGpu,
    daemon: scheduling === 'daemon',
    // Exposed: one task may fail or move while the other answers.
    scaling: props.scaling ?? { fixed: expose === undefined ? 1 : 2 },
    deployment,
  };
}
