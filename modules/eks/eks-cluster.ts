import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksCluster as AwsEksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Fn, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { EncryptionKey } from '../identity/encryption-key';
import type { Role } from '../identity/role';
import { DEFAULT_NETWORK } from '../network/default-network';
import type { INetwork } from '../network/i-network';
import { requireZones } from '../network/require-zones';
import { awsLocation } from '../shared/aws-location';
import { findDefault } from '../shared/defaults';
import { addDependency } from '../shared/dependencies';
import { claimName, generatedName } from '../shared/names';
import { acceptUnchecked, checkAtSynth, refuse, report, warn } from '../shared/problems';
import { checkTwoStates } from '../shared/two-states';
import { AccessEntry, type AccessEntryProps } from './access-entry';
import { autoModeNodeRole } from './auto-mode';
import type { ClusterEndpoint } from './cluster-endpoint';
import { clusterRole } from './cluster-role';
import type { ClusterCompute } from './compute-order';
import { controlPlane } from './control-plane';
import { addCoreAddons } from './core-addons';
import { EksAddon, type EksAddonProps } from './eks-addon';
import { EksClusterBase } from './eks-cluster-base';
import { validateClusterAtSynth } from './eks-cluster-checks';
import type { IEksCluster } from './eks-cluster-interface';
import { type EksClusterProps, validateEksClusterProps } from './eks-cluster-props';
import { type EksClusterAttributes, type EksClusterLookup, ExistingEksCluster } from './existing-eks-cluster';
import { FargateProfile, type FargateProfileProps } from './fargate-profile';
import { DEFAULT_KUBERNETES_VERSION, kubernetesVersionWarnings } from './kubernetes-versions';
import { ManagedNodeGroup } from './managed-node-group';
import type { ManagedNodeGroupProps } from './managed-node-group-props';
import type { NodeBootstrap } from './nodeadm-user-data';
import { type IpFamily, type PodNetworkFacts, podNetworkFacts } from './pod-network';

/**
 * An EKS control plane with what it needs around it: logs that exist before it, a role that outlives it, a key for its
 * secrets, core add-ons in order, and named administrators.
 */
export class EksCluster extends EksClusterBase {
  /** A cluster that another program made, by what you know of it. Nothing is looked up. */
  public static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): IEksCluster {
    return ExistingEksCluster.fromAttributes(scope, id, attributes);
  }

  /** A cluster that exists when this stack is planned, by its literal name (`data.aws_eks_cluster`). */
  public static fromLookup(scope: Construct, id: string, lookup: EksClusterLookup): IEksCluster {
    return ExistingEksCluster.fromLookup(scope, id, lookup);
  }

  public readonly cluster: AwsEksCluster;
  public readonly role: Role;
  public readonly logGroup: CloudwatchLogGroup;
  /** Missing where the key is given, or EKS's own. */
  public readonly secretsKey?: EncryptionKey;
  /** Missing with `oidcProvider: false`. */
  public readonly oidcProvider?: IamOpenidConnectProvider;
  /** The role of Auto Mode's own nodes. */
  public readonly autoModeNodeRole?: Role;

  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly version: string;
  public readonly region: string;
  public readonly network: INetwork;
  public readonly vpcId: string;
  public readonly clusterSecurityGroupId: string;
  public readonly oidcIssuer?: string;
  public readonly oidcProviderArn?: string;
  public readonly podIdentity: boolean;
  public readonly publicEndpoint: boolean;
  public readonly podNetwork: PodNetworkFacts;
  protected readonly otherCompute: ClusterCompute;
  private readonly ipFamily: IpFamily;
  private readonly endpoint: ClusterEndpoint;

  public constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    this.network = networkOf(this, props);
    report(this, validateEksClusterProps({ ...props, network: this.network }));
    const { version = DEFAULT_KUBERNETES_VERSION, ipFamily = 'ipv4', autoMode } = props;
    const { endpoint = { kind: 'private' }, secretsEncryption = { kind: 'own-key' }, admins = [] } = props;
    const { serviceAccountIdentity = 'pod-identity', podNetwork = { kind: 'vpc-cni' } } = props;
    warn(this, kubernetesVersionWarnings(version));
    const { region, partition } = awsLocation(this);

    this.clusterName = props.clusterName ?? generatedName(this, { max: 100 });
    claimName(this, 'EKS cluster', this.clusterName, { field: 'clusterName' });
    this.region = region ?? '';
    this.clusterArn = `arn:${partition}:eks:${this.region}:${accountIdOf(this)}:cluster/${this.clusterName}`;
    this.version = version;
    this.ipFamily = ipFamily;
    this.endpoint = endpoint;
    this.vpcId = this.network.vpcId;
    this.podIdentity = serviceAccountIdentity === 'pod-identity';
    this.publicEndpoint = endpoint.kind !== 'private';
    this.podNetwork = podNetworkFacts(podNetwork, ipFamily);
    this.otherCompute = { ec2: false, fargate: false, autoMode: autoMode !== undefined, windows: false };

    this.logGroup = this.addLogGroup(props);
    if (secretsEncryption.kind === 'own-key') {
      this.secretsKey = new EncryptionKey(this, 'SecretsKey', {
        description: `Secrets of the EKS cluster ${this.clusterName}; without it the cluster is lost`,
        aliasName: `eks/${this.clusterName}`,
      });
    }
    const keyArn = secretsEncryption.kind === 'key' ? secretsEncryption.keyArn : this.secretsKey?.keyArn;
    this.role = clusterRole(this, { podNetwork: this.podNetwork, autoMode, keyArn });
    this.autoModeNodeRole = autoMode === undefined ? undefined : autoModeNodeRole(this, autoMode);
    this.cluster = new AwsEksCluster(
      this,
      'Cluster',
      controlPlane(props, {
        name: this.clusterName,
        version,
        roleArn: this.role.roleArn,
        subnetIds: this.subnetIds(props),
        keyArn,
        autoModeNodeRole: this.autoModeNodeRole,
      }),
    );
    this.role.completeBefore(this.cluster);
    this.autoModeNodeRole?.completeBefore(this.cluster);
    // EKS makes the group itself, without retention, when it finds none; and writes once more after a destroy.
    addDependency(this.cluster, this.logGroup);
    this.clusterSecurityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;

    if (props.oidcProvider ?? true) {
      const issuer = this.cluster.identity.get(0).oidc.get(0).issuer;
      this.oidcProvider = new IamOpenidConnectProvider(this, 'OidcProvider', {
        url: issuer,
        clientIdList: ['sts.amazonaws.com'],
      });
      this.oidcIssuer = Fn.replace(issuer, 'https://', '');
      this.oidcProviderArn = this.oidcProvider.arn;
    }
    for (const arn of admins) this.addAdmin(arn);
    if (autoMode !== undefined) this.setAutoscaler('auto-mode', this);
    else if (props.autoscaler !== undefined) this.setAutoscaler(props.autoscaler);
    addCoreAddons(this, { ...props, podNetwork, ipFamily });

    checkTwoStates(this);
    checkAtSynth(this, () =>
      validateClusterAtSynth(this, {
        nobodyGetsIn: this.nobodyGetsIn,
        addonsWithoutHost: autoMode === undefined && this.order.waitsForCompute && !this.order.hasHost,
        regionKnown: region !== undefined,
      }),
    );
  }

  /** What other repositories may rely on: `publishOutputs(stack, cluster.outputs)`. These names never change. */
  public get outputs(): Readonly<Record<string, string>> {
    return {
      eks_cluster_arn: this.clusterArn,
      eks_cluster_name: this.clusterName,
      eks_cluster_security_group_id: this.clusterSecurityGroupId,
      eks_cluster_version: this.version,
      ...(this.oidcIssuer === undefined ? {} : { eks_oidc_issuer: this.oidcIssuer }),
      vpc_id: this.vpcId,
    };
  }

  public override get endpointKind(): ClusterEndpoint['kind'] {
    return this.endpoint.kind;
  }

  public override get bootstrap(): NodeBootstrap {
    const { endpoint, certificateAuthority, kubernetesNetworkConfig } = this.cluster;
    return {
      endpoint,
      certificateAuthority: certificateAuthority.get(0).data,
      serviceCidr:
        this.ipFamily === 'ipv6' ? kubernetesNetworkConfig.serviceIpv6Cidr : kubernetesNetworkConfig.serviceIpv4Cidr,
    };
  }

  /** Lets a role or user in; the ids of the entries are yours, so the ARN may be one that this program makes. */
  public addAccess(id: string, props: Omit<AccessEntryProps, 'cluster'>): AccessEntry {
    return new AccessEntry(this, id, { ...props, cluster: this });
  }

  /** EC2 nodes that EKS starts, drains and replaces. */
  public addNodeGroup(id: string, props: Omit<ManagedNodeGroupProps, 'cluster'> = {}): ManagedNodeGroup {
    return new ManagedNodeGroup(this, id, { ...props, cluster: this });
  }

  /** Pods of some namespaces run without nodes. */
  public addFargateProfile(id: string, props: Omit<FargateProfileProps, 'cluster'>): FargateProfile {
    return new FargateProfile(this, id, { ...props, cluster: this });
  }

  /** An add-on of EKS. */
  public addAddon(name: EksAddonProps['name'], props: Omit<EksAddonProps, 'cluster' | 'name'> = {}): EksAddon {
    return new EksAddon(this, `Addon-${name}`, { ...props, name, cluster: this });
  }

  public afterCluster(resource: TerraformResource): void {
    addDependency(resource, this.cluster);
  }

  private addAdmin(arn: string): void {
    const name = arn.replace(/^.*:iam::/, '').replace(/[^A-Za-z0-9]+/g, '-');
    if (this.node.tryFindChild(`Admin-${name}`) !== undefined) return; // reported as a duplicate
    this.addAccess(`Admin-${name}`, {
      principalArn: arn,
      type: { kind: 'standard', grants: [{ policy: 'ClusterAdmin' }] },
    });
  }

  private addLogGroup({ logRetentionDays = 365, logKmsKeyArn }: EksClusterProps): CloudwatchLogGroup {
    const name = `/aws/eks/${this.clusterName}/cluster`;
    claimName(this, 'log group', name, { field: 'clusterName' });
    return new CloudwatchLogGroup(this, 'LogGroup', {
      name,
      retentionInDays: logRetentionDays,
      kmsKeyId: logKmsKeyArn,
    });
  }

  private subnetIds({ subnets }: EksClusterProps): string[] {
    const chosen =
      subnets === undefined ? this.network.workloadSubnets(this) : this.network.selectSubnets(this, subnets);
    const why = 'EKS puts the control plane into subnets of two zones';
    requireZones(this, chosen, 2, why, 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html');
    return chosen.map(({ subnetId }) => subnetId);
  }
}

function networkOf(scope: Construct, { network }: EksClusterProps): INetwork {
  return network ?? findDefault(scope, DEFAULT_NETWORK) ?? missingNetwork(scope);
}

function missingNetwork(scope: Construct): never {
  return refuse(scope, {
    field: 'network',
    value: undefined,
    limit: 'a network: an EKS cluster is in a VPC',
    fix: "write network: new Network(this, 'Network'), or build the cluster in a stack that offers one",
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
  });
}
