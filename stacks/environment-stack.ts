import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DEFAULT_CLUSTER, EcsCluster, type EcsClusterProps, type IEcsCluster } from '../modules/ecs';
import { DEFAULT_NETWORK, type INetwork, Network, type NetworkProps } from '../modules/network';
import { provideDefault } from '../modules/shared/defaults';
import { componentOf, configureStack, type StackSettings } from './configure-stack';

export interface EnvironmentStackProps extends Omit<StackSettings, 'environment' | 'component'> {
  /** Name of the environment, in names and the `Environment` tag. @default the stack's id */
  readonly environment?: string;
  /** The network that is made when something asks for one, or one that exists. @default see `Network` */
  readonly network?: INetwork | NetworkProps;
  /** The cluster that is made when a service names none, or one that exists. @default see `EcsCluster` */
  readonly cluster?: IEcsCluster | Omit<EcsClusterProps, 'network'>;
}

/**
 * A whole environment in one stack: provider, backend and default tags, and a network and an ECS cluster that are made
 * when the first thing needs them. For larger platforms, where network, ECS and EKS have states of their own, see
 * `buildApp`.
 */
export class EnvironmentStack extends TerraformStack {
  public readonly provider: AwsProvider;
  private readonly props: EnvironmentStackProps;
  private madeNetwork?: INetwork;
  private madeCluster?: IEcsCluster;

  public constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id);
    this.props = props;
    const { environment = id } = props;
    this.provider = configureStack(this, { ...props, environment, component: componentOf(id, environment) });
    provideDefault(this, DEFAULT_NETWORK, () => this.network);
    provideDefault(this, DEFAULT_CLUSTER, () => this.cluster);
  }

  /** Made at the first use. */
  public get network(): INetwork {
    const { network = {} } = this.props;
    this.madeNetwork ??= 'vpcId' in network ? network : new Network(this, 'Network', network);
    return this.madeNetwork;
  }

  /** Made at the first use. */
  public get cluster(): IEcsCluster {
    const { cluster = {} } = this.props;
    this.madeCluster ??=
      'clusterArn' in cluster ? cluster : new EcsCluster(this, 'Cluster', { ...cluster, network: this.network });
    return this.madeCluster;
  }
}
