import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsEksClusterAuth } from '@cdktf/provider-aws/lib/data-aws-eks-cluster-auth';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn, TerraformLocal, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import { ExistingEksCluster } from '../eks/existing-eks-cluster';
import { defaultKey, findDefault, provideDefault } from '../shared/defaults';
import { acceptUnchecked, checkAtSynth, type Issue, refuse, report, type Unchecked } from '../shared/problems';
import { checkTwoStates } from '../shared/two-states';
import { checkLiteral } from '../shared/validation';
import {
  type ClusterAuth,
  execOnHostedRunner,
  execPlugin,
  privateEndpointWithoutAccess,
  type RunnerAccess,
  validateClusterAuth,
} from './cluster-auth';
import { type ClusterPart, ClusterParts } from './cluster-parts';

export interface ClusterProvidersProps {
  /** Made by another stack, or found by name; its name must be a literal. */
  readonly cluster: IEksCluster;
  /** @default { kind: 'exec' }: its token is renewed, so a long apply does not fail half-way */
  readonly auth?: ClusterAuth;
  /** Where Terraform runs; asked for when the cluster has no public endpoint. @default none */
  readonly runnerAccess?: RunnerAccess;
  /** What the cluster has already without this app, for example from GitOps. @default none */
  readonly existing?: readonly ClusterPart[];
  readonly unchecked?: readonly Unchecked[];
}

const PROVIDERS = defaultKey<ClusterProviders>('cluster-providers');

/**
 * The helm and kubernetes providers of a stack whose things live in a cluster that another stack made. They read the
 * cluster by its literal name, so that every plan knows its address, also the one that replaces the cluster.
 */
export class ClusterProviders extends Construct {
  /** The providers of the stack that `scope` is in. Without them nothing can be put into a cluster, so that is refused. */
  public static of(scope: IConstruct): ClusterProviders {
    const providers = findDefault(scope, PROVIDERS);
    if (providers !== undefined) return providers;
    return refuse(scope, {
      field: 'stack',
      value: TerraformStack.of(scope).node.id,
      limit: "a stack that reads a cluster, other than the cluster's own: its providers must know the address at plan",
      fix: 'build it in a KubernetesStack, or first add new ClusterProviders(stack, "ClusterProviders", { cluster })',
      see: 'docs/errors.md#two-states',
    });
  }

  public readonly cluster: IEksCluster;
  /** The cluster as this stack reads it. */
  public readonly clusterData: DataAwsEksCluster;
  public readonly clusterAuth?: DataAwsEksClusterAuth;
  public readonly helmProvider: HelmProvider;
  public readonly kubernetesProvider: KubernetesProvider;
  /** What the app puts into the cluster, over all its stacks. */
  public readonly parts: ClusterParts;

  private read?: IEksCluster;

  public constructor(scope: Construct, id: string, props: ClusterProvidersProps) {
    super(scope, id);
    const { cluster, auth = { kind: 'exec' }, runnerAccess, existing = [] } = props;
    const stack = TerraformStack.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateClusterProvidersProps(props));
    checkTwoStates(this);
    checkAtSynth(this, () => [
      ...execOnHostedRunner(this, auth),
      ...privateEndpointWithoutAccess(cluster.publicEndpoint, runnerAccess),
    ]);

    this.cluster = cluster;
    this.parts = ClusterParts.of(this, cluster.clusterName);
    for (const part of existing) this.parts.addExisting(part);
    this.clusterData = new DataAwsEksCluster(this, 'Cluster', { name: cluster.clusterName });
    const connection = {
      host: this.clusterData.endpoint,
      clusterCaCertificate: Fn.base64decode(this.clusterData.certificateAuthority.get(0).data),
    };
    if (auth.kind === 'exec') {
      const exec = execPlugin(this, cluster.clusterName, cluster.region, auth);
      this.helmProvider = new HelmProvider(this, 'Helm', { kubernetes: { ...connection, exec } });
      this.kubernetesProvider = new KubernetesProvider(this, 'Kubernetes', { ...connection, exec: [exec] });
    } else {
      this.clusterAuth = new DataAwsEksClusterAuth(this, 'Auth', { name: cluster.clusterName });
      const { token } = this.clusterAuth;
      this.helmProvider = new HelmProvider(this, 'Helm', { kubernetes: { ...connection, token } });
      this.kubernetesProvider = new KubernetesProvider(this, 'Kubernetes', { ...connection, token });
    }
    // Nothing refers to the cluster but its name, so cdktf is told that this stack is deployed after that one.
    const clusterStack = TerraformStack.of(cluster);
    if (clusterStack !== stack) stack.addDependency(clusterStack);
    this.parts.addStack(stack);
    const other = findDefault(stack, PROVIDERS);
    if (other === undefined) provideDefault(stack, PROVIDERS, () => this);
    else report(this, [secondCluster(props, other)]);
  }

  /**
   * The cluster for IRSA roles of this stack. Its issuer is read here, so that the role refers to no output of the
   * cluster's state.
   */
  public clusterOfIdentities(): IEksCluster {
    const { cluster, clusterData } = this;
    if (cluster.oidcProviderArn === undefined || TerraformStack.of(cluster) === TerraformStack.of(this)) return cluster;
    this.read ??= ExistingEksCluster.fromAttributes(this, 'ClusterOfIdentities', {
      clusterName: cluster.clusterName,
      vpcId: clusterData.vpcConfig.get(0).vpcId,
      clusterSecurityGroupId: clusterData.vpcConfig.get(0).clusterSecurityGroupId,
      // A local, because the quotes of the expression would break the trust policy for whoever reads it.
      oidcIssuer: new TerraformLocal(
        this,
        'OidcIssuer',
        Fn.replace(clusterData.identity.get(0).oidc.get(0).issuer, 'https://', ''),
      ).asString,
    });
    return this.read;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateClusterProvidersProps({ cluster, auth }: ClusterProvidersProps): Issue[] {
  return [
    ...checkLiteral('cluster.clusterName', cluster.clusterName, 'docs/errors.md#two-states'),
    ...(auth === undefined ? [] : validateClusterAuth(auth)),
  ];
}

function secondCluster({ cluster }: ClusterProvidersProps, first: ClusterProviders): Issue {
  return {
    field: 'cluster',
    value: cluster.clusterName,
    limit: `one cluster in a stack; ${first.node.path} reads ${first.cluster.clusterName}`,
    fix: 'give the other cluster a stack of its own',
    see: 'docs/errors.md#two-states',
  };
}
