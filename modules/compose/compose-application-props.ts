import type { IEcsCluster, TaskCapacity } from '../ecs/cluster/ecs-cluster-interface';
import type { ServiceSettings } from '../ecs/service/ecs-service-props';
import type { SecretSource } from '../ecs/task/secret';
import type { TaskSettings } from '../ecs/task/task-definition-props';
import type { Volume } from '../ecs/task/volume';
import type { ComposeEntry } from './compose-entry';

/** What a Compose file has no words for, for one of its services. */
export type ComposeServiceSettings = Omit<ServiceSettings, 'cluster'> &
  Pick<TaskSettings, 'executeCommand' | 'ephemeralStorageGib' | 'taskRole' | 'permissionsBoundaryArn' | 'releases'>;

export interface ComposeApplicationProps {
  /** @default the cluster that the surrounding stack offers, `new EnvironmentStack(...)` */
  readonly cluster?: IEcsCluster;
  /** Text of `docker-compose.yml`. */
  readonly compose: string;
  /** Text of `ecs-params.yml` of the ECS CLI. @default none */
  readonly ecsParams?: string;
  /** Begins the names of services and task families. @default `name` of the file, else made from the construct path */
  readonly projectName?: string;
  /**
   * - `one`: the services are containers of one task, as the ECS CLI does it.
   * - `per-service`: each is an ECS service that the others find by its name, as Docker's ECS integration did it.
   *   `network_mode: "service:web"` puts one into the task of another.
   * @default 'one' with `ecsParams`, else 'per-service'
   */
  readonly tasks?: 'one' | 'per-service';
  /** @default the cluster's default */
  readonly capacity?: TaskCapacity;
  /** Who reaches the published ports. @default nobody from outside, except by security groups that the files name */
  readonly entry?: ComposeEntry;
  /** Values for `${NAME}` in the files. @default none; a missing one is refused */
  readonly variables?: Readonly<Record<string, string>>;
  /** Texts of the files that `env_file` names, by that name. */
  readonly envFiles?: Readonly<Record<string, string>>;
  /** Secrets by their names in the file, in place of what the file says. @default the ARNs in the file */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /**
   * Volumes by their names in the file.
   * @default EFS where the file or the parameters name a file system, and with `per-service` for every volume; with `one`
   *   a directory that is gone with the task
   */
  readonly volumes?: Readonly<Record<string, Volume>>;
  /** Makes the log groups that `awslogs-group` names; `false` where they exist. @default true */
  readonly createLogGroups?: boolean;
  /** By the service's name in the file; with `one`, by that of the first one. */
  readonly settings?: Readonly<Record<string, ComposeServiceSettings>>;
}
