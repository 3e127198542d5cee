import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import type { PolicyStatement } from '../identity/policy-statement';
import { Role } from '../identity/role';
import { claimName } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import type { ClusterCompute } from './compute-order';
import { type FargateSelector, selectsNamespace } from './fargate-selector';
import {
  type IdentitySource,
  type ServiceAccount,
  type ServiceAccountIdentityKind,
  serviceAccountTrust,
  validateIdentityKind,
  validateServiceAccount,
} from './service-account-trust';

export type { ServiceAccountIdentityKind } from './service-account-trust';

/** What an identity needs of its cluster; every `IEksCluster` has it. */
export interface IdentityCluster extends IdentitySource {
  readonly clusterName: string;
  readonly compute: ClusterCompute;
  readonly fargateSelectors: readonly FargateSelector[];
  /** Makes `resource` wait for the cluster. */
  afterCluster(resource: TerraformResource): void;
}

export interface ServiceAccountIdentityProps extends ServiceAccount {
  readonly cluster: IdentityCluster;
  /** What the pods may do from the start; `addToPolicy` and grants add more. @default nothing */
  readonly statements?: readonly PolicyStatement[];
  /** Names of AWS managed policies, `service-role/AmazonEBSCSIDriverPolicyV2`. @default none */
  readonly awsManagedPolicies?: readonly string[];
  /** Where the pods run: Fargate and Windows nodes have no Pod Identity agent. @default 'linux-nodes' */
  readonly runsOn?: 'linux-nodes' | 'fargate' | 'windows-nodes';
  /** @default 'pod-identity' where the agent is and the pods run on Linux nodes, else 'irsa' */
  readonly kind?: ServiceAccountIdentityKind;
  /** ARN of the policy that limits what the role can ever do. @default none */
  readonly permissionsBoundaryArn?: string;
}

/**
 * An IAM role for the pods of one Kubernetes service account. Build it where the cluster is built
 * (`cluster.addServiceAccountIdentity`): a Pod Identity association that is younger than the pod never reaches it.
 */
export class ServiceAccountIdentity extends Construct implements IGrantable {
  public readonly kind: ServiceAccountIdentityKind;
  public readonly namespace: string;
  public readonly serviceAccount: string;
  public readonly role: Role;
  public readonly roleArn: string;
  /** What the service account must be annotated with: the role's ARN with IRSA, nothing with Pod Identity. */
  public readonly annotations: Readonly<Record<string, string>>;
  /** Missing with IRSA. */
  public readonly association?: EksPodIdentityAssociation;

  public constructor(scope: Construct, id: string, props: ServiceAccountIdentityProps) {
    super(scope, id);
    const { cluster, namespace, serviceAccount, runsOn = 'linux-nodes' } = props;
    const usual = runsOn === 'linux-nodes' && cluster.podIdentity ? 'pod-identity' : 'irsa';
    const { kind = usual, statements = [], awsManagedPolicies, permissionsBoundaryArn } = props;
    report(this, [...validateServiceAccount(props), ...validateIdentityKind(cluster, kind, props)]);
    claimName(this, 'service account identity', `${namespace}/${serviceAccount}`, {
      field: 'serviceAccount',
      within: cluster.clusterName,
    });

    this.kind = kind;
    this.namespace = namespace;
    this.serviceAccount = serviceAccount;
    this.role = new Role(this, 'Role', {
      description: `What pods of ${namespace}/${serviceAccount} in cluster ${cluster.clusterName} may do`,
      assumedBy: [serviceAccountTrust(cluster, kind, props)],
      awsManagedPolicies,
      permissionsBoundaryArn,
    });
    this.roleArn = this.role.roleArn;
    for (const statement of statements) this.role.addToPolicy(statement);
    if (kind === 'pod-identity') {
      this.annotations = {};
      this.association = new EksPodIdentityAssociation(this, 'Association', {
        clusterName: cluster.clusterName,
        namespace,
        serviceAccount,
        roleArn: this.roleArn,
      });
      cluster.afterCluster(this.association);
      checkAtSynth(this, () => validateNotOnFargate(cluster, props));
    } else {
      this.annotations = { 'eks.amazonaws.com/role-arn': this.roleArn };
    }
  }

  public addToPolicy(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }
}

/** Fargate runs no DaemonSets, so no agent answers there: the pod starts, and has no credentials. */
export function validateNotOnFargate(
  { compute, fargateSelectors }: Pick<IdentityCluster, 'compute' | 'fargateSelectors'>,
  { namespace, serviceAccount, runsOn = 'linux-nodes' }: Omit<ServiceAccountIdentityProps, 'cluster'>,
): Issue[] {
  const fargateOnly = compute.fargate && !compute.ec2 && !compute.autoMode;
  const selected = fargateSelectors.some((selector) => selectsNamespace(selector, namespace));
  if (runsOn === 'linux-nodes' && !fargateOnly && !selected) return [];
  return [
    {
      field: 'kind',
      value: `pod-identity for ${namespace}/${serviceAccount}`,
      limit:
        runsOn === 'windows-nodes'
          ? 'irsa: Windows nodes have no Pod Identity agent'
          : 'irsa: the pods run on Fargate, which has no Pod Identity agent',
      fix: "use kind: 'irsa'",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions',
    },
  ];
}
