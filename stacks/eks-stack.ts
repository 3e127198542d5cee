import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { EksCluster, FargateProfile, ManagedNodeGroup } from '../modules/eks';
import type { INetwork } from '../modules/network';
import { publishOutputs } from '../modules/state';
import { configureStack } from './configure-stack';
import { type Environment, settingsOf } from './environments/environment';

export interface EksStackProps {
  readonly env: Environment;
  readonly network: INetwork;
}

/** The EKS cluster of an environment with its nodes; what runs in it is in another stack. */
export class EksStack extends TerraformStack {
  public readonly cluster: EksCluster;

  public constructor(scope: Construct, id: string, { env, network }: EksStackProps) {
    super(scope, id);
    configureStack(this, settingsOf(env, 'eks'));
    const { version, admins, endpoint, logRetentionDays, nodeGroups, fargateNamespaces } = env.eks;
    this.cluster = new EksCluster(this, 'Cluster', {
      clusterName: env.name,
      network,
      version,
      admins,
      endpoint,
      logRetentionDays,
      deletionProtection: env.deletionProtection,
    });
    for (const [name, nodeGroup] of Object.entries(nodeGroups)) {
      new ManagedNodeGroup(this, `Nodes-${name}`, { ...nodeGroup, cluster: this.cluster });
    }
    for (const namespace of fargateNamespaces) {
      new FargateProfile(this, `Fargate-${namespace}`, { cluster: this.cluster, selectors: [{ namespace }] });
    }
    publishOutputs(this, this.cluster.outputs);
  }
}
