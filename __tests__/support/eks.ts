import type { TerraformStack } from 'cdktf';
import { EksCluster, type EksClusterProps } from '../../modules/eks';
import { type INetwork, Network } from '../../modules/network';
import { type StackJson, synth } from './synth';

export const DEPLOY_ROLE = 'arn:aws:iam::123456789012:role/Deploy';

/** An existing network in two zones, so that a test of the cluster sees the cluster's resources only. */
export function testNetwork(stack: TerraformStack, zones: readonly string[] = ['eu-west-1a', 'eu-west-1b']): INetwork {
  const ids = (tier: string): Record<string, string> =>
    Object.fromEntries(zones.map((zone) => [zone, `subnet-${tier}-${zone.slice(-1)}`]));
  return Network.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    cidrBlocks: ['10.0.0.0/16'],
    tiers: {
      public: { subnetIds: ids('public') },
      private: { subnetIds: ids('private') },
      pods: { subnetIds: ids('pods'), egress: 'nat' },
    },
  });
}

/** A cluster `Eks` called `shop` with one administrator, in the network above. */
export function testCluster(stack: TerraformStack, props: Partial<EksClusterProps> = {}): EksCluster {
  return new EksCluster(stack, 'Eks', {
    clusterName: 'shop',
    admins: [DEPLOY_ROLE],
    ...props,
    network: props.network ?? testNetwork(stack),
  });
}

/** The stack of a cluster with one node group, `System`, and what `build` adds. */
export function synthCluster(
  props: Partial<EksClusterProps> = {},
  build: (cluster: EksCluster, stack: TerraformStack) => void = () => undefined,
): StackJson {
  return synth((stack) => {
    const cluster = testCluster(stack, props);
    if (props.autoMode === undefined) cluster.addNodeGroup('System');
    build(cluster, stack);
  });
}

/** What `configuration_values` of an add-on says. */
export function addonConfiguration(json: StackJson, name: string): unknown {
  const addon = theAddon(json, name);
  return addon.configuration_values === undefined ? undefined : JSON.parse(String(addon.configuration_values));
}

export function theAddon(json: StackJson, name: string): Record<string, unknown> {
  const addon = Object.values(json.resource?.aws_eks_addon ?? {}).find(({ addon_name }) => addon_name === name);
  if (addon === undefined) throw new Error(`no add-on ${name}`);
  return addon;
}
