import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { EksAddon as AwsEksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../identity/policy-statement';
import { Role } from '../identity/role';
import { literalText } from '../shared/literal-text';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import { type AddonName, addonFacts } from './addon-catalog';
import { pinnedAddonVersion } from './addon-versions';
import type { IEksCluster } from './eks-cluster-interface';
import { DEFAULT_KUBERNETES_VERSION } from './kubernetes-versions';
import { validateNotOnFargate } from './service-account-identity';
import {
  type ServiceAccount,
  type ServiceAccountIdentityKind,
  serviceAccountTrust,
  validateIdentityKind,
  validateServiceAccount,
} from './service-account-trust';

/** The IAM role of an add-on's own service account. */
export interface AddonIdentity {
  /** @default what AWS documents for the add-on, else 'kube-system' */
  readonly namespace?: string;
  /** @default what AWS documents for the add-on */
  readonly serviceAccount?: string;
  /** @default none */
  readonly statements?: readonly PolicyStatement[];
  /** Names of AWS managed policies. @default what AWS documents for the add-on */
  readonly awsManagedPolicies?: readonly string[];
  /** @default 'pod-identity' where the cluster has the agent, else 'irsa' */
  readonly kind?: ServiceAccountIdentityKind;
}

export interface EksAddonProps {
  readonly cluster: IEksCluster;
  /** `aws-ebs-csi-driver`; `aws eks describe-addon-versions` lists them. */
  readonly name: AddonName | (string & {});
  /**
   * `v1.66.0-eksbuild.1`. @default pinned for the Kubernetes minor where this library knows one, else the version that
   * AWS declares the default for the minor
   */
  readonly version?: string;
  /**
   * Settings of the add-on; `aws eks describe-addon-configuration` has the schema. A function is asked at synth, when
   * the compute of the cluster is known.
   * @default the add-on's own
   */
  readonly configuration?: object | (() => object | undefined);
  /** The role for its service account. @default made where AWS documents one for the add-on */
  readonly identity?: AddonIdentity;
  /** Objects stay in the cluster when the add-on is deleted. @default false */
  readonly preserve?: boolean;
}

const CREATE_ADDON = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html';

/** An add-on that EKS installs and keeps as declared: no Helm, no credentials for the cluster. */
export class EksAddon extends Construct {
  public readonly addonName: string;
  public readonly addon: AwsEksAddon;
  /** The role of its service account; missing where it calls no AWS API. */
  public readonly role?: Role;

  public constructor(scope: Construct, id: string, props: EksAddonProps) {
    super(scope, id);
    const { cluster, name, configuration, identity, preserve } = props;
    report(this, validateEksAddonProps(props));
    const facts = addonFacts(name);
    this.addonName = name;

    const account = accountOf(props);
    const kind = identity?.kind ?? (cluster.podIdentity ? 'pod-identity' : 'irsa');
    this.role = account === undefined ? undefined : this.makeRole(props, kind, account);

    this.addon = new AwsEksAddon(this, 'Addon', {
      clusterName: cluster.clusterName,
      addonName: name,
      addonVersion: this.version(props),
      configurationValues: configurationJson(configuration),
      // A copy that someone installed by hand gives way once; what changes later in the cluster is put back as well.
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      preserve,
      serviceAccountRoleArn: kind === 'irsa' ? this.role?.roleArn : undefined,
      // In the add-on, not beside it: EKS refuses a second association for a service account that an add-on owns.
      podIdentityAssociation:
        kind === 'pod-identity' && this.role !== undefined && account !== undefined
          ? [{ roleArn: this.role.roleArn, serviceAccount: account.serviceAccount }]
          : undefined,
    });
    this.role?.completeBefore(this.addon);
    cluster.afterCluster(this.addon);
    cluster.registerAddon(this, facts.when, account !== undefined && kind === 'pod-identity');
  }

  private makeRole(props: EksAddonProps, kind: ServiceAccountIdentityKind, account: ServiceAccount): Role {
    const { cluster, name, identity } = props;
    report(this, [...validateServiceAccount(account), ...validateIdentityKind(cluster, kind, account)]);
    // aws-node is a DaemonSet, which Fargate never runs.
    if (kind === 'pod-identity' && name !== 'vpc-cni') {
      checkAtSynth(this, () => validateNotOnFargate(cluster, account));
    }
    const role = new Role(this, 'Role', {
      description: `What the add-on ${name} of cluster ${cluster.clusterName} may do`,
      assumedBy: [serviceAccountTrust(cluster, kind, account)],
      awsManagedPolicies: identity?.awsManagedPolicies ?? addonFacts(name).identity?.awsManagedPolicies,
    });
    for (const statement of identity?.statements ?? []) role.addToPolicy(statement);
    return role;
  }

  private version({ cluster, name, version }: EksAddonProps): string {
    const kubernetesVersion = cluster.version ?? DEFAULT_KUBERNETES_VERSION;
    const pinned = version ?? pinnedAddonVersion(name, kubernetesVersion);
    if (pinned !== undefined) return pinned;
    return new DataAwsEksAddonVersion(this, 'Version', { addonName: name, kubernetesVersion, mostRecent: false })
      .version;
  }
}

/** The service account of an add-on that calls AWS. */
function accountOf({ name, identity }: EksAddonProps): ServiceAccount | undefined {
  const known = addonFacts(name).identity;
  if (identity === undefined && known === undefined) return undefined;
  return {
    namespace: identity?.namespace ?? known?.namespace ?? 'kube-system',
    serviceAccount: identity?.serviceAccount ?? known?.serviceAccount ?? '',
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEksAddonProps({ name, version, cluster }: EksAddonProps): Issue[] {
  return [
    ...validateAddonVersion(name, version, cluster.version),
    ...check('name', name, () => !cluster.addonNames.includes(name), {
      limit: `each add-on once; cluster ${cluster.clusterName} has this one`,
      fix: 'remove one of the two, or pass its settings where the cluster makes it',
      see: CREATE_ADDON,
    }),
  ];
}

export function validateAddonVersion(
  name: string,
  version: string | undefined,
  kubernetesVersion = DEFAULT_KUBERNETES_VERSION,
): Issue[] {
  return check('version', version, (text) => /^v?\d+\.\d+\.\d+-eksbuild\.\d+$/.test(text), {
    limit: 'a version with its EKS build, "v1.66.0-eksbuild.1"',
    fix: `take one of: aws eks describe-addon-versions --addon-name ${name} --kubernetes-version ${kubernetesVersion}`,
    see: CREATE_ADDON,
    rule: 'eks.addon-version',
  });
}

function configurationJson(configuration: EksAddonProps['configuration']): string | undefined {
  if (typeof configuration !== 'function') return configuration === undefined ? undefined : rendered(configuration);
  return Lazy.stringValue({ produce: () => rendered(configuration()) });
}

/** An empty object would show as a difference in every plan. */
function rendered(configuration: object | undefined): string | undefined {
  const empty = configuration === undefined || Object.keys(configuration).length === 0;
  return empty ? undefined : literalText(JSON.stringify(configuration));
}
