import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Issue, report } from '../shared/problems';

/** What a cluster can have once, and what other parts ask for. */
export type ClusterPart =
  /** Makes load balancers from Ingress and Service objects; its webhooks see every new Service. */
  | 'load-balancer-controller'
  /** Serves `metrics.k8s.io`: CPU and memory of pods, for a HorizontalPodAutoscaler and `kubectl top`. */
  | 'metrics-server'
  /** Serves `custom.metrics.k8s.io`: metrics of pods and objects from Prometheus or the like. */
  | 'custom-metrics'
  /** Serves `external.metrics.k8s.io`: metrics from outside the cluster, a queue's length. */
  | 'external-metrics'
  /** Sends metrics of pods to CloudWatch: the add-on amazon-cloudwatch-observability. */
  | 'container-insights'
  /** Starts and ends nodes as NodePools say. */
  | 'karpenter'
  /** Replaces pods step by step or all at once, as Rollout objects say. */
  | 'argo-rollouts'
  /** Keeps Route 53 records as Ingress and Service objects ask. */
  | 'external-dns'
  /** Enforces NetworkPolicy objects: the VPC CNI in policy mode, Calico or Cilium. */
  | 'network-policy'
  /** Encrypts what goes between pods of different nodes. */
  | 'pod-traffic-encryption';

/**
 * What the app puts into one cluster, whichever of its stacks does it. It hangs on the root of the tree and is keyed by
 * the cluster's literal name, so that parts find each other across stacks and in any order of construction.
 */
export class ClusterParts {
  /** The parts of the cluster called `clusterName` in the app that `scope` belongs to. */
  public static of(scope: IConstruct, clusterName: string): ClusterParts {
    const clusters = clustersOf(scope.node.root);
    const parts = clusters.get(clusterName) ?? new ClusterParts(clusterName);
    clusters.set(clusterName, parts);
    return parts;
  }

  private readonly makers = new Map<ClusterPart, IConstruct>();
  private readonly existing = new Set<ClusterPart>();
  private readonly needs = new Map<ClusterPart, Set<TerraformStack>>();

  private constructor(private readonly clusterName: string) {}

  /** `maker` puts `part` into the cluster; a second one is refused, because the two would fight over the same objects. */
  public add(part: ClusterPart, maker: IConstruct): void {
    const first = this.makers.get(part);
    if (first !== undefined) {
      report(maker, [this.duplicate(part, first.node.path)]);
      return;
    }
    this.makers.set(part, maker);
    this.orderStacks(part);
  }

  /** Something outside this app put `part` there. */
  public addExisting(part: ClusterPart): void {
    this.existing.add(part);
  }

  public has(part: ClusterPart): boolean {
    return this.makers.has(part) || this.existing.has(part);
  }

  /** The construct of this app that makes `part`. */
  public makerOf(part: ClusterPart): IConstruct | undefined {
    return this.makers.get(part);
  }

  /** A stack that puts something into the cluster, where the controller's webhooks see it. */
  public addStack(stack: TerraformStack): void {
    this.need('load-balancer-controller', stack);
  }

  /** Something in `stack` needs `part`: deployed after the stack that makes it, destroyed before it. */
  public need(part: ClusterPart, stack: TerraformStack): void {
    this.needs.set(part, (this.needs.get(part) ?? new Set()).add(stack));
    this.orderStacks(part);
  }

  private orderStacks(part: ClusterPart): void {
    const maker = this.makers.get(part);
    if (maker === undefined) return;
    const first = TerraformStack.of(maker);
    for (const stack of this.needs.get(part) ?? []) {
      // A stack that the maker's stack waits for holds what comes before it, a CNI for example.
      if (stack !== first && !first.dependsOn(stack)) stack.addDependency(first);
    }
  }

  private duplicate(part: ClusterPart, first: string): Issue {
    return {
      field: 'cluster',
      value: this.clusterName,
      limit: `one ${part} in a cluster; ${first} is it already`,
      fix: 'remove one of the two',
      see: 'docs/errors.md#names',
    };
  }
}

const CLUSTERS = Symbol.for('cdktf-aws-containers/cluster-parts');

function clustersOf(root: IConstruct): Map<string, ClusterParts> {
  const known = Reflect.get(root, CLUSTERS) as Map<string, ClusterParts> | undefined;
  if (known !== undefined) return known;
  const made = new Map<string, ClusterParts>();
  Object.defineProperty(root, CLUSTERS, { value: made });
  return made;
}
