import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import type { ServiceAccountIdentity } from '../eks/service-account-identity';
import type { PolicyStatement } from '../identity/policy-statement';
import { acceptUnchecked, checkAtSynth, type Issue, report } from '../shared/problems';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { type HelmValues, mergeHelmValues } from './helm-values';

const CHART = CHARTS.cilium;
const SEE = 'https://docs.cilium.io/en/stable/installation/cni-chaining-aws-cni/';

export interface CiliumProps extends Omit<AddonProps, 'nodeSelector' | 'tolerations'> {
  /**
   * `chaining`: the VPC CNI gives addresses, Cilium adds policies and encryption. `eni`: Cilium replaces the VPC CNI; the
   * cluster then has `podNetwork: { kind: 'custom', name: 'cilium' }`. No node is ready before Cilium, and both a node
   * group and CoreDNS wait for ready nodes: apply this stack while the first apply of the cluster's is still waiting.
   * @default 'chaining'
   */
  readonly mode?: 'chaining' | 'eni';
  /** Encrypts what goes between pods of different nodes; WireGuard costs some CPU and 80 bytes of every packet. @default 'none' */
  readonly podTrafficEncryption?: 'none' | 'wireguard';
  /** Collects flows for `hubble observe`. @default false */
  readonly hubble?: boolean;
}

/** Cilium: NetworkPolicy, encryption between nodes and, in ENI mode, the pod network itself. */
export class Cilium extends Construct {
  /** EC2 rights of the operator; only in ENI mode. */
  public readonly identity?: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: CiliumProps = {}) {
    super(scope, id);
    const { cluster, clusterData, parts } = ClusterProviders.of(this);
    const { mode = 'chaining', podTrafficEncryption = 'none', hubble = false } = props;
    acceptUnchecked(this, props.unchecked);
    parts.add('network-policy', this);
    if (podTrafficEncryption === 'wireguard') parts.add('pod-traffic-encryption', this);
    checkAtSynth(this, () => validatePodNetwork(cluster, mode));
    if (mode === 'eni' && cluster.oidcProviderArn === undefined) report(this, [withoutOidc(cluster.clusterName)]);

    if (mode === 'eni') {
      // The operator runs on the host network before any agent does, so only IRSA reaches it in time.
      this.identity = addonIdentity(this, cluster, {
        namespace: CHART.namespace,
        serviceAccount: 'cilium-operator',
        kind: 'irsa',
        statements: CILIUM_ENI_POLICY,
      });
    }
    // A local, because the quotes of the expression would break the JSON document for whoever reads it.
    const apiHost = (): string =>
      new TerraformLocal(this, 'ApiHost', Fn.replace(clusterData.endpoint, 'https://', '')).asString;
    const ours: HelmValues = {
      ...(mode === 'chaining' ? CHAINING : eniValues(cluster, apiHost(), this.identity)),
      encryption: podTrafficEncryption === 'none' ? undefined : { enabled: true, type: podTrafficEncryption },
      hubble: { enabled: hubble, relay: { enabled: hubble } },
      operator: { replicas: 2 },
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: this.identity,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
      precedesLoadBalancerController: true,
      // In ENI mode there is no ready node yet to wait for.
      wait: mode === 'chaining',
    });
  }
}

const CHAINING: HelmValues = {
  cni: { chainingMode: 'aws-cni', exclusive: false },
  enableIPv4Masquerade: false,
  routingMode: 'native',
  endpointRoutes: { enabled: true },
};

function eniValues(
  { podNetwork }: IEksCluster,
  host: string,
  identity: ServiceAccountIdentity | undefined,
): HelmValues {
  return {
    eni: { enabled: true, awsEnablePrefixDelegation: podNetwork?.prefixDelegation ?? false },
    ipam: { mode: 'eni' },
    routingMode: 'native',
    kubeProxyReplacement: true,
    k8sServiceHost: host,
    k8sServicePort: '443',
    serviceAccounts: { operator: { annotations: identity?.annotations } },
  };
}

/** @see https://docs.cilium.io/en/stable/network/concepts/ipam/eni/#required-privileges */
export const CILIUM_ENI_POLICY: readonly PolicyStatement[] = [
  {
    actions: [
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:DescribeTags',
      'ec2:CreateNetworkInterface',
      'ec2:AttachNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
      'ec2:CreateTags',
    ],
    resources: ['*'],
  },
];

function validatePodNetwork({ podNetwork, compute, clusterName }: IEksCluster, mode: 'chaining' | 'eni'): Issue[] {
  const issue = (limit: string, fix: string): Issue[] => [{ field: 'mode', value: mode, limit, fix, see: SEE }];
  if (compute.autoMode) {
    return issue(
      `a cluster without Auto Mode (${clusterName} has it), which brings a pod network of its own`,
      'remove one of the two',
    );
  }
  if (podNetwork === undefined) return [];
  if (mode === 'eni' && podNetwork.kind !== 'custom') {
    return issue(
      'a cluster without the VPC CNI, whose place Cilium takes in ENI mode',
      "give the cluster podNetwork: { kind: 'custom', name: 'cilium', kubeProxy: false }, or use mode 'chaining'",
    );
  }
  if (mode === 'chaining' && podNetwork.kind === 'custom') {
    return issue('"eni" in a cluster without the VPC CNI: there is nothing to chain to', "write mode: 'eni'");
  }
  if (podNetwork.networkPolicy) {
    return issue(
      'one that enforces NetworkPolicy objects; the VPC CNI of the cluster does it already',
      "remove networkPolicy from the cluster's podNetwork",
    );
  }
  return [];
}

function withoutOidc(clusterName: string): Issue {
  return {
    field: 'mode',
    value: 'eni',
    limit: `a cluster with an IAM OIDC provider (${clusterName} has none): the operator gets its rights by IRSA`,
    fix: 'leave oidcProvider of the cluster at its default',
    see: SEE,
  };
}
