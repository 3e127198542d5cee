import type { SubnetSelection } from '../network/i-network';
import { acceleratorOf, architectureOf } from '../shared/instance-types';
import type { Issue, Unchecked } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { IEksCluster } from './eks-cluster-interface';
import { DEFAULT_KUBERNETES_VERSION } from './kubernetes-versions';
import { validateInstanceTypes } from './managed-node-group-checks';
import { DEFAULT_INSTANCE_TYPES } from './managed-node-group-props';
import type { NodeImage } from './node-image';
import { validateNodeLabels } from './node-labels';
import { type NodeSettings, validateNodeSettings } from './node-launch-template';
import { type NodeScaling, validateNodeScaling } from './node-scaling';
import { type NodeTaint, validateNodeTaints } from './node-taints';

/** Images that a node outside managed groups is told how to join with. */
export type SelfManagedNodeImage = Extract<NodeImage, { kind: 'al2023' | 'windows' }>;

export interface SelfManagedNodeGroupProps extends NodeSettings {
  readonly cluster: IEksCluster;
  /** 1-20 types of one CPU architecture and size. @default ['m7i.large'] */
  readonly instanceTypes?: readonly string[];
  /** Windows needs `podNetwork.windows` of the cluster, and Linux nodes for CoreDNS. @default { kind: 'al2023' } */
  readonly image?: SelfManagedNodeImage;
  /**
   * `ami-...` of an AMI with nodeadm, or on Windows with the bootstrap script of EKS, to decide yourself when it changes.
   * @default EC2 resolves the newest AMI of EKS for `image` at each launch: plans never change, new nodes are patched
   */
  readonly imageId?: string;
  /** Share of nodes on Spot, 0-100 percent. @default 0 */
  readonly spotPercent?: number;
  /** @default { min: 2, max: 4 } */
  readonly scaling?: NodeScaling;
  /** @default the subnets of workloads */
  readonly subnets?: SubnetSelection;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Up to 50. @default none */
  readonly taints?: readonly NodeTaint[];
  /**
   * `own`: a security group of these nodes, with the rules that control plane, nodes and webhooks need, both ways.
   * @default 'cluster': the cluster's, whose members reach each other
   */
  readonly securityGroup?: 'cluster' | 'own';
  readonly unchecked?: readonly Unchecked[];
}

/**
 * The SSM parameter that EKS keeps at its newest AMI.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-windows-ami-id.html
 */
export function imageParameter(
  image: SelfManagedNodeImage,
  version = DEFAULT_KUBERNETES_VERSION,
  [type = '']: readonly string[] = [],
): string {
  if (image.kind === 'windows') {
    const edition = image.edition === 'full' ? 'Full' : 'Core';
    return `/aws/service/ami-windows-latest/Windows_Server-${image.year ?? 2022}-English-${edition}-EKS_Optimized-${version}/image_id`;
  }
  const variant = acceleratorOf(type) ?? 'standard';
  return `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architectureOf(type)}/${variant}/recommended/image_id`;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateSelfManagedNodeGroupProps(props: SelfManagedNodeGroupProps): Issue[] {
  const {
    instanceTypes = DEFAULT_INSTANCE_TYPES,
    labels = {},
    taints = [],
    scaling = { min: 2, max: 4 },
    imageId,
    image = { kind: 'al2023' },
  } = props;
  return [
    ...validateInstanceTypes(instanceTypes, image.kind === 'windows'),
    ...validateNodeScaling(scaling),
    ...validateNodeLabels(labels),
    ...validateNodeTaints(taints),
    ...validateNodeSettings(props, image.kind),
    ...checkWholeNumber('spotPercent', props.spotPercent, [0, 100], {
      unit: 'percent',
      fix: 'write 50 for every other node on Spot',
      see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html',
    }),
    ...check('imageId', imageId, (id) => /^ami-[0-9a-f]{8,17}$/.test(id), {
      limit: 'the id of an AMI, "ami-0123456789abcdef0"',
      fix: "leave it out for EKS's own AMI",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami.html',
    }),
  ];
}
