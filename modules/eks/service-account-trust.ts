import type { PolicyStatement } from '../identity/policy-statement';
import type { Issue } from '../shared/problems';
import { checkName } from '../shared/validation';

/** How pods get a role's credentials. */
export type ServiceAccountIdentityKind =
  /** The agent on each node hands out credentials for an association that EKS keeps. Linux nodes and Auto Mode only. */
  | 'pod-identity'
  /** IAM roles for service accounts: a projected token that IAM checks against the cluster's OIDC provider. Everywhere. */
  | 'irsa';

/** One Kubernetes service account. */
export interface ServiceAccount {
  /** Kubernetes namespace, 1-63 lower-case letters, digits and hyphens. */
  readonly namespace: string;
  /** Its name, 1-253 lower-case letters, digits, `-` and `.`; never `*`. */
  readonly serviceAccount: string;
}

/** What of a cluster trust policies speak of. */
export interface IdentitySource {
  readonly clusterArn: string;
  /** Issuer without `https://`; missing where IRSA is not possible. */
  readonly oidcIssuer?: string;
  readonly oidcProviderArn?: string;
  /** The Pod Identity agent runs there. */
  readonly podIdentity: boolean;
}

/** Who may assume the role: the pods of exactly one service account of one cluster. */
export function serviceAccountTrust(
  { clusterArn, oidcIssuer, oidcProviderArn }: IdentitySource,
  kind: ServiceAccountIdentityKind,
  { namespace, serviceAccount }: ServiceAccount,
): PolicyStatement {
  if (kind === 'pod-identity') {
    return {
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      principals: { services: ['pods.eks.amazonaws.com'] },
      // EKS tags every session of an association with these; a role that other clusters share would be open to them.
      conditions: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': clusterArn,
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': serviceAccount,
        },
      },
    };
  }
  return {
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: { federated: oidcProviderArn ?? '' },
    // Without `sub` every pod of the cluster could assume the role.
    conditions: {
      StringEquals: {
        [`${oidcIssuer ?? ''}:aud`]: 'sts.amazonaws.com',
        [`${oidcIssuer ?? ''}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServiceAccount({ namespace, serviceAccount }: ServiceAccount): Issue[] {
  const see = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/';
  return [
    ...checkName('namespace', namespace, {
      pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      max: 63,
      allowed: 'lower-case letters, digits and "-", as the one namespace that the pods are in',
      fix: 'write the namespace of the service account, "kube-system"',
      see,
    }),
    ...checkName('serviceAccount', serviceAccount, {
      pattern: /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/,
      max: 253,
      allowed: 'lower-case letters, digits, "-" and ".", as the name of one service account, no wildcard',
      fix: 'name one service account, and make one identity for each',
      see,
    }),
  ];
}

/** Whether the cluster has what that kind of identity needs. */
export function validateIdentityKind(
  { oidcProviderArn, podIdentity }: IdentitySource,
  kind: ServiceAccountIdentityKind,
  { namespace, serviceAccount }: ServiceAccount,
): Issue[] {
  const value = `${kind} for ${namespace}/${serviceAccount}`;
  if (kind === 'irsa' && oidcProviderArn === undefined) {
    return [
      {
        field: 'kind',
        value,
        limit: `a cluster with an IAM OIDC provider: a role for service account "${namespace}/${serviceAccount}" trusts its tokens`,
        fix: "leave oidcProvider out of the cluster's props (it is on by default), or use kind: 'pod-identity'",
        see: 'https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html',
      },
    ];
  }
  if (kind === 'pod-identity' && !podIdentity) {
    return [
      {
        field: 'kind',
        value,
        limit: 'a cluster with the add-on eks-pod-identity-agent',
        fix: "set serviceAccountIdentity: 'pod-identity' on the cluster, or use kind: 'irsa'",
        see: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html',
      },
    ];
  }
  return [];
}
