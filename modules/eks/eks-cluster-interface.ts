import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { IConnectable } from '../network/connections';
import type { INetwork } from '../network/i-network';
import type { ClusterEndpoint } from './cluster-endpoint';
import type { ClusterCompute, ComputePart, NodeGroupFacts } from './compute-order';
import type { FargateSelector } from './fargate-selector';
import type { NodeBootstrap } from './nodeadm-user-data';
import type { PodNetworkFacts } from './pod-network';
import type { ServiceAccountIdentity, ServiceAccountIdentityProps } from './service-account-identity';

export type { ClusterCompute, NodeGroupFacts } from './compute-order';

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
  /** Missing where an existing cluster was given without it. */
  readonly endpointKind?: ClusterEndpoint['kind'];
  /** How nodes outside managed groups join; missing where that is not known. */
  readonly bootstrap?: NodeBootstrap;
  readonly compute: ClusterCompute;
  readonly nodeGroups: readonly NodeGroupFacts[];
  /** Of all Fargate profiles. */
  readonly fargateSelectors: readonly FargateSelector[];
  /** How pods get addresses; missing where an existing cluster was given without it. */
  readonly podNetwork?: PodNetworkFacts;
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

  /** For node groups and profiles: puts them in order with the add-ons that they need and that need them. */
  addCompute(part: ComputePart): void;

  /** `resource` names the cluster by its literal name: this gives Terraform the order. */
  afterCluster(resource: TerraformResource): void;

  /**
   * For add-ons: puts `addon` before or after the compute of the cluster, and after the Pod Identity agent where its
   * pods get their role from it.
   */
  registerAddon(
    addon: { readonly addonName: string; readonly addon: TerraformResource },
    when: 'before' | 'after',
    needsAgent: boolean,
  ): void;

  /** For access entries: a second entry for one principal is refused. `person`: not the role of nodes. */
  claimPrincipal(owner: IConstruct, principalArn: string, person: boolean): void;
}
