import type { IConnectable } from '../network/connections';
import type { INetwork, SubnetSelection } from '../network/i-network';
import { checkLogRetention, type LogRetentionDays } from '../shared/log-retention';
import type { Issue, Unchecked } from '../shared/problems';
import { check, checkLiteral, checkName, duplicates } from '../shared/validation';
import { validatePrincipal } from './access-entry';
import type { AddonName } from './addon-catalog';
import { type ClusterEndpoint, validateClusterEndpoint } from './cluster-endpoint';
import { type RemoteNetworks, validateClusterRanges } from './cluster-ranges';
import type { EksAddonProps } from './eks-addon';
import { validateKubernetesVersion } from './kubernetes-versions';
import { type IpFamily, type PodNetwork, validatePodNetwork } from './pod-network';
import type { ServiceAccountIdentityKind } from './service-account-trust';

/** Around the Kubernetes secrets; EKS encrypts all API data with a key of its own besides. */
export type SecretsEncryption =
  /** A key made for this cluster, rotated each year, kept 30 days after deletion; about 1 USD a month. */
  | { readonly kind: 'own-key' }
  /** A symmetric key of the region that you keep. */
  | { readonly kind: 'key'; readonly keyArn: string }
  /** Only EKS's own key. It can be changed to another kind once, and never back. */
  | { readonly kind: 'aws-owned' };

/** AWS runs the nodes, the pod network, block storage and load balancing, and bills each instance on top. */
export interface AutoMode {
  /** Built-in pools of nodes. @default both; [] where you write NodePools of your own */
  readonly nodePools?: readonly ('general-purpose' | 'system')[];
  /**
   * Node classes, storage classes and load balancers may set tags of their own, for cost reports for example; without
   * the rights for it what asks for a tag is not made. @default false: least rights
   */
  readonly customTags?: boolean;
}

/** Settings of one add-on. */
export type AddonSettings = Pick<EksAddonProps, 'version' | 'configuration' | 'identity' | 'preserve'>;

export interface EksClusterProps {
  /** @default the network that a surrounding construct offers */
  readonly network?: INetwork;
  /**
   * 1-100 letters, digits, `_` and `-`, beginning with a letter or digit; a literal. Changing it replaces the cluster.
   * @default made from the construct path
   */
  readonly clusterName?: string;
  /**
   * Kubernetes minor, `'1.36'`; goes up one at a time, never down (a lower one replaces the cluster).
   * @default '1.36', which has the longest support; write it down to decide yourself when the cluster is upgraded
   */
  readonly version?: string;
  /**
   * Where the Kubernetes API answers.
   * @default { kind: 'private' }: nothing on the internet to attack; Terraform must then run in the network
   */
  readonly endpoint?: ClusterEndpoint;
  /**
   * ARNs of the IAM roles and users that are cluster administrators: the role that deploys, the role of the platform
   * team. Nobody is it silently; whoever creates the cluster has no rights in it. Other rights: `addAccess`.
   * @default none, which is refused unless `addAccess` lets somebody in
   */
  readonly admins?: readonly string[];
  /** @default { kind: 'own-key' } */
  readonly secretsEncryption?: SecretsEncryption;
  /**
   * Days that the five control plane logs stay readable.
   * @default 365: an intrusion is often noticed months later
   */
  readonly logRetentionDays?: LogRetentionDays;
  /** ARN of a key for the logs, whose policy admits `logs.REGION.amazonaws.com`. @default CloudWatch's own key */
  readonly logKmsKeyArn?: string;
  /**
   * AWS refuses to delete the cluster, and Terraform every plan that would destroy or replace it, before a node is gone.
   * Set it to false and apply before you destroy. @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * At the end of standard support: `STANDARD` upgrades the control plane by force, `EXTENDED` bills 0.50 USD more an
   * hour for a year and upgrades then.
   * @default 'EXTENDED': an upgrade should be a plan, not an event
   */
  readonly upgradePolicy?: 'STANDARD' | 'EXTENDED';
  /** EKS may move traffic out of a zone that AWS reports as impaired. @default true, it costs nothing */
  readonly zonalShift?: boolean;
  /** Control plane size that is provisioned all the time; above `standard` billed by the hour. @default 'standard' */
  readonly controlPlaneTier?: 'standard' | 'tier-xl' | 'tier-2xl' | 'tier-4xl';
  /** Where the control plane's interfaces are, two zones or more. @default the subnets of workloads */
  readonly subnets?: SubnetSelection;
  /** Up to 4 security groups on the control plane besides the cluster's own. @default none */
  readonly securityGroups?: readonly IConnectable[];
  /** Changing it replaces the cluster. @default 'ipv4' */
  readonly ipFamily?: IpFamily;
  /** Addresses of Services, a free private block from /24 to /12; changing it replaces. @default chosen by EKS */
  readonly serviceIpv4Cidr?: string;
  /** @default { kind: 'vpc-cni' } */
  readonly podNetwork?: PodNetwork;
  /** @default off: nodes come from node groups and Fargate profiles */
  readonly autoMode?: AutoMode;
  /** Machines outside AWS as nodes. @default none */
  readonly remoteNetworks?: RemoteNetworks;
  /**
   * How pods get IAM roles unless an identity says otherwise; `pod-identity` installs the agent. On a cluster with
   * Fargate profiles only, `irsa`.
   * @default 'pod-identity': no token to project, and roles work for several clusters
   */
  readonly serviceAccountIdentity?: ServiceAccountIdentityKind;
  /** An IAM OIDC provider, which IRSA needs; it costs nothing. @default true */
  readonly oidcProvider?: boolean;
  /**
   * Settings of the core add-ons (`vpc-cni`, `kube-proxy`, `coredns`, `eks-pod-identity-agent`), and further add-ons:
   * `{ 'aws-ebs-csi-driver': {}, coredns: { version: 'v1.14.3-eksbuild.23' } }`.
   * @default the core add-ons with pinned versions
   */
  readonly addons?: Readonly<Partial<Record<AddonName, AddonSettings>> & Record<string, AddonSettings>>;
  /** The add-on metrics-server, without which nothing scales by CPU and `kubectl top` is empty. @default true */
  readonly metricsServer?: boolean;
  /** What scales the nodes where that is not in this program. @default what claims it, if anything */
  readonly autoscaler?: 'cluster-autoscaler' | 'karpenter';
  readonly unchecked?: readonly Unchecked[];
}

const API = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html';

/** Fixed by AWS. */
const MAX_SECURITY_GROUPS = 4;

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEksClusterProps(props: EksClusterProps, today = new Date()): Issue[] {
  const { clusterName, version, endpoint = { kind: 'private' }, admins = [], securityGroups = [] } = props;
  const { podNetwork = { kind: 'vpc-cni' }, ipFamily = 'ipv4', serviceIpv4Cidr, network, remoteNetworks } = props;
  return [
    ...checkLiteral('clusterName', clusterName),
    ...checkName('clusterName', clusterName, {
      pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
      max: 100,
      allowed: 'letters, digits, "_" and "-", beginning with a letter or digit',
      see: API,
    }),
    ...validateKubernetesVersion(version, today),
    ...checkLogRetention('logRetentionDays', props.logRetentionDays),
    ...validateClusterEndpoint(endpoint),
    ...validateClusterRanges({
      ipFamily,
      serviceIpv4Cidr,
      vpcCidrs: network?.cidrBlocks ?? [],
      remote: remoteNetworks,
    }),
    ...validatePodNetwork(podNetwork, ipFamily),
    ...admins.flatMap((arn, index) => [
      ...checkLiteral(`admins[${index}]`, arn, 'docs/errors.md#known-at-synth'),
      ...validatePrincipal(arn, `admins[${index}]`),
    ]),
    ...duplicates(admins).map((arn) => ({
      field: 'admins',
      value: arn,
      limit: 'each principal once; this one is there twice',
      fix: 'remove one of the two',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
    })),
    ...check('securityGroups', securityGroups.length, (count) => count <= MAX_SECURITY_GROUPS, {
      limit: `at most ${MAX_SECURITY_GROUPS} security groups besides the cluster's own`,
      fix: 'open what is needed on the cluster security group: cluster.connections',
      see: API,
    }),
    ...validateTogether(props),
  ];
}

function validateTogether(props: EksClusterProps): Issue[] {
  const { serviceAccountIdentity, oidcProvider = true, autoMode, podNetwork, autoscaler, addons = {} } = props;
  const { ipFamily } = props;
  const core = ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver'];
  const conflicts: readonly [boolean, string, unknown, string, string][] = [
    [
      serviceAccountIdentity === 'irsa' && !oidcProvider,
      'oidcProvider',
      oidcProvider,
      "an OIDC provider with serviceAccountIdentity 'irsa'",
      'leave oidcProvider out',
    ],
    [
      autoMode !== undefined && podNetwork !== undefined,
      'podNetwork',
      podNetwork,
      'no pod network of your own with Auto Mode, which brings its own',
      'remove podNetwork or autoMode',
    ],
    [
      autoMode !== undefined && autoscaler !== undefined,
      'autoscaler',
      autoscaler,
      'no other autoscaler with Auto Mode, which is one',
      'remove autoscaler or autoMode',
    ],
    [
      autoMode !== undefined && Object.keys(addons).some((name) => core.includes(name)),
      'addons',
      Object.keys(addons).filter((name) => core.includes(name)),
      'none of these with Auto Mode, whose nodes have them built in',
      'remove them or autoMode',
    ],
    [
      ipFamily === 'ipv6' && podNetwork?.kind === 'custom',
      'podNetwork',
      podNetwork,
      "the VPC CNI in an IPv6 cluster: EKS's IPv6 needs it",
      "use podNetwork: { kind: 'vpc-cni' }",
    ],
  ];
  return conflicts.flatMap(([wrong, field, value, limit, fix]) =>
    wrong ? [{ field, value, limit, fix, see: API }] : [],
  );
}
