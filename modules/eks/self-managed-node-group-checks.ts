import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import { acceleratorOf, architectureOf } from './instance-types';
import { DEFAULT_KUBERNETES_VERSION } from './kubernetes-versions';
import { validateInstanceTypes } from './managed-node-group-checks';
import { validateNodeLabels } from './node-labels';
import { validateNodeSettings } from './node-launch-template';
import { validateNodeScaling } from './node-scaling';
import { validateNodeTaints } from './node-taints';
import type { SelfManagedNodeGroupProps } from './self-managed-node-group';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
export function al2023ImageParameter(version = DEFAULT_KUBERNETES_VERSION, [type = '']: readonly string[]): string {
  const variant = acceleratorOf(type) ?? 'standard';
  return `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architectureOf(type)}/${variant}/recommended/image_id`;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateSelfManagedNodeGroupProps(props: SelfManagedNodeGroupProps): Issue[] {
  const { instanceTypes = ['m7i.large'], labels = {}, taints = [], scaling = { min: 2, max: 4 }, imageId } = props;
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
