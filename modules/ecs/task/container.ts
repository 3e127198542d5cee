import type { Image } from './image';
import type { LinuxParameters, ResourceLimit, SystemControl } from './linux-parameters';
import type { Logging } from './logging';
import type { PortMapping } from './port-mapping';
import type { SecretSource } from './secret';

/** State of another container that a container waits for. */
export type ContainerCondition = 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY';

/** A command that ECS runs in the container to see whether it works. */
export interface ContainerHealthCheck {
  /** Text is run by the container's shell (`CMD-SHELL`), a list is run as it is (`CMD`). Exit code 0 is healthy. */
  readonly command: string | readonly string[];
  /** 5-300 seconds. @default 30, as ECS has it */
  readonly intervalSeconds?: number;
  /** 2-120 seconds, less than the interval. @default 5, as ECS has it */
  readonly timeoutSeconds?: number;
  /** Failures in a row until unhealthy, 1-10. @default 3, as ECS has it */
  readonly retries?: number;
  /** Seconds after the start in which failures do not count, 0-300. @default 0 */
  readonly startPeriodSeconds?: number;
}

/** Restarts the one container, without the task, when it ends. */
export interface RestartPolicy {
  /** Exit codes that are no reason to restart; at most 50. @default none */
  readonly ignoredExitCodes?: readonly number[];
  /** Seconds that it must have run to be restarted, 60-1800. @default 300, as ECS has it */
  readonly attemptPeriodSeconds?: number;
}

/** A volume of the task in this container. */
export interface MountPoint {
  /** Name of a volume of the task definition. */
  readonly volume: string;
  /** Absolute path in the container. */
  readonly containerPath: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/**
 * A directory that stays writable on a read-only root file system. Text is a directory on the task's disk, owned by
 * root. `{ path, memoryMib }` is a directory in memory that every user may write to.
 */
export type WritablePath = string | { readonly path: string; readonly memoryMib: number };

/** Makes the container the task's log router. */
export interface FirelensConfiguration {
  readonly type: 'fluentbit' | 'fluentd';
  /** `enable-ecs-log-metadata`, `config-file-type`, `config-file-value`. @default ECS metadata is added to each record */
  readonly options?: Readonly<Record<string, string>>;
}

/**
 * One container of a task. Every property of the ECS API is here, in Terraform's words and with units in the names.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerProps {
  readonly image: Image;
  /** Ports that the program listens on: a number is a TCP port. @default none */
  readonly ports?: readonly (number | PortMapping)[];
  /**
   * Plain settings. Values are literal text: `${` reaches the program as it stands. Never a secret: it would be
   * readable in the state and in the console. @default none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** ARNs of `.env` files in S3; grants reading them. @default none */
  readonly environmentFiles?: readonly string[];
  /** Settings that ECS reads from Secrets Manager or Parameter Store when the task starts; grants reading them. @default none */
  readonly secrets?: Readonly<Record<string, SecretSource>>;

  /** CPU units of the task that are this container's share; 1024 are one vCPU. @default all share what there is */
  readonly cpu?: number;
  /** MiB; the container is killed above it. @default the task's memory */
  readonly memoryMib?: number;
  /** MiB that are kept free for it; at most `memoryMib`. @default none */
  readonly memoryReservationMib?: number;
  /** GPUs, only on EC2 capacity that has them. @default none */
  readonly gpu?: number;

  /** The task stops when this container ends. @default true */
  readonly essential?: boolean;
  /** Arguments of the entry point, one per entry. @default the image's */
  readonly command?: readonly string[];
  /** @default the image's */
  readonly entryPoint?: readonly string[];
  /** Absolute path. @default the image's */
  readonly workingDirectory?: string;
  /** `user`, `uid`, `user:group` or `uid:gid`. @default the image's: a number made up here would break images */
  readonly user?: string;
  /** Containers of the task that come first. @default none */
  readonly dependsOn?: Readonly<Record<string, ContainerCondition>>;
  /** Seconds that `dependsOn` may take, 2-120 on Fargate. @default ECS's, 180 */
  readonly startTimeoutSeconds?: number;
  /** Seconds between SIGTERM and SIGKILL, 0-120 on Fargate. @default ECS's, 30 */
  readonly stopTimeoutSeconds?: number;
  /** @default none */
  readonly healthCheck?: ContainerHealthCheck;
  /** @default the container is not restarted on its own */
  readonly restartPolicy?: RestartPolicy;
  /** `disabled` runs the tag as it is instead of the digest that it had at deployment. @default ECS's, `enabled` */
  readonly versionConsistency?: 'enabled' | 'disabled';

  /**
   * Whoever breaks into the program cannot change it. @default true; false on Windows, where it does not exist
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * Directories that stay writable on a read-only root file system.
   * @default `/tmp` and the directories that well-known public images (nginx, httpd ...) write to
   */
  readonly writablePaths?: readonly WritablePath[];
  /** Volumes of the task definition. @default none */
  readonly mounts?: readonly MountPoint[];
  /** Containers of the task whose volumes this one sees. @default none */
  readonly volumesFrom?: readonly { readonly container: string; readonly readOnly?: boolean }[];

  /** Where standard output goes. @default streams in the CloudWatch log group of the task */
  readonly logging?: Logging;
  /** @default the container is no log router */
  readonly firelens?: FirelensConfiguration;

  /** @default the runtime's */
  readonly linuxParameters?: LinuxParameters;
  /** @default Fargate: 65,535 open files; EC2: the Docker daemon's */
  readonly ulimits?: readonly ResourceLimit[];
  /** Kernel parameters. @default the runtime's */
  readonly systemControls?: readonly SystemControl[];
  /** Full access to the host; only on EC2. @default false */
  readonly privileged?: boolean;
  /** SELinux, AppArmor and gMSA options; only on EC2. @default none */
  readonly dockerSecurityOptions?: readonly string[];
  /** ARN of one gMSA credential spec, `credentialspec:arn` or `credentialspecdomainless:arn`. @default none */
  readonly credentialSpecs?: readonly string[];
  /** @default none */
  readonly dockerLabels?: Readonly<Record<string, string>>;

  /** No network at all; only on EC2 and not in awsvpc mode. @default false */
  readonly disableNetworking?: boolean;
  /** Only in bridge mode. @default none */
  readonly links?: readonly string[];
  /** Only on EC2, not in awsvpc mode. @default the runtime's */
  readonly hostname?: string;
  /** Only on EC2, not in awsvpc mode. @default the VPC's */
  readonly dnsServers?: readonly string[];
  /** Only on EC2, not in awsvpc mode. @default the VPC's */
  readonly dnsSearchDomains?: readonly string[];
  /** Lines for `/etc/hosts`, name -> address; only on EC2, not in awsvpc mode. @default none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** Keeps standard input open. @default false */
  readonly interactive?: boolean;
  /** Allocates a terminal. @default false */
  readonly pseudoTerminal?: boolean;
}
