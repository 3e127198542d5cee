import type { INetwork } from '../../network/i-network';
import type { TaskCapacity } from './ecs-cluster-interface';
import type { ExecSettings } from './exec-recording';
import type { IServiceNamespace } from './service-namespace-interface';

/** The Cloud Map namespace that Service Connect uses in the cluster unless a service names another. */
export type ClusterNamespace =
  /** One that exists, or that other clusters share. */
  | IServiceNamespace
  /** One of its own, for Service Connect only; free. @default name: the cluster's */
  | { readonly kind: 'http'; readonly name?: string }
  /** One of its own with DNS names in the cluster's network, `prod.internal`; 0.50 USD a month. */
  | { readonly kind: 'private-dns'; readonly name: string };

export interface EcsClusterProps {
  /**
   * 1-255 letters, digits, `_` and `-`. Changing it replaces the cluster.
   * @default made from the construct path
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
   */
  readonly clusterName?: string;
  /** Where tasks and instances go unless they say otherwise. @default they say it */
  readonly network?: INetwork;
  /**
   * Region of the cluster, its services, jobs and instances; no second provider is needed. The network must be there.
   * @default the provider's
   */
  readonly region?: string;
  /**
   * CloudWatch metrics of the cluster and its services, billed as custom metrics. `enhanced`: of tasks and containers too.
   * @default 'enabled': without them nobody sees why a service failed
   */
  readonly containerInsights?: 'disabled' | 'enabled' | 'enhanced';
  /**
   * How `aws ecs execute-command` sessions are recorded.
   * @default recorded for 30 days under a key of its own, from the moment that a service allows such sessions; until
   * then there is neither log group nor key
   */
  readonly exec?: ExecSettings;
  /** @default none; Service Connect needs one */
  readonly namespace?: ClusterNamespace;
  /** Where services without a capacity of their own go; instances are named with `useByDefault`. @default { kind: 'fargate' } */
  readonly defaultCapacity?: Extract<TaskCapacity, { kind: 'fargate' }>;
  /** Key of the 20-200 GiB disks of Fargate tasks. @default a key that AWS owns; the disks are encrypted either way */
  readonly ephemeralStorageKmsKeyArn?: string;
  /** Key of the EBS volumes that ECS makes for tasks. @default a key that AWS owns, or the one of the volume */
  readonly volumeKmsKeyArn?: string;
}
