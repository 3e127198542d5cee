import type { TargetHealthCheck } from '../../load-balancing/health-check';
import type { INetwork, SubnetSelection } from '../../network/i-network';
import type { Unchecked } from '../../shared/problems';
import type { IEcsCapacity, IEcsCluster, TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { ContainerProps } from '../task/container';
import type { FargateTaskSize } from '../task/fargate-task-size';
import type { LogRouter } from '../task/log-router';
import type { TaskDefinition } from '../task/task-definition';
import type { TaskSettings } from '../task/task-definition-props';
import type { Tracing } from '../task/tracing';
import type { EbsVolume } from '../task/volume';
import type { Deployment } from './deployment';
import type { Discovery } from './discovery';
import type { Placement } from './placement';
import type { Scaling } from './scaling';
import type { Expose } from './service-exposure';

/** Everything of a service but what runs in it. */
export interface ServiceSettings {
  /** @default the cluster that the surrounding stack offers, `new EnvironmentStack(...)` */
  readonly cluster?: IEcsCluster;
  /** 1-255 letters, digits, `_` and `-`. A change replaces the service. @default made from the construct path */
  readonly serviceName?: string;
  /** The network of the tasks. @default the cluster's */
  readonly network?: INetwork;
  /** Subnets of the tasks, in awsvpc mode. @default where workloads go: the private tier */
  readonly subnets?: SubnetSelection;
  /**
   * Tasks get public addresses, in public subnets: saves a NAT gateway, and leaves the security group as the only wall.
   * @default false
   */
  readonly publicTasks?: boolean;
  /** Further security groups of the tasks, at most 4 besides their own. @default none */
  readonly securityGroups?: readonly { readonly securityGroupId: string }[];
  /** How requests reach it. @default they do not: a worker, or reached through `connections` */
  readonly expose?: Expose;
  /** How other services find it. @default they do not, unless through a load balancer */
  readonly discovery?: Discovery;
  /** When the load balancer sends requests to a task, and for how long a starting one is left alone. */
  readonly healthCheck?: ServiceHealthCheck;
  /** How many tasks. @default { fixed: 2 } where exposed, so that one can fail or move; otherwise { fixed: 1 } */
  readonly scaling?: Scaling;
  /** `daemon`: one task on every instance of the cluster; EC2 only. @default 'replica' */
  readonly scheduling?: 'replica' | 'daemon';
  /** Which instances; EC2 only. @default spread over zones, then over instances */
  readonly placement?: Placement;
  /**
   * ECS moves tasks back into a zone that has fewer.
   * @default true where ECS can do it: replicas, maximumPercent over 100, spread over zones first
   */
  readonly zoneRebalancing?: boolean;
  /** How new tasks take over. @default { kind: 'rolling' } with rollback */
  readonly deployment?: Deployment;
  /**
   * `terraform apply` waits until the deployment is through, and fails where it does.
   * @default false: the first apply often comes before the first image
   */
  readonly waitForSteadyState?: boolean;
  /**
   * A revision of the task definition's family, 1 or more, instead of the one that Terraform made: the way back to an
   * older one that is still registered (`releases: { by: 'terraform', keepRevisions: true }`). @default the newest
   */
  readonly revision?: number;
  /** Other text starts a deployment of the same task definition. @default none */
  readonly redeploy?: string;
  /**
   * One output with the AWS CLI commands for its logs, tasks and events.
   * @default true
   */
  readonly commandOutput?: boolean;
  /** Refusals that are accepted here, each with its reason. @default none */
  readonly unchecked?: readonly Unchecked[];
}

/** The balancer's health check, and the time until it counts. */
export interface ServiceHealthCheck extends TargetHealthCheck {
  /** Seconds after a task's start in which ECS ignores failed checks, 1-2,147,483,647. @default 60 */
  readonly gracePeriodSeconds?: number;
}

/** The one container of a service, with every property that a container has. */
export interface ServiceContainer
  extends Omit<ContainerProps, 'cpu' | 'memoryMib' | 'memoryReservationMib' | 'ports' | 'healthCheck' | 'gpu'>,
    Omit<TaskSettings, 'unchecked'> {
  /** The TCP port that the program listens on. @default none */
  readonly port?: number;
  /** Further ports. @default none */
  readonly ports?: ContainerProps['ports'];
  /** 1-255 letters, digits, `_` and `-`. @default 'app' */
  readonly containerName?: string;
  /** A command that ECS runs in the container, besides the load balancer's health check. @default none */
  readonly containerHealthCheck?: ContainerProps['healthCheck'];
  /** GPUs, only on EC2 capacity that has them. @default none */
  readonly gpu?: number;
  /** Containers beside it, by name; at most 9. @default none */
  readonly sidecars?: Readonly<Record<string, ContainerProps>>;
  /** A collector beside it that takes its traces; the container `tracing`. @default none */
  readonly tracing?: Tracing;
  /** A Fluent Bit beside it that takes the logs of all containers; the container `log-router`. @default CloudWatch Logs */
  readonly logRouter?: LogRouter;
  readonly taskDefinition?: undefined;
}

/** Any size, on instances of the cluster. */
export interface SizeOnInstances {
  /** Instances of the cluster. */
  readonly capacity: Extract<TaskCapacity, { readonly kind: 'shared' }> | IEcsCapacity;
  /** CPU units that a task may use. @default no limit of the task */
  readonly cpu?: number;
  /** MiB that a task may use. @default 512: placement needs a number to count with */
  readonly memoryMib?: number;
}

/** A size that Fargate sells. */
export type SizeOnFargate = {
  /** @default the cluster's default: Fargate */
  readonly capacity?: Extract<TaskCapacity, { readonly kind: 'fargate' }>;
} & FargateTaskSize;

/** The size goes with the capacity: Fargate sells certain pairs, instances take any. */
export type ServiceSize = SizeOnFargate | SizeOnInstances;

/** What runs, where that is a task definition. */
export interface ServiceOfTask {
  readonly taskDefinition: TaskDefinition;
  /** @default the cluster's default */
  readonly capacity?: TaskCapacity;
  /** The disks of its volumes of kind `configured-at-launch`, by their names. @default none */
  readonly volumeConfigurations?: Readonly<Record<string, EbsVolume>>;
  /** The port that `expose` and `connections` use. @default the first port of the main container */
  readonly port?: number;
}

/**
 * A service by its image: what runs (`image` and its settings), where (`cluster`, `capacity`), how many (`scaling`) and
 * how it is reached (`expose`).
 */
export type EcsServiceProps = ServiceSettings & ServiceContainer & ServiceSize;

/** A service around a task definition that was made on its own. */
export type EcsServiceOfTaskProps = ServiceSettings & ServiceOfTask;
