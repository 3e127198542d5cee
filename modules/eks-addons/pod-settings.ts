import type { IEksCluster } from '../eks/eks-cluster-interface';
import { selectsNamespace } from '../eks/fargate-selector';
import type { ServiceAccountIdentity, ServiceAccountIdentityProps } from '../eks/service-account-identity';
import type { Issue } from '../shared/problems';
import type { HelmValues } from './helm-values';

/** Lets pods onto nodes with a taint. */
export interface Toleration {
  /** Left out with `Exists`: every taint. */
  readonly key?: string;
  /** @default 'Equal' */
  readonly operator?: 'Equal' | 'Exists';
  readonly value?: string;
  /** @default every effect */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /** How long a pod stays after a `NoExecute` taint came. @default for ever */
  readonly tolerationSeconds?: number;
}

/** On which nodes pods may run. */
export interface PodPlacement {
  /** Labels that a node must have. @default any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default none: nodes with taints are left alone */
  readonly tolerations?: readonly Toleration[];
}

/** `nodeSelector` and `tolerations` are called so in every chart that this library knows. */
export function placementValues({ nodeSelector, tolerations }: PodPlacement): HelmValues {
  return { nodeSelector, tolerations: tolerations?.map((toleration) => ({ ...toleration })) };
}

/** The service account that the chart makes: the name that the role's trust or association says, and IRSA's annotation. */
export function serviceAccountValues({ serviceAccount, annotations }: ServiceAccountIdentity): HelmValues {
  return {
    create: true,
    name: serviceAccount,
    annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
  };
}

/** A release waits until its pods run; without a node they never do. */
export function needsCompute({ compute, clusterName }: IEksCluster): Issue[] {
  if (compute.ec2 || compute.fargate || compute.autoMode) return [];
  return [
    {
      field: 'cluster',
      value: clusterName,
      limit: 'a cluster with nodes: a node group, a Fargate profile or Auto Mode',
      fix: 'add a managed node group to the cluster; the release would wait until its timeout',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-compute.html',
    },
  ];
}

/** Where pods of `namespace` run, as far as that decides how they get AWS rights: Fargate and Windows have no agent. */
export function podsRunOn(
  { compute, fargateSelectors }: IEksCluster,
  namespace: string,
): ServiceAccountIdentityProps['runsOn'] {
  const { ec2, autoMode, fargate, windows } = compute;
  if (fargateSelectors.some((selector) => selectsNamespace(selector, namespace))) return 'fargate';
  if (ec2 || autoMode) return undefined;
  if (fargate) return 'fargate';
  return windows ? 'windows-nodes' : undefined;
}
