import { Construct } from 'constructs';
import { Connections } from '../../network/connections';
import type { CpuArchitecture, OperatingSystem } from '../task/runtime-platform';
import type { IEcsCapacity, IEcsCluster } from './ecs-cluster-interface';

/** What is known of instances that exist and are attached to a cluster. */
export interface ExistingEc2CapacityAttributes {
  readonly cluster: IEcsCluster;
  readonly capacityProviderName: string;
  /** Security group of the instances; tasks in network modes bridge and host have it too. */
  readonly securityGroupId: string;
  /** @default 'LINUX' */
  readonly operatingSystem?: OperatingSystem;
  /** @default not known; tasks for either are accepted */
  readonly architecture?: CpuArchitecture;
  /** The instances have NVIDIA GPUs. @default false */
  readonly gpu?: boolean;
  /** ECS adds instances when tasks wait. @default true */
  readonly managedScaling?: boolean;
}

/** Instances that are not made here: nothing of them is ever changed. */
export class ExistingEc2Capacity extends Construct implements IEcsCapacity {
  public readonly kind = 'ec2';
  public readonly providerName: string;
  public readonly cluster: IEcsCluster;
  public readonly operatingSystem: OperatingSystem;
  public readonly architecture?: CpuArchitecture;
  public readonly gpu: boolean;
  public readonly managedScaling: boolean;
  public readonly connections: Connections;

  public constructor(scope: Construct, id: string, attributes: ExistingEc2CapacityAttributes) {
    super(scope, id);
    const { operatingSystem = 'LINUX', gpu = false, managedScaling = true } = attributes;
    this.providerName = attributes.capacityProviderName;
    this.cluster = attributes.cluster;
    this.operatingSystem = operatingSystem;
    this.architecture = attributes.architecture;
    this.gpu = gpu;
    this.managedScaling = managedScaling;
    this.connections = new Connections({ owner: this, securityGroupId: attributes.securityGroupId });
  }

  /** They run already. */
  public startAfter(): void {}
}
