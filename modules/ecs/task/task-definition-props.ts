import type { Unchecked } from '../../shared/problems';
import type { ContainerProps } from './container';
import type { FargateTaskSize } from './fargate-task-size';
import type { TaskLogs } from './logging';
import type { NetworkMode } from './port-mapping';
import type { Releases } from './releases';
import type { CpuArchitecture, OperatingSystem } from './runtime-platform';
import type { TaskRolesProps } from './task-roles';
import type { Volume } from './volume';

/** Where a task can run. `external`: machines of one's own with ECS Anywhere. */
export type TaskCompatibility = 'fargate' | 'ec2' | 'managed-instances' | 'external';

/** Everything of a task but its containers and its size. */
export interface TaskSettings extends TaskRolesProps {
  /**
   * 1-255 letters, digits, `_` and `-`; revisions are numbered within it.
   * @default made from the construct path
   */
  readonly family?: string;
  /** Only on EC2 anything but `awsvpc`, which gives every task an address and a security group of its own. @default 'awsvpc' */
  readonly networkMode?: NetworkMode;
  /** @default 'LINUX' */
  readonly operatingSystem?: OperatingSystem;
  /** What the images are built for; ARM64 costs a fifth less on Fargate. @default 'X86_64', what most images have */
  readonly architecture?: CpuArchitecture;
  /** By a name that containers mount. @default none */
  readonly volumes?: Readonly<Record<string, Volume>>;
  /** GiB of the task's disk on Fargate, 21-200; above 20 it costs. @default Fargate's 20 */
  readonly ephemeralStorageGib?: number;
  /** @default `/ecs/<family>`, kept for 30 days */
  readonly logs?: TaskLogs;
  /**
   * Lets operators open a shell in the containers (`aws ecs execute-command`).
   * @default false: a way in that goes around deployments
   */
  readonly executeCommand?: boolean;
  /** Processes of other containers are visible: of the task (Fargate too), or of the host (EC2). @default each its own */
  readonly pidMode?: 'task' | 'host';
  /** Only on EC2. @default the runtime's */
  readonly ipcMode?: 'task' | 'host' | 'none';
  /** Fault-injection experiments of AWS FIS may reach the tasks; awsvpc and host mode. @default false */
  readonly faultInjection?: boolean;
  /** Expressions of the cluster query language that instances must match; only on EC2. @default none */
  readonly placementConstraints?: readonly string[];
  /** @default { by: 'terraform' } */
  readonly releases?: Releases;
  /** Refusals that are accepted here, each with its reason. @default none */
  readonly unchecked?: readonly Unchecked[];
}

/** The size goes with what the task runs on. */
export type TaskPlacement =
  | ({ readonly compatibility?: 'fargate' } & FargateTaskSize)
  | {
      readonly compatibility: Exclude<TaskCompatibility, 'fargate'>;
      /** CPU units that the task may use. @default what its containers ask for */
      readonly cpu?: number;
      /** MiB that the task may use. @default what its containers ask for */
      readonly memoryMib?: number;
    };

export type TaskDefinitionProps = TaskSettings &
  TaskPlacement & {
    /** By name; 1 to 10, the first one is the one that is meant where none is named. */
    readonly containers: Readonly<Record<string, ContainerProps>>;
    /** That of the cluster which runs it. @default the provider's; inside a service or job it is there already */
    readonly region?: string;
    /** AWS may stop the tasks with two minutes' notice; containers get all of them to finish. @default false */
    readonly interruptible?: boolean;
  };
