import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { IEcsCluster } from './ecs-cluster-interface';
import type { CpuArchitecture, OperatingSystem } from './runtime-platform';

export type { CpuArchitecture } from './runtime-platform';

/** What tasks run on. `fargate` needs no construct: it is attachable to every cluster. */
export type CapacityKind = 'fargate' | 'ec2' | 'managed-instances';

/**
 * Container instances of one cluster behind one capacity provider: `Ec2Capacity` and `ManagedInstancesCapacity` make
 * them, `Ec2Capacity.fromAttributes` finds them. `connections` is the security group of the instances, which is also
 * that of tasks in network modes bridge and host.
 */
export interface IEcsCapacity extends IConstruct, IConnectable {
  readonly kind: Exclude<CapacityKind, 'fargate'>;
  /** Name of the capacity provider, as a strategy names it; a reference, so that Terraform makes the provider first. */
  readonly providerName: string;
  /** The one cluster that its instances register with. */
  readonly cluster: IEcsCluster;
  /** What tasks must be built for to run here; a Windows container needs the host's very release. */
  readonly operatingSystem: OperatingSystem;
  /** Of all its instances; missing where the instances may have either. */
  readonly architecture?: CpuArchitecture;
  /** True where its instances have NVIDIA GPUs that a container can ask for. */
  readonly gpu: boolean;
  /** False where nothing adds instances when tasks wait for room. */
  readonly managedScaling: boolean;
  /** MiB for tasks on all instances that there can be; missing where it is not known. */
  readonly memoryMib?: number;
  /** Called by the cluster that it is attached to: no instance starts before `dependency` exists. */
  startAfter(dependency: ITerraformDependable): void;
}
