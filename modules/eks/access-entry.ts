import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import type { IEksCluster } from './eks-cluster-interface';

/** What EKS's own access policies allow. @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
export type AccessPolicy = 'ClusterAdmin' | 'Admin' | 'AdminView' | 'Edit' | 'View';

/** Rights in the whole cluster, or in some namespaces. */
export interface AccessGrant {
  readonly policy: AccessPolicy;
  /** Namespaces, `*` as wildcard; at least one. @default the whole cluster */
  readonly namespaces?: readonly string[];
}

/** Who gets in, and as what. */
export type AccessEntryType =
  /** People and pipelines: EKS policies, or Kubernetes groups for RBAC of your own; at least one of the two. */
  | {
      readonly kind: 'standard';
      readonly grants?: readonly AccessGrant[];
      /** Must not begin with `system:`, `eks:`, `aws:`, `amazon:` or `iam:`. */
      readonly kubernetesGroups?: readonly string[];
      /** @default made by EKS from the ARN */
      readonly userName?: string;
    }
  /** The role of self-managed nodes. Managed groups and Fargate profiles get their entry from EKS. */
  | { readonly kind: 'nodes'; readonly operatingSystem: 'linux' | 'windows' }
  /** The role of nodes that Auto Mode starts from a node class of your own. */
  | { readonly kind: 'auto-mode-nodes' };

export interface AccessEntryProps {
  readonly cluster: IEksCluster;
  /** ARN of an IAM role or user, never of an STS session. */
  readonly principalArn: string;
  readonly type: AccessEntryType;
}

/** One IAM principal that may talk to a cluster; it replaces the aws-auth ConfigMap. */
export class AccessEntry extends Construct {
  public readonly entry: EksAccessEntry;
  public readonly policies: readonly EksAccessPolicyAssociation[];

  public constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    report(this, validateAccessEntryProps(props));
    const { cluster, principalArn, type } = props;
    cluster.claimPrincipal(this, principalArn, type.kind === 'standard');
    this.entry = new EksAccessEntry(this, 'Entry', {
      clusterName: cluster.clusterName,
      principalArn,
      type: entryType(type),
      kubernetesGroups: type.kind === 'standard' ? type.kubernetesGroups?.slice() : undefined,
      userName: type.kind === 'standard' ? type.userName : undefined,
    });
    cluster.afterCluster(this.entry);
    this.policies = policiesOf(type).map(({ policy, namespaces }) => {
      const association = new EksAccessPolicyAssociation(this, policy, {
        clusterName: cluster.clusterName,
        principalArn,
        // A literal: an unknown ARN would replace the association, and take the rights away meanwhile.
        policyArn: `arn:${awsLocation(this).partition}:eks::aws:cluster-access-policy/${policy}`,
        accessScope:
          namespaces === undefined ? { type: 'cluster' } : { type: 'namespace', namespaces: [...namespaces].sort() },
      });
      addDependency(association, this.entry);
      return association;
    });
  }
}

function entryType(type: AccessEntryType): string {
  if (type.kind === 'standard') return 'STANDARD';
  if (type.kind === 'auto-mode-nodes') return 'EC2';
  return type.operatingSystem === 'windows' ? 'EC2_WINDOWS' : 'EC2_LINUX';
}

function policiesOf(type: AccessEntryType): { policy: string; namespaces?: readonly string[] }[] {
  if (type.kind === 'auto-mode-nodes') return [{ policy: 'AmazonEKSAutoNodePolicy' }];
  if (type.kind === 'nodes') return [];
  return (type.grants ?? []).map(({ policy, namespaces }) => ({ policy: `AmazonEKS${policy}Policy`, namespaces }));
}

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAccessEntryProps({ principalArn, type }: Omit<AccessEntryProps, 'cluster'>): Issue[] {
  return [...validatePrincipal(principalArn), ...(type.kind === 'standard' ? validateStandard(type) : [])];
}

export function validatePrincipal(principalArn: string, field = 'principalArn'): Issue[] {
  return check(field, principalArn, (arn) => /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(arn), {
    limit: 'the ARN of an IAM role or user; a session (arn:aws:sts::...:assumed-role/...) is neither',
    fix: 'write the role, "arn:aws:iam::123456789012:role/Deploy"; for IAM Identity Center with its path, role/aws-reserved/sso.amazonaws.com/...',
    see: SEE,
  });
}

function validateStandard({
  grants = [],
  kubernetesGroups = [],
}: Extract<AccessEntryType, { kind: 'standard' }>): Issue[] {
  const policies = grants.map(({ policy }) => policy);
  return [
    ...check('type', { grants, kubernetesGroups }, () => grants.length + kubernetesGroups.length > 0, {
      limit: 'at least one grant or group: an entry without lets nobody do anything',
      fix: "write grants: [{ policy: 'View' }]",
      see: SEE,
    }),
    ...check('type.grants', policies, () => new Set(policies).size === policies.length, {
      limit: 'each policy once; EKS keeps one scope per principal and policy',
      fix: 'put all namespaces into one grant',
      see: SEE,
    }),
    ...grants.flatMap(({ namespaces }, index) =>
      check(`type.grants[${index}].namespaces`, namespaces, ({ length }) => length > 0, {
        limit: 'at least one namespace',
        fix: 'name them, or leave the list out for the whole cluster',
        see: SEE,
      }),
    ),
    ...kubernetesGroups.flatMap((group, index) =>
      check(`type.kubernetesGroups[${index}]`, group, (name) => !/^(system|eks|aws|amazon|iam):/.test(name), {
        limit: 'a group of your own; system:, eks:, aws:, amazon: and iam: are reserved',
        fix: "for administrators write grants: [{ policy: 'ClusterAdmin' }]",
        see: SEE,
      }),
    ),
  ];
}
