import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { IEksCluster } from '../modules/eks';
import { ClusterProviders, type ClusterProvidersProps } from '../modules/eks-addons';
import { Manifests, type ManifestsProps } from '../modules/kubernetes';
import { refuse } from '../modules/shared/problems';
import { componentOf, configureStack, type StackSettings, stackSettingsOf } from './configure-stack';
import { requireProvider } from './require-provider';

export interface KubernetesStackProps extends Partial<Omit<StackSettings, 'component'>>, ClusterProvidersProps {
  /** Made by another stack, or found by name. */
  readonly cluster: IEksCluster;
}

/**
 * A stack for what runs in a cluster: add-ons by Helm, workloads. It has a state of its own, because Terraform
 * configures the helm and kubernetes providers before it makes a cluster. Region, account, state and tags are those of
 * the cluster's stack unless said otherwise.
 */
export class KubernetesStack extends TerraformStack {
  public readonly provider: AwsProvider;
  public readonly clusterProviders: ClusterProviders;
  private applied?: Manifests;

  public constructor(scope: Construct, id: string, props: KubernetesStackProps) {
    super(scope, id);
    const inherited = stackSettingsOf(props.cluster);
    const environment = props.environment ?? inherited?.environment ?? this.refuseWithoutEnvironment();
    const remoteState = props.remoteState ?? inherited?.remoteState;
    this.provider = configureStack(this, {
      environment,
      component: componentOf(id, environment),
      region: props.region ?? inherited?.region ?? props.cluster.region,
      accountId: props.accountId ?? inherited?.accountId,
      remoteState,
      tags: props.tags ?? inherited?.tags,
    });
    // Runs on HCP Terraform's own workers have no AWS CLI, which `exec` would call.
    const hosted = remoteState?.kind === 'cloud' || remoteState?.kind === 'remote';
    const auth = props.auth ?? (hosted ? { kind: 'token' } : undefined);
    this.clusterProviders = new ClusterProviders(this, 'ClusterProviders', { ...props, auth });
    requireProvider(this, 'helm');
    requireProvider(this, 'kubernetes');
  }

  /**
   * The objects of a manifest file, one resource each under an address of kind, namespace and name:
   * `stack.apply(readFileSync('shop.yaml', 'utf8'))`. `namespace` is for objects that name none.
   */
  public apply(yaml: string, { namespace }: Pick<ManifestsProps, 'namespace'> = {}): Manifests {
    this.applied ??= new Manifests(this, 'Applied');
    this.applied.add({ yaml, namespace });
    return this.applied;
  }

  private refuseWithoutEnvironment(): never {
    return refuse(this, {
      field: 'environment',
      value: undefined,
      limit: 'a name, because the stack of the cluster has none (it was not made by this library)',
      fix: "add environment: 'dev'",
      see: 'docs/errors.md#two-states',
    });
  }
}
