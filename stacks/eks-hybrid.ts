import { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import {
  EksCluster,
  type EksClusterProps,
  FargateProfile,
  ManagedNodeGroup,
  type ManagedNodeGroupProps,
} from '../modules/eks';
import { ExternalDns, type ExternalDnsProps, LoadBalancerController } from '../modules/eks-addons';
import { KubernetesWorkload, type KubernetesWorkloadProps } from '../modules/kubernetes';
import { type Issue, refuse, report } from '../modules/shared/problems';
import { check, duplicates } from '../modules/shared/validation';
import { KubernetesStack, type KubernetesStackProps } from './kubernetes-stack';

export interface EksHybridProps<Name extends string = string>
  extends Pick<KubernetesStackProps, 'auth' | 'runnerAccess'> {
  /** Nodes, Fargate and metrics-server are given: Auto Mode and a cluster without metrics are not this platform. */
  readonly cluster: Omit<EksClusterProps, 'autoMode' | 'metricsServer'>;
  /** For what runs all day, and for the controllers. @default two to four nodes, see `ManagedNodeGroup` */
  readonly nodes?: Omit<ManagedNodeGroupProps, 'cluster'>;
  /** Namespaces whose pods run on Fargate, one profile each; `*` and `?` as wildcards. At least one. */
  readonly fargateNamespaces: readonly string[];
  /** Zones of ExternalDNS: name -> id, `{ 'acme.dev': 'Z0123456789ABC' }`. */
  readonly hostedZones: ExternalDnsProps['hostedZones'];
  /**
   * Applications by name; a namespace of its own each, so `fargateNamespaces: ['reports']` takes `reports`. `scaling`
   * with bounds makes the autoscaler. @default none: build them in `workloadsStack`
   */
  readonly workloads?: Readonly<Record<Name, KubernetesWorkloadProps>>;
}

/**
 * Managed nodes, Fargate, pods that scale, the AWS Load Balancer Controller and ExternalDNS, in the order in which they
 * need each other. The cluster is in the stack that this is built in; what runs in the cluster is in two stacks beside
 * it, `<stack>-platform` and `<stack>-workloads`, because Terraform cannot talk to a cluster that it is still making.
 */
export class EksHybrid<Name extends string = string> extends Construct {
  public readonly cluster: EksCluster;
  public readonly nodes: ManagedNodeGroup;
  /** By namespace. */
  public readonly fargateProfiles: Readonly<Record<string, FargateProfile>>;
  /** Controllers. */
  public readonly platformStack: KubernetesStack;
  /** Applications, after the controllers; destroyed first. */
  public readonly workloadsStack: KubernetesStack;
  public readonly loadBalancerController: LoadBalancerController;
  public readonly externalDns: ExternalDns;
  public readonly workloads: Readonly<Record<Name, KubernetesWorkload>>;

  public constructor(scope: Construct, id: string, props: EksHybridProps<Name>) {
    super(scope, id);
    report(this, validateEksHybridProps(props));
    const { fargateNamespaces, hostedZones, auth, runnerAccess } = props;
    this.cluster = new EksCluster(this, 'Cluster', props.cluster);
    const { cluster } = this;
    this.nodes = new ManagedNodeGroup(this, 'Nodes', { ...props.nodes, cluster });
    this.fargateProfiles = Object.fromEntries(
      [...new Set(fargateNamespaces)].map((namespace) => [
        namespace,
        new FargateProfile(this, `Fargate-${namespace}`, { cluster, selectors: [{ namespace }] }),
      ]),
    );

    this.platformStack = stackBeside(this, 'platform', { cluster, auth, runnerAccess });
    this.loadBalancerController = new LoadBalancerController(this.platformStack, 'LoadBalancerController');
    this.externalDns = new ExternalDns(this.platformStack, 'ExternalDns', { hostedZones });
    this.workloadsStack = stackBeside(this, 'workloads', { cluster, auth, runnerAccess });
    const workloads = Object.entries<KubernetesWorkloadProps>(props.workloads ?? {}).map(
      ([name, workload]) => [name, new KubernetesWorkload(this.workloadsStack, name, workload)] as const,
    );
    this.workloads = Object.fromEntries(workloads) as Record<Name, KubernetesWorkload>;
  }
}

function stackBeside(hybrid: IConstruct, component: string, props: KubernetesStackProps): KubernetesStack {
  const { node } = TerraformStack.of(hybrid);
  const id = `${node.id}-${component}`;
  if (node.scope === undefined || node.scope.node.tryFindChild(id) !== undefined) {
    return refuse(hybrid, {
      field: 'stack',
      value: id,
      limit: `an app in which no stack is called "${id}": the stack of this platform beside "${node.id}" has that name`,
      fix: 'build the other platform in a stack of its own, or rename the other stack',
      see: 'docs/errors.md#names',
    });
  }
  return new KubernetesStack(node.scope, id, props);
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEksHybridProps({ fargateNamespaces }: Pick<EksHybridProps, 'fargateNamespaces'>): Issue[] {
  const see = 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html';
  return [
    ...check('fargateNamespaces', fargateNamespaces.length, (count) => count > 0, {
      limit: 'at least one namespace: without Fargate this is a cluster with nodes',
      fix: "write fargateNamespaces: ['reports'], or build EksCluster and ManagedNodeGroup",
      see,
    }),
    ...duplicates(fargateNamespaces).map((namespace) => ({
      field: 'fargateNamespaces',
      value: namespace,
      limit: 'each namespace once',
      fix: 'remove one of the two',
      see,
    })),
  ];
}
