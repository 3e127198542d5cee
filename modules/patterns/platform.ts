import { Construct } from 'constructs';
import { EcsCluster } from '../ecs/cluster/ecs-cluster';
import { DEFAULT_CLUSTER } from '../ecs/cluster/ecs-cluster-interface';
import type { EcsClusterProps } from '../ecs/cluster/ecs-cluster-props';
import { DEFAULT_NETWORK } from '../network/default-network';
import { Network } from '../network/network';
import type { NetworkProps } from '../network/network-props';
import { provideDefault } from '../shared/defaults';

export interface PlatformProps {
  /** @default two zones with public and private subnets, a NAT gateway each, and a flow log */
  readonly network?: NetworkProps;
  /** @default Fargate and Fargate Spot, Container Insights, recorded `execute-command` sessions */
  readonly cluster?: Omit<EcsClusterProps, 'network'>;
}

/**
 * Everything that services need, in one construct: network, subnets, ways out, cluster and logs. What is made inside it
 * finds both by itself: `new EcsService(platform, 'web', ...)`. For a stack that is yours; `EnvironmentStack` brings the
 * stack too.
 */
export class Platform extends Construct {
  public readonly network: Network;
  public readonly cluster: EcsCluster;

  public constructor(scope: Construct, id: string, { network, cluster }: PlatformProps = {}) {
    super(scope, id);
    this.network = new Network(this, 'Network', network);
    this.cluster = new EcsCluster(this, 'Cluster', {
      // Who did what in a shell cannot be found out afterwards.
      exec: { kind: 'recorded' },
      ...cluster,
      network: this.network,
    });
    provideDefault(this, DEFAULT_NETWORK, () => this.network);
    provideDefault(this, DEFAULT_CLUSTER, () => this.cluster);
  }
}
