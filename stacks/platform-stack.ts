import type { Construct } from 'constructs';
import type { IEksCluster } from '../modules/eks';
import { LoadBalancerController } from '../modules/eks-addons';
import type { Environment } from './environments/environment';
import { KubernetesStack } from './kubernetes-stack';

export interface PlatformStackProps {
  readonly env: Environment;
  readonly cluster: IEksCluster;
}

/** What every workload of the cluster relies on, before there are any. */
export class PlatformStack extends KubernetesStack {
  public readonly loadBalancerController: LoadBalancerController;

  public constructor(scope: Construct, id: string, { env, cluster }: PlatformStackProps) {
    const { auth, runnerAccess, loadBalancerController } = env.eks;
    super(scope, id, { cluster, auth, runnerAccess });
    this.loadBalancerController = new LoadBalancerController(this, 'LoadBalancerController', loadBalancerController);
  }
}
