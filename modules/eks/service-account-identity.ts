import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import type { PolicyStatement } from '../identity/policy-statement';
import { Role } from '../identity/role';
import type { IEksCluster } from './eks-cluster-interface';

/** How pods get a role's credentials. */
export type ServiceAccountIdentityKind = 'pod-identity' | 'irsa';

export interface ServiceAccountIdentityProps {
  readonly cluster: IEksCluster;
  /** Kubernetes namespace, 1-63 lower-case letters, digits and hyphens. */
  readonly namespace: string;
  /** Service account, 1-253 lower-case letters, digits, `-` and `.`; never `*`. */
  readonly serviceAccount: string;
  /** What the pods may do from the start; `addToPolicy` and grants add more. @default nothing */
  readonly statements?: readonly PolicyStatement[];
  /** Names of AWS managed policies, `service-role/AmazonEBSCSIDriverPolicyV2`. @default none */
  readonly awsManagedPolicies?: readonly string[];
  /** @default 'pod-identity' where the cluster has the agent, else 'irsa' */
  readonly kind?: ServiceAccountIdentityKind;
}

/** A role for the pods of one Kubernetes service account. */
export class ServiceAccountIdentity extends Construct implements IGrantable {
  public readonly kind: ServiceAccountIdentityKind;
  public readonly namespace: string;
  public readonly serviceAccount: string;
  public readonly role: Role;
  public readonly roleArn: string;
  /** Annotations that the service account must have: the role's ARN with IRSA, nothing with Pod Identity. */
  public readonly annotations: Readonly<Record<string, string>>;
  /** Missing with IRSA. */
  public readonly association?: EksPodIdentityAssociation;
  public addToPolicy(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }
  public constructor(scope: Construct, id: string, props: ServiceAccountIdentityProps) {
    super(scope, id);
    this.kind = props.kind ?? 'irsa';
    this.namespace = props.namespace;
    this.serviceAccount = props.serviceAccount;
    this.role = new Role(this, 'Role', { assumedBy: [], description: '' });
    this.roleArn = this.role.roleArn;
    this.annotations = {};
    void EksPodIdentityAssociation;
  }
}
