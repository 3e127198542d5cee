import type { IConnectable } from '../network/connections';
import type { SubnetSelection } from '../network/i-network';
import type { Unchecked } from '../shared/problems';
import type { IEksCluster } from './eks-cluster-interface';
import type { NodeImage } from './node-image';
import type { NodeSettings } from './node-launch-template';
import type { NodeScaling } from './node-scaling';
import type { NodeTaint } from './node-taints';

/** x86, because every image has it; Graviton (`m7g.large`) is cheaper where images are built for both. */
export const DEFAULT_INSTANCE_TYPES: readonly string[] = ['m7i.large'];

/** How nodes are bought. */
export type NodeCapacity =
  | { readonly kind: 'on-demand' }
  /** Up to 90 % cheaper, taken back with two minutes' notice; three or more types of one size. */
  | { readonly kind: 'spot' }
  /** GPU instances reserved for a time, in one zone; name its reservation, and `subnets` in that zone. */
  | { readonly kind: 'capacity-block'; readonly capacityReservationId: string; readonly availabilityZone: string };

/** How many nodes may be away at once while EKS replaces them. */
export type NodeUpdate =
  /** 1-100 nodes. */
  | { readonly maxUnavailable: number }
  /** 1-100 percent of the group. */
  | { readonly maxUnavailablePercent: number };

export interface ManagedNodeGroupProps extends NodeSettings {
  readonly cluster: IEksCluster;
  /** 1-20 types of one CPU architecture; several are alternatives of one size. @default ['m7i.large'], which runs x86 images */
  readonly instanceTypes?: readonly string[];
  /** @default { kind: 'al2023' } */
  readonly image?: NodeImage;
  /** @default { kind: 'on-demand' } */
  readonly capacity?: NodeCapacity;
  /** @default { min: 2, max: 4 }: two, so that the loss of a zone leaves one */
  readonly scaling?: NodeScaling;
  /** @default the subnets of workloads */
  readonly subnets?: SubnetSelection;
  /** Node labels; prefixes of Kubernetes and EKS are reserved. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Up to 50. @default none */
  readonly taints?: readonly NodeTaint[];
  /** @default { maxUnavailable: 1 } */
  readonly update?: NodeUpdate;
  /** An update goes on where a PodDisruptionBudget forbids to evict a pod: the pod is killed. @default false */
  readonly forceUpdate?: boolean;
  /**
   * EKS replaces nodes that stay unhealthy; with the add-on `eks-node-monitoring-agent` also for GPU, storage, network
   * and kernel faults.
   * @default true
   */
  readonly repair?: boolean;
  /** Kubernetes minor of the nodes, at most 3 behind the control plane. @default the cluster's */
  readonly version?: string;
  /**
   * AMI release, `1.36.2-20261105`. Without it EKS takes the newest on create and stays there until the Kubernetes
   * version changes: nodes never roll on an unrelated apply.
   * @default the newest when the group is made
   */
  readonly releaseVersion?: string;
  /** Security groups besides the cluster's. @default none */
  readonly securityGroups?: readonly IConnectable[];
  /**
   * More user data, which EKS merges with its own: MIME multipart with nodeadm or shell parts on AL2023, TOML on
   * Bottlerocket. Labels and taints belong into the props, where autoscalers see them.
   * @default none
   */
  readonly userData?: string;
  readonly unchecked?: readonly Unchecked[];
}
