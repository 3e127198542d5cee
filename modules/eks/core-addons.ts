import { accountIdOf } from '../identity/account-id';
import { awsLocation } from '../shared/aws-location';
import { cniPolicy } from './cni-policy';
import { EksAddon } from './eks-addon';
import type { EksClusterBase } from './eks-cluster-base';
import type { AddonSettings, EksClusterProps } from './eks-cluster-props';
import { type EniConfigs, type IpFamily, type PodNetwork, type VpcCni, vpcCniConfiguration } from './pod-network';

type CoreAddonProps = Pick<EksClusterProps, 'addons' | 'autoMode' | 'metricsServer'> & {
  readonly podNetwork: PodNetwork;
  readonly ipFamily: IpFamily;
};

/**
 * The add-ons without which a cluster is none, then those asked for, in alphabetical order. The Pod Identity agent comes
 * first, because the VPC CNI may get its role from it; Auto Mode has all of them built in.
 */
export function addCoreAddons(cluster: EksClusterBase, props: CoreAddonProps): void {
  const { addons = {}, autoMode, podNetwork, metricsServer = true } = props;
  const core: Record<string, () => void> = {
    'eks-pod-identity-agent': () => cluster.podIdentity && addAddon(cluster, 'eks-pod-identity-agent', addons),
    'vpc-cni': () => podNetwork.kind === 'vpc-cni' && addVpcCni(cluster, podNetwork, props),
    'kube-proxy': () => hasKubeProxy(podNetwork) && addAddon(cluster, 'kube-proxy', addons),
    coredns: () => addCoreDns(cluster, addons.coredns),
  };
  if (autoMode === undefined) for (const add of Object.values(core)) add();
  if (metricsServer) addMetricsServer(cluster, addons['metrics-server']);
  const further = Object.keys(addons).filter(
    (name) => !(name in core) && !(metricsServer && name === 'metrics-server'),
  );
  for (const name of further.sort()) addAddon(cluster, name, addons);
}

function addAddon(
  cluster: EksClusterBase,
  name: string,
  addons: Readonly<Record<string, AddonSettings | undefined>>,
): EksAddon {
  return new EksAddon(cluster, `Addon-${name}`, { ...addons[name], name, cluster });
}

function hasKubeProxy(podNetwork: PodNetwork): boolean {
  return podNetwork.kind === 'vpc-cni' || (podNetwork.kubeProxy ?? true);
}

function addVpcCni(cluster: EksClusterBase, cni: VpcCni, { addons = {}, ipFamily }: CoreAddonProps): void {
  const settings = addons['vpc-cni'];
  const { clusterName, region, vpcId } = cluster;
  const statements = cniPolicy({
    clusterName,
    vpcId,
    region,
    ipFamily,
    accountId: accountIdOf(cluster),
    partition: awsLocation(cluster).partition,
    policyLogs: cni.networkPolicyLogs === true,
  });
  new EksAddon(cluster, 'Addon-vpc-cni', {
    cluster,
    name: 'vpc-cni',
    version: settings?.version,
    configuration: {
      ...vpcCniConfiguration(cni, { ipFamily, region, eniConfigs: eniConfigs(cluster, cni) }),
      ...literalSettings(settings),
    },
    identity: {
      namespace: 'kube-system',
      serviceAccount: 'aws-node',
      awsManagedPolicies: [],
      statements,
      ...settings?.identity,
    },
    // Nodes keep their network while a cluster is taken down.
    preserve: settings?.preserve ?? true,
  });
}

function literalSettings(settings: AddonSettings | undefined): object {
  const { configuration } = settings ?? {};
  return (typeof configuration === 'function' ? configuration() : configuration) ?? {};
}

function eniConfigs(cluster: EksClusterBase, { podSubnets }: VpcCni): EniConfigs | undefined {
  if (podSubnets === undefined || cluster.network === undefined) return undefined;
  const securityGroups = [cluster.clusterSecurityGroupId];
  const subnets = cluster.network.selectSubnets(cluster, podSubnets);
  return Object.fromEntries(
    subnets.map(({ availabilityZone, subnetId: id }) => [availabilityZone, { id, securityGroups }]),
  );
}

/** Where no group has Linux nodes, CoreDNS must be told to use Fargate, or its pods stay pending. */
function addCoreDns(cluster: EksClusterBase, settings: AddonSettings | undefined): void {
  new EksAddon(cluster, 'Addon-coredns', {
    ...settings,
    cluster,
    name: 'coredns',
    configuration: () => {
      const nodes = cluster.nodeGroups.some(({ operatingSystem }) => operatingSystem === 'linux');
      const fargateOnly = cluster.compute.fargate && !nodes;
      const size = { cpu: '0.25', memory: '256M' };
      const onFargate = { computeType: 'Fargate', resources: { limits: size, requests: size } };
      return { ...(fargateOnly ? onFargate : {}), ...literalSettings(settings) };
    },
  });
}

/** On Fargate the kubelet has the port that metrics-server would listen on. */
function addMetricsServer(cluster: EksClusterBase, settings: AddonSettings | undefined): void {
  new EksAddon(cluster, 'Addon-metrics-server', {
    ...settings,
    cluster,
    name: 'metrics-server',
    configuration: () => {
      const { ec2, fargate, autoMode } = cluster.compute;
      return { ...(fargate && !ec2 && !autoMode ? { containerPort: 10251 } : {}), ...literalSettings(settings) };
    },
  });
}
