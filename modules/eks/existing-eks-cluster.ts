import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import type { INetwork } from '../network/i-network';
import { awsLocation } from '../shared/aws-location';
import { report } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import type { ClusterCompute } from './compute-order';
import { EksClusterBase } from './eks-cluster-base';
import type { IEksCluster } from './eks-cluster-interface';
import type { NodeBootstrap } from './nodeadm-user-data';
import type { PodNetworkFacts } from './pod-network';

/** What no lookup tells, and what you know of the cluster. */
export interface EksClusterLookup {
  /** Literal name, as EKS knows it. */
  readonly clusterName: string;
  /** Its network, where this program has it. */
  readonly network?: INetwork;
  /** Kubernetes minor, `1.36`; needed for node groups with a version of their own and for add-on versions. */
  readonly version?: string;
  /** The Pod Identity agent runs there. @default false */
  readonly podIdentity?: boolean;
  /** What runs pods there already. @default Linux nodes */
  readonly compute?: Partial<ClusterCompute>;
  readonly podNetwork?: PodNetworkFacts;
  /** What scales its nodes. @default nothing */
  readonly autoscaler?: 'cluster-autoscaler' | 'karpenter';
  /** The cluster has an IAM OIDC provider. @default true for a lookup */
  readonly oidcProvider?: boolean;
}

export interface EksClusterAttributes extends Omit<EksClusterLookup, 'oidcProvider'> {
  readonly vpcId: string;
  /** The group that EKS made. */
  readonly clusterSecurityGroupId: string;
  /** With or without `https://`. Missing: no IRSA. */
  readonly oidcIssuer?: string;
  /** @default false */
  readonly publicEndpoint?: boolean;
  /** For self-managed nodes. @default not known */
  readonly bootstrap?: NodeBootstrap;
}

/** A cluster of another program; consumers cannot tell it from one made here. */
export class ExistingEksCluster extends EksClusterBase {
  public static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): IEksCluster {
    return new ExistingEksCluster(scope, id, attributes);
  }

  public static fromLookup(scope: Construct, id: string, lookup: EksClusterLookup): IEksCluster {
    const { oidcProvider = true, ...known } = lookup;
    const data = new DataAwsEksCluster(scope, `${id}Lookup`, { name: lookup.clusterName });
    const vpc = data.vpcConfig.get(0);
    return new ExistingEksCluster(scope, id, {
      ...known,
      vpcId: vpc.vpcId,
      clusterSecurityGroupId: vpc.clusterSecurityGroupId,
      bootstrap: {
        endpoint: data.endpoint,
        certificateAuthority: data.certificateAuthority.get(0).data,
        serviceCidr: data.kubernetesNetworkConfig.get(0).serviceIpv4Cidr,
      },
      oidcIssuer: oidcProvider ? Fn.replace(data.identity.get(0).oidc.get(0).issuer, 'https://', '') : undefined,
    });
  }

  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly version?: string;
  public readonly region: string;
  public readonly network?: INetwork;
  public readonly vpcId: string;
  public readonly clusterSecurityGroupId: string;
  public readonly oidcIssuer?: string;
  public readonly oidcProviderArn?: string;
  public readonly podIdentity: boolean;
  public readonly publicEndpoint: boolean;
  public readonly podNetwork?: PodNetworkFacts;
  protected readonly otherCompute: ClusterCompute;

  private constructor(
    scope: Construct,
    id: string,
    private readonly attributes: EksClusterAttributes,
  ) {
    super(scope, id);
    report(this, checkLiteral('clusterName', attributes.clusterName));
    const { region, partition } = awsLocation(this);
    const { clusterName, oidcIssuer, compute, podIdentity = false, publicEndpoint = false } = attributes;
    const account = accountIdOf(this);
    this.clusterName = clusterName;
    this.region = region ?? '';
    this.clusterArn = `arn:${partition}:eks:${this.region}:${account}:cluster/${clusterName}`;
    this.version = attributes.version;
    this.network = attributes.network;
    this.vpcId = attributes.vpcId;
    this.clusterSecurityGroupId = attributes.clusterSecurityGroupId;
    this.oidcIssuer = oidcIssuer?.replace(/^https:\/\//, '');
    this.oidcProviderArn =
      this.oidcIssuer === undefined ? undefined : `arn:${partition}:iam::${account}:oidc-provider/${this.oidcIssuer}`;
    this.podIdentity = podIdentity;
    this.publicEndpoint = publicEndpoint;
    this.podNetwork = attributes.podNetwork;
    this.otherCompute = { ec2: true, fargate: false, autoMode: false, windows: false, ...compute };
    if (attributes.autoscaler !== undefined) this.setAutoscaler(attributes.autoscaler);
  }

  public override get bootstrap(): NodeBootstrap | undefined {
    return this.attributes.bootstrap;
  }

  /** It is there already. */
  public afterCluster(): void {}
}
