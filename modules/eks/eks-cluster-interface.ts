import type { IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { INetwork } from '../network/network';
import type { NodeTaint } from './node-taints';
import type { ServiceAccountIdentity, ServiceAccountIdentityProps } from './service-account-identity';

/** What can run pods of a cluster. Node groups and profiles are added after the cluster: final only at synth. */
export interface ClusterCompute {
  /** Linux EC2 nodes: managed or self-managed groups, Karpenter. */
  readonly ec2: boolean;
  /** Fargate profiles. */
  readonly fargate: boolean;
  /** EKS Auto Mode: AWS runs nodes, pod network, block storage and load balancing. */
  readonly autoMode: boolean;
  /** Windows EC2 nodes. */
  readonly windows: boolean;
}

/** What the scheduler and an autoscaler see of a group of nodes. */
export interface NodeGroupFacts {
  /** Id of the construct, `System`. */
  readonly name: string;
  readonly operatingSystem: 'linux' | 'windows';
  readonly architecture: 'x86_64' | 'arm64';
  readonly instanceTypes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly minSize: number;
  readonly maxSize: number;
}

/** What adds and removes nodes. A cluster has one; two would undo each other's work. */
export type NodeAutoscaler = 'cluster-autoscaler' | 'karpenter' | 'auto-mode';

/** An EKS cluster: `EksCluster` makes one, `EksCluster.fromAttributes` and `.fromLookup` find one. */
export interface IEksCluster extends IConstruct, IConnectable {
  /** Literal, so that another state finds the cluster by `data.aws_eks_cluster`. */
  readonly clusterName: string;
  /** Built from literals where the provider names region and account: known in every plan. */
  readonly clusterArn: string;
  /** Kubernetes minor, `1.36`; missing where an existing cluster was given without it. */
  readonly version?: string;
  /** Literal region, `eu-west-1`. */
  readonly region: string;
  readonly vpcId: string;
  /** Missing where an existing cluster was given without it. */
  readonly network?: INetwork;
  /** The group that EKS makes: on the control plane, on nodes and on Fargate pods. */
  readonly clusterSecurityGroupId: string;
  /** Issuer without `https://`; missing where there is no IAM OIDC provider, so no IRSA. */
  readonly oidcIssuer?: string;
  /** The cluster's IAM OIDC provider; missing where IRSA is not possible. */
  readonly oidcProviderArn?: string;
  /** The Pod Identity agent runs here (add-on, or built in with Auto Mode). */
  readonly podIdentity: boolean;
  /** The cluster answers on the internet, for the networks it lists. */
  readonly publicEndpoint: boolean;
  readonly compute: ClusterCompute;
  readonly nodeGroups: readonly NodeGroupFacts[];
  /** EKS add-ons of the cluster's state, `['coredns', 'vpc-cni', ...]`; empty where it is not known. */
  readonly addonNames: readonly string[];
  /** Missing while nothing claimed the nodes. */
  readonly autoscaler?: NodeAutoscaler;

  /**
   * Says that `owner` adds and removes nodes; a second one is refused. With the Cluster Autoscaler node groups leave
   * their desired size to it.
   */
  claimAutoscaler(owner: IConstruct, kind: NodeAutoscaler): void;

  /**
   * An IAM role for the pods of one service account, in the state of the cluster: minutes then pass before the first
   * pod asks, and a Pod Identity association that comes after the pod would never reach it.
   */
  addServiceAccountIdentity(props: Omit<ServiceAccountIdentityProps, 'cluster'>): ServiceAccountIdentity;
}
