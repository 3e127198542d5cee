import type { TerraformResource } from 'cdktf';
import { addDependency } from '../shared/dependencies';
import { type FargateSelector, selectsPod } from './fargate-selector';
import { type NodeTaint, TOLERATED_BY_ADDONS } from './node-taints';

/** What can run pods of a cluster. Node groups and profiles are added after the cluster: final only at synth. */
export interface ClusterCompute {
  /** Linux EC2 nodes: node groups of this program, or Karpenter. */
  readonly ec2: boolean;
  /** Fargate profiles. */
  readonly fargate: boolean;
  /** EKS Auto Mode: AWS runs nodes, pod network, block storage and load balancing. */
  readonly autoMode: boolean;
  /** Windows EC2 nodes. */
  readonly windows: boolean;
}

/** What the scheduler and an autoscaler see of a group of nodes. */
export interface NodeGroupFacts {
  /** Id of the construct, `System`. */
  readonly name: string;
  readonly operatingSystem: 'linux' | 'windows';
  readonly architecture: 'x86_64' | 'arm64';
  readonly instanceTypes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly minSize: number;
  readonly maxSize: number;
}

/** Something that runs pods, and the resource that is done when they can run. */
export type ComputePart =
  | {
      readonly kind: 'nodes';
      readonly resource: TerraformResource;
      readonly facts: NodeGroupFacts;
      /** Called once the Cluster Autoscaler is known to set the size of groups. */
      readonly leaveSizeToAutoscaler?: () => void;
    }
  | {
      readonly kind: 'fargate';
      readonly resource: TerraformResource;
      readonly selectors: readonly FargateSelector[];
    };

/** Labels of the CoreDNS pods. */
const COREDNS_LABELS = { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' };

/**
 * The order of a cluster's add-ons and compute as edges of the graph: nodes read the settings of the pod network when
 * they start, and CoreDNS has nowhere to run before there are nodes. On destroy the same edges work backwards: nodes go
 * while `aws-node` can still give back its network interfaces.
 */
export class ComputeOrder {
  public readonly parts: ComputePart[] = [];
  private readonly before: TerraformResource[] = [];
  private readonly after: TerraformResource[] = [];
  private readonly hosts: Partial<Record<ComputePart['kind'], TerraformResource>> = {};
  private lastProfile?: TerraformResource;

  /** True once something can run CoreDNS and the other add-ons that are pods like any other. */
  public get hasHost(): boolean {
    return Object.keys(this.hosts).length > 0;
  }

  public get waitsForCompute(): boolean {
    return this.after.length > 0;
  }

  /** Every node and profile waits for `addon`. */
  public addBefore(addon: TerraformResource): void {
    this.before.push(addon);
    for (const { resource } of this.parts) addDependency(resource, addon);
  }

  /** `addon` waits for the first node group, and the first profile, that can run it. Later ones change nothing. */
  public addAfter(addon: TerraformResource): void {
    this.after.push(addon);
    for (const host of Object.values(this.hosts)) addDependency(addon, host);
  }

  public add(part: ComputePart): void {
    this.parts.push(part);
    for (const addon of this.before) addDependency(part.resource, addon);
    if (part.kind === 'fargate') {
      // EKS makes and deletes one profile at a time per cluster, and refuses the others meanwhile.
      if (this.lastProfile !== undefined) addDependency(part.resource, this.lastProfile);
      this.lastProfile = part.resource;
    }
    if (this.hosts[part.kind] !== undefined || !canHostAddons(part)) return;
    this.hosts[part.kind] = part.resource;
    for (const addon of this.after) addDependency(addon, part.resource);
  }
}

function canHostAddons(part: ComputePart): boolean {
  if (part.kind === 'fargate') return part.selectors.some((one) => selectsPod(one, 'kube-system', COREDNS_LABELS));
  const { operatingSystem, taints } = part.facts;
  const blocking = taints.filter(
    ({ key, effect }) => effect !== 'PreferNoSchedule' && !TOLERATED_BY_ADDONS.includes(key),
  );
  return operatingSystem === 'linux' && blocking.length === 0;
}
