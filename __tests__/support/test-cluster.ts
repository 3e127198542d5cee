import { Construct, type IConstruct } from 'constructs';
import type { ClusterCompute, IEksCluster, NodeAutoscaler, NodeGroupFacts } from '../../modules/eks/eks-cluster-interface';
import { ServiceAccountIdentity, type ServiceAccountIdentityProps } from '../../modules/eks/service-account-identity';
import { Connections } from '../../modules/network/connections';

type Facts = Partial<
  Pick<
    IEksCluster,
    'clusterName' | 'version' | 'oidcIssuer' | 'oidcProviderArn' | 'podIdentity' | 'publicEndpoint' | 'nodeGroups' | 'addonNames'
  >
> & { readonly compute?: Partial<ClusterCompute> };

/** An EKS cluster without AWS resources of its own: a test says the facts that it is about. */
export class TestCluster extends Construct implements IEksCluster {
  public readonly clusterName: string;
  public readonly clusterArn: string;
  public readonly version: string;
  public readonly region = 'eu-west-1';
  public readonly vpcId = 'vpc-0123456789abcdef0';
  public readonly clusterSecurityGroupId = 'sg-0123456789abcdef0';
  public readonly oidcIssuer: string | undefined;
  public readonly oidcProviderArn: string | undefined;
  public readonly podIdentity: boolean;
  public readonly publicEndpoint: boolean;
  public readonly compute: ClusterCompute;
  public readonly nodeGroups: readonly NodeGroupFacts[];
  public readonly addonNames: readonly string[];
  public readonly connections: Connections;
  public autoscaler?: NodeAutoscaler;

  public constructor(scope: Construct, id: string, facts: Facts = {}) {
    super(scope, id);
    this.clusterName = facts.clusterName ?? 'shop';
    this.clusterArn = `arn:aws:eks:eu-west-1:123456789012:cluster/${this.clusterName}`;
    this.version = facts.version ?? '1.35';
    const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
    this.oidcIssuer = 'oidcIssuer' in facts ? facts.oidcIssuer : issuer;
    this.oidcProviderArn =
      'oidcProviderArn' in facts ? facts.oidcProviderArn : `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
    this.podIdentity = facts.podIdentity ?? true;
    this.publicEndpoint = facts.publicEndpoint ?? true;
    this.compute = { ec2: true, fargate: false, autoMode: false, windows: false, ...facts.compute };
    this.nodeGroups = facts.nodeGroups ?? [];
    this.addonNames = facts.addonNames ?? [];
    this.connections = new Connections({ owner: this, securityGroupId: this.clusterSecurityGroupId });
  }

  public claimAutoscaler(_owner: IConstruct, kind: NodeAutoscaler): void {
    this.autoscaler = kind;
  }

  public addServiceAccountIdentity(props: Omit<ServiceAccountIdentityProps, 'cluster'>): ServiceAccountIdentity {
    return new ServiceAccountIdentity(this, `${props.namespace}-${props.serviceAccount}`, { ...props, cluster: this });
  }
}
