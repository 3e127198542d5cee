import type { INetwork, SubnetSelection } from '../../network/i-network';
import type { Unchecked } from '../../shared/problems';
import type { IEcsCluster, TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { ServiceContainer, ServiceSize } from '../service/ecs-service-props';
import type { TaskDefinition } from '../task/task-definition';

/** When a job runs by itself, and what happens where it cannot start. */
export interface JobSchedule {
  /** `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2026-12-24T18:00:00)`. */
  readonly expression: string;
  /**
   * What starts it. `event-rule` is the older way, in UTC only, for accounts whose tools watch rules; a queue for what
   * could not be started then needs a policy that admits `events.amazonaws.com`.
   * @default 'scheduler': time zones, flexible windows, and a schedule for each job
   */
  readonly by?: 'scheduler' | 'event-rule';
  /** IANA name; its summer time counts. @default 'UTC' */
  readonly timezone?: string;
  /** Minutes within which it may start, 1-1440, for jobs that would all start at midnight. @default 0: on time */
  readonly flexibleMinutes?: number;
  /** Starts that are tried again, 0-185. @default 3 */
  readonly retries?: number;
  /** Seconds after which a start is given up, 60-86,400. @default 3600: an hour late is late enough */
  readonly maxAgeSeconds?: number;
  /** A queue that gets what could not be started. @default none */
  readonly deadLetterQueueArn?: string;
  /** @default true */
  readonly enabled?: boolean;
}

/** Where and how a job runs. */
export interface JobSettings {
  /** @default the cluster that the surrounding stack offers */
  readonly cluster?: IEcsCluster;
  /** @default the cluster's */
  readonly network?: INetwork;
  /** @default where workloads go: the private tier */
  readonly subnets?: SubnetSelection;
  /** Tasks get public addresses, in public subnets. @default false */
  readonly publicTasks?: boolean;
  /** Tasks of one run, 1-10. @default 1 */
  readonly taskCount?: number;
  /** @default it runs by hand only, with the command of the output */
  readonly schedule?: JobSchedule;
  /** Refusals that are accepted here, each with its reason. @default none */
  readonly unchecked?: readonly Unchecked[];
}

/** What runs, where that is a task definition. */
export interface JobOfTask {
  readonly taskDefinition: TaskDefinition;
  /** @default the cluster's default */
  readonly capacity?: TaskCapacity;
}

/** A job by its image. */
export type EcsJobProps = JobSettings & ServiceContainer & ServiceSize;

/** A job around a task definition that was made on its own. */
export type EcsJobOfTaskProps = JobSettings & JobOfTask;
