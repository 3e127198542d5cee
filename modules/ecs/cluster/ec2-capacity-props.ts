import type { INetwork, SubnetSelection } from '../../network/i-network';
import type { Unchecked } from '../../shared/problems';
import type { SecretsManagerSecret } from '../task/secret';
import type { EcsAgentConfig } from './ecs-agent-config';
import type { EcsInstanceImage } from './ecs-ami';
import type { IEcsCluster } from './ecs-cluster-interface';

/** How instances are paid for. Reserved Instances and Savings Plans apply to `on-demand` by themselves. */
export type InstancePurchase =
  | {
      readonly kind: 'on-demand';
      /** Start in capacity that is reserved already: a reservation by id, or a resource group of reservations by ARN. */
      readonly capacityReservation?: { readonly capacityReservationId: string } | { readonly resourceGroupArn: string };
    }
  | {
      readonly kind: 'spot';
      /** Instances that are always on demand. @default 0 */
      readonly onDemandBase?: number;
      /** Share of the instances above the base that is on demand, 0-100 percent. @default 0 */
      readonly onDemandPercent?: number;
    };

/** ECS adds instances when tasks wait for room and takes empty ones away. */
export interface ManagedScaling {
  /** Share of the instances that tasks fill, 1-100; less keeps room for sudden tasks. @default 100 */
  readonly targetPercent?: number;
  /** Least instances to add at a time, 1-10,000. @default 1 */
  readonly minStep?: number;
  /** Most instances to add at a time, 1-10,000. @default 10,000, as ECS has it */
  readonly maxStep?: number;
  /** Seconds until a new instance counts, 0-10,000. @default 300 */
  readonly warmupSeconds?: number;
}

/** How a new AMI or other user data reaches running instances. */
export interface InstanceRefresh {
  /** Share of the group that always runs, 90-100 percent. @default 90 */
  readonly minHealthyPercent?: number;
  /** Seconds between an instance's start and the next replacement. @default 300 */
  readonly warmupSeconds?: number;
}

export interface Ec2CapacityProps {
  /** @default the cluster that the surrounding construct offers */
  readonly cluster?: IEcsCluster;
  /** @default the cluster's network */
  readonly network?: INetwork;
  /** Private, in two zones or more. @default the network's subnets for workloads */
  readonly subnets?: SubnetSelection;
  /** `['m7i.large']`, the preferred first; one architecture and accelerator, and for Spot three types or more. */
  readonly instanceTypes: readonly string[];
  /** Least instances. @default 0: none while there is no task */
  readonly minSize?: number;
  /** Most instances, which bounds the bill. */
  readonly maxSize: number;
  /** Instances at creation; after that managed scaling decides. @default `minSize` */
  readonly desiredCapacity?: number;
  /** @default { kind: 'on-demand' } */
  readonly purchase?: InstancePurchase;
  /** @default { kind: 'al2023' }, the newest at each apply */
  readonly image?: EcsInstanceImage;
  /** @default the AMI's */
  readonly agent?: EcsAgentConfig;
  /**
   * Credentials of private registries for all tasks on the instances, read from Secrets Manager when an instance boots.
   * The secret holds `{ "https://index.docker.io/v1/": { "username": ..., "password": ... } }`. Not on Bottlerocket.
   * @default none; a container can name its own
   */
  readonly registryCredentials?: SecretsManagerSecret;
  /** Shell, PowerShell or TOML that runs after the agent is configured; never a secret. @default none */
  readonly extraUserData?: string;
  /** GiB of the gp3 disk with images and containers, up to 16,384. @default 30; Bottlerocket 20, Windows 50 */
  readonly volumeSizeGib?: number;
  /** Key of the disks; the Auto Scaling service-linked role must be allowed to use it. @default the account's EBS key */
  readonly volumeKmsKeyArn?: string;
  /**
   * Network hops of the answer of instance metadata. With 1 no container in bridge mode can read the instance's
   * credentials; tasks in awsvpc mode do not need more. 2 lets them, so only for what cannot use a task role.
   * @default 1
   */
  readonly metadataHopLimit?: 1 | 2;
  /** `false`: the group keeps its size. @default on, filling instances to 100 percent */
  readonly managedScaling?: ManagedScaling | false;
  /** Instances with tasks are not chosen for scale-in. @default true with managed scaling, which it needs */
  readonly managedTerminationProtection?: boolean;
  /** An instance that goes first gets rid of its tasks. @default true */
  readonly managedDraining?: boolean;
  /** Days after which an instance is replaced, 1-365; `false` for never. @default 30: no instance without patches for longer */
  readonly maxInstanceLifetimeDays?: number | false;
  /** @default rolling, with nine of ten instances running */
  readonly instanceRefresh?: InstanceRefresh;
  /** A shell on instances through Systems Manager, without SSH and open ports. @default true */
  readonly sessionManager?: boolean;
  /** What instances may reach besides what `connections` opens. @default 'https', for AWS APIs and images */
  readonly egress?: 'https' | 'all' | 'none';
  /** For the group, its instances and their disks, which the provider's default tags do not reach. @default none but `Name` */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Of the capacity provider, as services show it; 1-255 letters, digits, `_` and `-`, not beginning with aws, ecs or
   * fargate. @default made from the construct path
   */
  readonly capacityProviderName?: string;
  /** Refusals that are accepted here, each with its reason. @default none */
  readonly unchecked?: readonly Unchecked[];
}
