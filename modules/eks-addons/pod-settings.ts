import type { IEksCluster } from '../eks/eks-cluster-interface';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
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

/** Pod Identity has no agent on Fargate and Windows, so pods that can run nowhere else get IRSA. */
export function identityKind(
  { compute }: IEksCluster,
  chosen: ServiceAccountIdentityKind | undefined,
): ServiceAccountIdentityKind | undefined {
  const agentless = !compute.ec2 && !compute.autoMode && (compute.fargate || compute.windows);
  return chosen ?? (agentless ? 'irsa' : undefined);
}

export function podIdentityNeedsItsAgent({ compute, podIdentity }: IEksCluster, kind: ServiceAccountIdentityKind): Issue[] {
  const linuxOnEc2 = compute.ec2 || compute.autoMode;
  if (kind === 'irsa' || (podIdentity && linuxOnEc2)) return [];
  return [
    {
      field: 'identity',
      value: kind,
      limit: podIdentity
        ? '"irsa" where pods run on Fargate or Windows: the Pod Identity agent runs on Linux EC2 nodes only'
        : '"irsa", or the add-on eks-pod-identity-agent in the cluster',
      fix: podIdentity ? "write identity: 'irsa'" : 'add the add-on to the cluster',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions',
    },
  ];
}
