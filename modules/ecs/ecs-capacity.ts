import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Connections } from '../network/connections';
import type { IEcsCluster } from './ecs-cluster-interface';

/** What tasks run on. `fargate` needs no construct: it is attachable to every cluster. */
export type CapacityKind = 'fargate' | 'ec2' | 'managed-instances';

export type CpuArchitecture = 'X86_64' | 'ARM64';

/** Container instances of a cluster behind one capacity provider; `Ec2Capacity` and `ManagedInstancesCapacity` are two. */
export interface IEcsCapacity extends IConstruct {
  readonly kind: Exclude<CapacityKind, 'fargate'>;
  /** Name of the capacity provider, as a strategy names it; a reference, so that Terraform makes the provider first. */
  readonly providerName: string;
  /** The one cluster that its instances register with. */
  readonly cluster: IEcsCluster;
  readonly operatingSystem: 'linux' | 'windows';
  /** Of all its instances; missing where the instance requirements leave it open. */
  readonly architecture?: CpuArchitecture;
  /** True where its instances have GPUs that a container can ask for. */
  readonly gpu: boolean;
  /** False where nothing adds instances when tasks wait for room. */
  readonly managedScaling: boolean;
  /** Security group of the instances: that of the tasks in network modes bridge and host. */
  readonly connections: Connections;
  /** Makes `resource` wait until instances can register, and be destroyed before they go. */
  completeBefore(resource: TerraformResource): void;
}
