import { NetworkPolicyV1, type NetworkPolicyV1Spec } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { Construct } from 'constructs';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { checkAtSynth, type Issue } from '../shared/problems';

/** What a policy has to know of a workload. */
export interface PolicySubject {
  readonly name: string;
  readonly namespaceName: string;
}

export interface WorkloadPolicyProps {
  /** Whose pods are closed to everybody else. */
  readonly workload: PolicySubject;
  /** Its namespace as Terraform sees it: the policy waits for it. */
  readonly namespace: string;
  /** The port that is opened. @default every port */
  readonly port?: number;
  /** A load balancer sends it requests, from addresses of the VPC. */
  readonly exposed: boolean;
}

const SEE = 'https://kubernetes.io/docs/concepts/services-networking/network-policies/';

/** A NetworkPolicy for the pods of one workload; it needs a pod network that enforces such policies. */
export class WorkloadPolicy extends Construct {
  public readonly networkPolicy: NetworkPolicyV1;

  private readonly callers: PolicySubject[] = [];
  private readonly vpcBlocks: readonly string[];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkloadPolicyProps,
  ) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    this.vpcBlocks = props.exposed ? (cluster.network?.cidrBlocks ?? []) : [];
    checkAtSynth(this, () => [
      ...(parts.has('network-policy') || cluster.podNetwork?.networkPolicy === true
        ? []
        : [notEnforced(cluster.clusterName)]),
      ...(props.exposed && this.vpcBlocks.length === 0 ? [unknownBalancer(cluster.clusterName)] : []),
    ]);
    const { namespace, workload } = props;
    const { name } = workload;
    this.networkPolicy = new NetworkPolicyV1(this, 'Policy', { metadata: { name, namespace }, spec: this.spec() });
  }

  /** Opens the workload's port to the pods of `caller`, in whichever namespace. */
  public allowFrom(caller: PolicySubject): void {
    if (this.callers.includes(caller)) return;
    this.callers.push(caller);
    this.networkPolicy.putSpec(this.spec());
  }

  private spec(): NetworkPolicyV1Spec {
    const { port, workload } = this.props;
    const callers = [...this.callers].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const from = [
      ...callers.map(({ name, namespaceName }) => ({
        podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceName } },
      })),
      ...this.vpcBlocks.map((cidr) => ({ ipBlock: { cidr } })),
    ];
    const ports = port === undefined ? undefined : [{ port: String(port), protocol: 'TCP' }];
    return {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': workload.name } },
      policyTypes: ['Ingress'],
      // A rule without `from` would admit everybody, so there is none while nobody may call.
      ingress: from.length === 0 ? [] : [{ from, ports }],
    };
  }
}

function key({ name, namespaceName }: PolicySubject): string {
  return `${namespaceName}/${name}`;
}

function notEnforced(clusterName: string): Issue {
  return {
    field: 'allowFrom',
    value: clusterName,
    limit: 'a cluster that enforces NetworkPolicy objects; without it a policy is stored and does nothing',
    fix: "give the cluster podNetwork: { kind: 'vpc-cni', networkPolicy: 'standard' }, or install Calico or Cilium",
    see: SEE,
  };
}

function unknownBalancer(clusterName: string): Issue {
  return {
    field: 'allowFrom',
    value: clusterName,
    limit: 'the blocks of the VPC, from which the load balancer of an exposed workload calls it',
    fix: 'give the existing cluster its network, so that its blocks are known',
    see: SEE,
  };
}
