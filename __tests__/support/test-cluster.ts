import type { Construct } from 'constructs';
import type { ClusterCompute, NodeGroupFacts } from '../../modules/eks/compute-order';
import { EksClusterBase } from '../../modules/eks/eks-cluster-base';
import type { IEksCluster } from '../../modules/eks/eks-cluster-interface';
import type { FargateSelector } from '../../modules/eks/fargate-selector';
import type { PodNetworkFacts } from '../../modules/eks/pod-network';
import type { INetwork } from '../../modules/network/i-network';

export type ClusterFacts = Partial<
  Pick<IEksCluster, 'clusterName' | 'version' | 'podIdentity' | 'publicEndpoint' | 'network' | 'region'>
> & {
  readonly compute?: Partial<ClusterCompute>;
  readonly nodeGroups?: readonly NodeGroupFacts[];
  readonly fargateSelectors?: readonly FargateSelector[];
  readonly addonNames?: readonly string[];
  readonly podNetwork?: Partial<PodNetworkFacts>;
  readonly oidc?: boolean;
};

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';

/** An EKS cluster without AWS resources of its own: a test says the facts that it is about. */
export class TestCluster extends EksClusterBase {
  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly version: string;
  public readonly region: string;
  public readonly vpcId = 'vpc-0123456789abcdef0';
  public readonly network?: INetwork;
  public readonly clusterSecurityGroupId = 'sg-0123456789abcdef0';
  public readonly oidcIssuer?: string;
  public readonly oidcProviderArn?: string;
  public readonly podIdentity: boolean;
  public readonly publicEndpoint: boolean;
  public readonly podNetwork: PodNetworkFacts;
  protected readonly otherCompute: ClusterCompute;

  public constructor(
    scope: Construct,
    id: string,
    private readonly facts: ClusterFacts = {},
  ) {
    super(scope, id);
    this.region = facts.region ?? 'eu-west-1';
    this.clusterName = facts.clusterName ?? 'shop';
    this.clusterArn = `arn:aws:eks:${this.region}:123456789012:cluster/${this.clusterName}`;
    this.version = facts.version ?? '1.35';
    this.network = facts.network;
    if (facts.oidc !== false) {
      this.oidcIssuer = ISSUER;
      this.oidcProviderArn = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;
    }
    this.podIdentity = facts.podIdentity ?? true;
    this.publicEndpoint = facts.publicEndpoint ?? true;
    this.podNetwork = {
      kind: 'vpc-cni',
      prefixDelegation: false,
      customNetworking: false,
      securityGroupsForPods: false,
      networkPolicy: false,
      windows: false,
      ...facts.podNetwork,
    };
    this.otherCompute = { ec2: true, fargate: false, autoMode: false, windows: false, ...facts.compute };
  }

  public override get nodeGroups(): readonly NodeGroupFacts[] {
    return this.facts.nodeGroups ?? super.nodeGroups;
  }

  public override get fargateSelectors(): readonly FargateSelector[] {
    return this.facts.fargateSelectors ?? super.fargateSelectors;
  }

  public override get addonNames(): readonly string[] {
    return this.facts.addonNames ?? super.addonNames;
  }

  public afterCluster(): void {
    // There is no cluster resource to come after.
  }
}
