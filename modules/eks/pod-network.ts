import type { SubnetSelection } from '../network/i-network';
import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** How pods get addresses. */
export type PodNetwork = VpcCni | CustomPodNetwork;

/** The VPC CNI of EKS as a managed add-on: every pod has an address of the VPC. */
export interface VpcCni {
  readonly kind: 'vpc-cni';
  /**
   * /28 prefixes instead of single addresses: up to 110 (250 on large types) pods on a node. Nitro types only, and the
   * subnets need free /28 blocks. Nodes that exist already keep what they have.
   * @default false; true with IPv6, where there is nothing else
   */
  readonly prefixDelegation?: boolean;
  /** Pods in other subnets than their node, usually of a secondary block (100.64.0.0/16). @default the node's */
  readonly podSubnets?: SubnetSelection;
  /**
   * Security groups for single pods (SecurityGroupPolicy objects). `standard`: the node's rules hold too, Services and
   * node-local DNS work as usual; `strict`: only the pod's rules. Nitro types except t3, t4g; no Windows.
   * @default off
   */
  readonly securityGroupsForPods?: 'standard' | 'strict';
  /** NetworkPolicy objects take effect. `strict`: pods start with everything closed. @default off */
  readonly networkPolicy?: 'standard' | 'strict';
  /** The policy agent writes its decisions to CloudWatch Logs, which bills them. @default false */
  readonly networkPolicyLogs?: boolean;
  /** Windows nodes get their addresses from the control plane. @default false */
  readonly windows?: boolean;
  /**
   * Pods keep their own address on the way out of the VPC: for peered networks that must see it. Pods in public subnets
   * then have no internet.
   * @default false
   */
  readonly externalSnat?: boolean;
  /** Further settings of `aws-node`; all values are text. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** Another CNI, which somebody installs: until then no node becomes ready. */
export interface CustomPodNetwork {
  readonly kind: 'custom';
  /** For messages: `cilium`. */
  readonly name: string;
  /** False where the CNI does the work of kube-proxy. @default true */
  readonly kubeProxy?: boolean;
}

/** What others need to know of it. */
export interface PodNetworkFacts {
  readonly kind: PodNetwork['kind'];
  readonly prefixDelegation: boolean;
  readonly customNetworking: boolean;
  readonly securityGroupsForPods: boolean;
  readonly networkPolicy: boolean;
  readonly windows: boolean;
}

export type IpFamily = 'ipv4' | 'ipv6';

export function podNetworkFacts(network: PodNetwork, ipFamily: IpFamily): PodNetworkFacts {
  const cni: Omit<VpcCni, 'kind'> = network.kind === 'vpc-cni' ? network : {};
  return {
    kind: network.kind,
    prefixDelegation: cni.prefixDelegation ?? ipFamily === 'ipv6',
    customNetworking: cni.podSubnets !== undefined,
    securityGroupsForPods: cni.securityGroupsForPods !== undefined,
    networkPolicy: cni.networkPolicy !== undefined,
    windows: cni.windows ?? false,
  };
}

/** Pod subnets by zone, with the groups that pods there get. */
export type EniConfigs = Readonly<Record<string, { readonly id: string; readonly securityGroups: readonly string[] }>>;

/**
 * The add-on's `configuration_values`. Every value of `env` is text, whatever it means; an unknown key fails the apply.
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.0/README.md
 */
export function vpcCniConfiguration(
  cni: VpcCni,
  { ipFamily, region, eniConfigs }: { ipFamily: IpFamily; region: string; eniConfigs?: EniConfigs },
): object {
  const { prefixDelegation } = podNetworkFacts(cni, ipFamily);
  const env: Record<string, string> = {
    ...(prefixDelegation ? { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } : {}),
    ...(eniConfigs === undefined
      ? {}
      : { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true', ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone' }),
    ...(cni.securityGroupsForPods === undefined
      ? {}
      : { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: cni.securityGroupsForPods }),
    ...(cni.networkPolicy === undefined ? {} : { NETWORK_POLICY_ENFORCING_MODE: cni.networkPolicy }),
    ...(cni.externalSnat === true ? { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } : {}),
    ...cni.env,
  };
  return {
    ...(Object.keys(env).length === 0 ? {} : { env: sorted(env) }),
    // In strict mode the kubelet's probes reach a pod with its own interface only without early demultiplexing.
    ...(cni.securityGroupsForPods === 'strict' ? { init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } } } : {}),
    ...(eniConfigs === undefined ? {} : { eniConfig: { create: true, region, subnets: eniConfigs } }),
    ...(cni.networkPolicy === undefined ? {} : { enableNetworkPolicy: 'true' }),
    ...(cni.networkPolicyLogs === true
      ? { nodeAgent: { enablePolicyEventLogs: 'true', enableCloudWatchLogs: 'true' } }
      : {}),
    ...(cni.windows === true ? { enableWindowsIpam: 'true' } : {}),
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validatePodNetwork(network: PodNetwork, ipFamily: IpFamily): Issue[] {
  if (network.kind === 'custom') return [];
  const {
    windows = false,
    podSubnets,
    securityGroupsForPods,
    networkPolicyLogs,
    networkPolicy,
    prefixDelegation,
  } = network;
  const see = 'https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html';
  const ipv6 = 'https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html';
  const conflicts: readonly [boolean, string, string, string][] = [
    [
      windows && securityGroupsForPods !== undefined,
      'securityGroupsForPods',
      'no security groups for pods with Windows nodes',
      see,
    ],
    [windows && podSubnets !== undefined, 'podSubnets', 'no pod subnets of their own with Windows nodes', see],
    [windows && ipFamily === 'ipv6', 'windows', 'no Windows nodes in an IPv6 cluster', see],
    [
      podSubnets !== undefined && ipFamily === 'ipv6',
      'podSubnets',
      'no pod subnets of their own in an IPv6 cluster',
      ipv6,
    ],
    [
      prefixDelegation === false && ipFamily === 'ipv6',
      'prefixDelegation',
      'prefix delegation in an IPv6 cluster',
      ipv6,
    ],
    [
      networkPolicyLogs === true && networkPolicy === undefined,
      'networkPolicyLogs',
      'policy logs only with networkPolicy',
      'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
    ],
  ];
  return [
    ...conflicts.flatMap(([wrong, field, limit, source]) =>
      wrong
        ? [{ field: `podNetwork.${field}`, value: network, limit, fix: 'remove one of the two settings', see: source }]
        : [],
    ),
    ...check('podNetwork.env', network.env, (env) => Object.values(env).every((value) => typeof value === 'string'), {
      limit: 'text values: the add-on refuses numbers and booleans',
      fix: "write 'true' or '1' in quotes",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html',
    }),
  ];
}

function sorted(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)));
}
