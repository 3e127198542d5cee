import type { ITerraformDependable, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { IConnectable } from '../../network/connections';
import type { INetwork } from '../../network/i-network';
import { type DefaultKey, defaultKey } from '../../shared/defaults';
import type { CpuArchitecture, OperatingSystem } from '../task/runtime-platform';
import type { IServiceNamespace } from './service-namespace-interface';

// A cluster has capacities, and a capacity has its cluster: they are one concept, and stand in one file.

/** What tasks run on. `fargate` needs no construct: it is attachable to every cluster. */
export type CapacityKind = 'fargate' | 'ec2' | 'managed-instances';

/**
 * Where tasks run.
 *
 * - `{ kind: 'fargate' }`: Fargate, on demand or with `spot`.
 * - A capacity of the cluster, `workers`: all tasks on its instances.
 * - `{ kind: 'shared', shares }`: split over several capacities of the cluster. Fargate and instances never mix.
 */
export type TaskCapacity =
  | { readonly kind: 'fargate'; readonly spot?: FargateSpot }
  | { readonly kind: 'shared'; readonly shares: readonly CapacityShare[] }
  | IEcsCapacity;

/** How much runs on Fargate Spot, which AWS may stop with two minutes' notice. */
export interface FargateSpot {
  /** Tasks that always stay on demand, 0-100,000. @default 0 */
  readonly base?: number;
  /** Share of the tasks above `base` that runs on Spot, 1-100. @default 100, all of them */
  readonly percent?: number;
}

/** One capacity's part of the tasks. */
export interface CapacityShare {
  readonly capacity: IEcsCapacity;
  /** Relative share of the tasks above the base, 0-1000. @default 1 */
  readonly weight?: number;
  /** Tasks that this capacity gets first, 0-100,000; at most one capacity of a strategy has a base. @default 0 */
  readonly base?: number;
}

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
  /** How many instances there can be; missing where it is not known. */
  readonly maxInstances?: number;
  /** MiB for tasks on all instances that there can be; missing where it is not known. */
  readonly memoryMib?: number;
  /** CPU units, 1024 for a vCPU, of all instances that there can be; missing where it is not known. */
  readonly cpu?: number;
  /** Called by the cluster that it is attached to: no instance starts before `dependency` exists. */
  startAfter(dependency: ITerraformDependable): void;
}

/** A capacity provider that a cluster's services may name. */
export interface AttachedProvider {
  /** `FARGATE`, `FARGATE_SPOT`, or the name of a provider of the account. */
  readonly name: string;
  readonly kind: CapacityKind;
}

/** Where `aws ecs execute-command` sessions are recorded, and the key between the caller and the container. */
export interface ExecRecording {
  readonly logGroupName?: string;
  readonly logGroupArn?: string;
  readonly bucketName?: string;
  readonly bucketKeyPrefix?: string;
  readonly kmsKeyArn?: string;
}

/** An ECS cluster, made here (`EcsCluster`) or found (`EcsCluster.fromAttributes`, `.fromLookup`). */
export interface IEcsCluster extends IConstruct {
  readonly clusterName: string;
  readonly clusterArn: string;
  /** Where the tasks go unless a service says otherwise; missing where the cluster has no network of its own. */
  readonly network?: INetwork;
  /** Literal region where it is not the provider's; everything of the cluster takes it as its `region`. */
  readonly region?: string;
  /** All that is attached at the moment of the call: `FARGATE` and `FARGATE_SPOT`, and each capacity made for the cluster. */
  readonly providers: readonly AttachedProvider[];
  /** The instances made for this cluster in this program, in the order they were made. */
  readonly capacities: readonly IEcsCapacity[];
  /**
   * Where services without a capacity of their own go. A service writes it out as its own strategy: left to the
   * cluster, the AWS provider sees the strategy that ECS filled in as a change and refuses the next plan.
   * @see https://github.com/hashicorp/terraform-provider-aws/issues/44776
   */
  readonly defaultCapacity: TaskCapacity;
  /** Cloud Map namespace that Service Connect uses unless a service names another. */
  readonly namespace?: IServiceNamespace;
  /** Missing where sessions are not recorded. */
  readonly execRecording?: ExecRecording;

  /** Attaches instances; called by the capacity itself. Instances belong to one cluster only. */
  attachCapacity(capacity: IEcsCapacity): void;
  /**
   * Makes `resource` wait until all capacity providers are attached, and be destroyed before they are detached: a
   * service that outlives its capacity never drains.
   */
  completeBefore(resource: TerraformResource): void;
  /** Gives a task role what an `execute-command` session into the task needs: the channel, the record, the key. */
  grantExecSession(taskRole: IGrantable): void;
  /** Lets `operator` open a shell in the tasks of this cluster. */
  grantExecuteCommand(operator: IGrantable): void;
}

/** The cluster that a surrounding construct offers: `provideDefault(stack, DEFAULT_CLUSTER, () => new EcsCluster(...))`. */
export const DEFAULT_CLUSTER: DefaultKey<IEcsCluster> = defaultKey<IEcsCluster>('ecs-cluster');
