import type { SubnetSelection } from '../network/i-network';
import { acceleratorOf, architectureOf } from '../shared/instance-types';
import type { Issue, Unchecked } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { IEksCluster } from './eks-cluster-interface';
import { DEFAULT_KUBERNETES_VERSION } from './kubernetes-versions';
import { validateInstanceTypes } from './managed-node-group-checks';
import { DEFAULT_INSTANCE_TYPES } from './managed-node-group-props';
import { validateNodeLabels } from './node-labels';
import { type NodeSettings, validateNodeSettings } from './node-launch-template';
import { type NodeScaling, validateNodeScaling } from './node-scaling';
import { type NodeTaint, validateNodeTaints } from './node-taints';

export interface SelfManagedNodeGroupProps extends NodeSettings {
  readonly cluster: IEksCluster;
  /** 1-20 types of one CPU architecture and size. @default ['m7i.large'] */
  readonly instanceTypes?: readonly string[];
  /**
   * `ami-...` of an AMI with nodeadm, to decide yourself when it changes.
   * @default EC2 resolves the newest Amazon Linux 2023 of EKS at each launch: plans never change, new nodes are patched
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

/** @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
export function al2023ImageParameter(version = DEFAULT_KUBERNETES_VERSION, [type = '']: readonly string[]): string {
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
  } = props;
  return [
    ...validateInstanceTypes(instanceTypes, false),
    ...validateNodeScaling(scaling),
    ...validateNodeLabels(labels),
    ...validateNodeTaints(taints),
    ...validateNodeSettings(props, 'al2023'),
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
