import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import type { INetwork } from '../network/i-network';
import { type DefaultKey, defaultKey } from '../shared/defaults';
import type { TaskCapacity } from './capacity-strategy';
import type { CapacityKind, IEcsCapacity } from './ecs-capacity';
import type { IServiceNamespace } from './service-namespace-interface';

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
