import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import type { KarpenterResources } from '../eks/karpenter-resources';
import type { NodeTaint } from '../eks/node-taints';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { addDependency } from '../shared/dependencies';
import { kebabCase } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { check, checkName, checkWholeNumber } from '../shared/validation';
import { crdsOfSameStack } from './crds-first';
import { Manifests } from './manifests';
import type { NodeRequirement } from './node-affinity';
import { cpuQuantity, memoryQuantity } from './quantity';

export interface KarpenterNodePoolProps {
  /** The AWS side of Karpenter, in the stack of the cluster. */
  readonly resources: KarpenterResources;
  /** @default made from the construct id */
  readonly name?: string;
  /** @default Linux on amd64, on-demand, of families c, m and r from their fourth generation on */
  readonly requirements?: readonly NodeRequirement[];
  /** Labels of the nodes. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly taints?: readonly NodeTaint[];
  /** CPU units (1024 are one vCPU) of all its nodes together: what a mistake can cost at most. */
  readonly cpuLimit: number;
  /** MiB of all its nodes together. @default only CPU is limited */
  readonly memoryLimitMib?: number;
  /** Version of the image, `al2023@v20260801`. @default 'al2023@latest': nodes are replaced when AWS publishes one */
  readonly imageAlias?: string;
  /** Hours after which a node is replaced, 1-8760. @default 720: thirty days, so that no node grows old */
  readonly expireAfterHours?: number;
}

const SEE = 'https://karpenter.sh/docs/concepts/nodepools/';

/**
 * A NodePool with its EC2NodeClass. Terraform asks the cluster for their CRDs at plan: build it in a stack after the one
 * that has `Karpenter`. On destroy the pool goes first, then the node class, which Karpenter keeps until the last
 * instance has ended: when Terraform is done, so are the nodes.
 */
export class KarpenterNodePool extends Construct {
  public readonly nodeClass: Manifest | undefined;
  public readonly nodePool: Manifest | undefined;

  public constructor(scope: Construct, id: string, props: KarpenterNodePoolProps) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    report(this, validateKarpenterNodePoolProps(props));
    parts.need('karpenter', TerraformStack.of(this));
    checkAtSynth(this, () =>
      parts.has('karpenter') ? crdsOfSameStack(this, parts, 'karpenter') : [withoutKarpenter()],
    );
    const { name = kebabCase(id) } = props;
    const { manifests } = new Manifests(this, 'Objects', {
      yaml: [nodeClass(name, cluster.clusterName, props), nodePool(name, props)]
        .map((object) => stringify(object))
        .join('---\n'),
    });
    this.nodeClass = manifests[`EC2NodeClass-${name}`];
    this.nodePool = manifests[`NodePool-${name}`];
    if (this.nodeClass === undefined || this.nodePool === undefined) return; // reported
    addDependency(this.nodePool, this.nodeClass);
    this.nodeClass.putTimeouts({ delete: NODES_DRAINED });
  }
}

/** Every node waits for its pods' disruption budgets and grace periods; Terraform's own limit is 10 minutes. */
const NODES_DRAINED = '60m';

function nodeClass(
  name: string,
  clusterName: string,
  { resources, imageAlias = 'al2023@latest' }: KarpenterNodePoolProps,
) {
  const selectorTerms = [{ tags: { 'karpenter.sh/discovery': clusterName } }];
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name },
    spec: {
      // The literal name: the role's attribute would come from the state of the cluster.
      role: resources.nodeRole.role.nameInput ?? resources.nodeRole.roleName,
      amiSelectorTerms: [{ alias: imageAlias }],
      subnetSelectorTerms: selectorTerms,
      securityGroupSelectorTerms: selectorTerms,
      // Pods get their rights from their service account, never from the node.
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1, httpEndpoint: 'enabled' },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeSize: '50Gi', volumeType: 'gp3', encrypted: true, deleteOnTermination: true },
        },
      ],
    },
  };
}

const USUAL: readonly NodeRequirement[] = [
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
  { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
  { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
  { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', value: 3 },
];

function nodePool(name: string, props: KarpenterNodePoolProps) {
  const { requirements = USUAL, labels, taints, cpuLimit, memoryLimitMib, expireAfterHours = 720 } = props;
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: {
      template: {
        ...(labels === undefined ? {} : { metadata: { labels } }),
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name },
          requirements: requirements.map((requirement) =>
            'value' in requirement
              ? { key: requirement.key, operator: requirement.operator, values: [String(requirement.value)] }
              : requirement,
          ),
          ...(taints === undefined ? {} : { taints }),
          expireAfter: `${expireAfterHours}h`,
        },
      },
      limits: {
        cpu: cpuQuantity(cpuLimit),
        ...(memoryLimitMib === undefined ? {} : { memory: memoryQuantity(memoryLimitMib) }),
      },
      disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '1m' },
    },
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateKarpenterNodePoolProps(props: Omit<KarpenterNodePoolProps, 'resources'>): Issue[] {
  const { name, cpuLimit, memoryLimitMib, imageAlias, expireAfterHours } = props;
  return [
    ...checkName('name', name, {
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      max: 63,
      allowed: 'lower-case letters, digits, "-" and "."',
      see: SEE,
    }),
    ...checkWholeNumber('cpuLimit', cpuLimit, [1024, 1024 * 100_000], {
      unit: 'CPU units (1024 are one vCPU)',
      fix: 'write 102400 for 100 vCPU',
      see: SEE,
    }),
    ...checkWholeNumber('memoryLimitMib', memoryLimitMib, [1024, 1024 * 1_000_000], {
      unit: 'MiB',
      fix: 'leave it out, or write 409600 for 400 GiB',
      see: SEE,
    }),
    ...check(
      'imageAlias',
      imageAlias,
      (alias) => /^(al2023|bottlerocket|windows2019|windows2022|windows2025)@\S+$/.test(alias),
      {
        limit: 'a family and a version, "al2023@v20260801"',
        fix: 'write al2023@latest or bottlerocket@latest',
        see: 'https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms',
      },
    ),
    ...checkWholeNumber('expireAfterHours', expireAfterHours, [1, 8760], {
      unit: 'hours',
      fix: 'leave it out for 720',
      see: SEE,
    }),
  ];
}

function withoutKarpenter(): Issue {
  return {
    field: 'cluster',
    value: undefined,
    limit: 'a cluster with Karpenter, which makes the nodes',
    fix: "add new Karpenter(...) to the platform stack, or say existing: ['karpenter'] in ClusterProviders",
    see: SEE,
  };
}
