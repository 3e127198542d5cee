import type { ISubnet } from '../network/i-network';
import { acceleratorOf, architectureOf } from '../shared/instance-types';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, checkWholeNumber, duplicates } from '../shared/validation';
import { validateAmiType } from './ami-types';
import type { NodeGroupFacts } from './compute-order';
import type { IEksCluster } from './eks-cluster-interface';
import { eniLimits } from './eni-limits';
import { approximateVcpus, isBurstable, runsWindows } from './instance-types';
import { minorOf } from './kubernetes-versions';
import { DEFAULT_INSTANCE_TYPES, type ManagedNodeGroupProps, type NodeCapacity } from './managed-node-group-props';
import { amiTypeOf } from './node-image';
import { validateNodeLabels } from './node-labels';
import { validateNodeSettings } from './node-launch-template';
import { validateNodeScaling } from './node-scaling';
import { type NodeTaint, validateNodeTaints } from './node-taints';

const GUIDE = 'https://docs.aws.amazon.com/eks/latest/userguide';
const API = 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateManagedNodeGroupProps(props: ManagedNodeGroupProps): Issue[] {
  const {
    cluster,
    instanceTypes = DEFAULT_INSTANCE_TYPES,
    image = { kind: 'al2023' },
    labels = {},
    taints = [],
  } = props;
  const { scaling = { min: 2, max: 4 }, version } = props;
  const windows = isWindows(image);
  return [
    ...validateInstanceTypes(instanceTypes, windows),
    ...(image.kind === 'custom'
      ? validateCustomImage(props)
      : validateAmiType(amiTypeOf(image, instanceTypes), instanceTypes, version ?? cluster.version)),
    ...validateNodeScaling(scaling),
    ...validateNodeLabels(labels),
    ...validateNodeTaints(taints),
    ...validateNodeSettings(props, windows ? 'windows' : 'al2023'),
    ...validateUpdate(props),
    ...validateNodeVersion(version, cluster.version),
  ];
}

function isWindows(image: ManagedNodeGroupProps['image']): boolean {
  return image?.kind === 'windows' || (image?.kind === 'custom' && image.operatingSystem === 'windows');
}

/** Whether the types can be in one group. `windows`: and run Windows. */
export function validateInstanceTypes(types: readonly string[], windows: boolean): Issue[] {
  const field = 'instanceTypes';
  const known = types.filter((type) => !isUnknown(type));
  const architectures = [...new Set(known.map(architectureOf))];
  const accelerators = [...new Set(known.map((type) => acceleratorOf(type) ?? 'none'))];
  return [
    ...checkLiteral(field, types),
    ...check(field, types.length, (count) => count >= 1 && count <= 20, {
      limit: '1 to 20 instance types',
      fix: "write ['m7i.large']",
      see: API,
    }),
    ...check(field, known, (all) => all.every((type) => /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type)), {
      limit: 'names of instance types, "m7i.large"',
      fix: 'write family, dot and size',
      see: 'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html',
    }),
    ...duplicates(known).map((type) => ({
      field,
      value: type,
      limit: 'each type once; this one is there twice',
      fix: 'remove it',
      see: API,
    })),
    ...check(field, known, () => architectures.length < 2, {
      limit: `types of one CPU architecture; these are ${architectures.join(' and ')}`,
      fix: 'make one group per architecture',
      see: API,
    }),
    ...check(field, known, () => accelerators.length < 2, {
      limit: `types of one accelerator; these have ${accelerators.join(' and ')}`,
      fix: 'make one group per accelerator',
      see: API,
    }),
    ...check(field, known, (all) => !windows || all.every(runsWindows), {
      limit: 'types that run Windows: x86_64, not c3, c4, d2, i2, m4 (but m4.16xlarge), m6a, r3',
      fix: "write ['m7i.large']",
      see: `${GUIDE}/windows-support.html`,
    }),
  ];
}

function validateCustomImage({ image, userData, version, releaseVersion }: ManagedNodeGroupProps): Issue[] {
  if (image?.kind !== 'custom') return [];
  const given = Object.entries({ userData, version, releaseVersion }).filter(([, value]) => value !== undefined);
  return [
    ...check('image.imageId', image.imageId, (id) => /^ami-[0-9a-f]{8,17}$/.test(id), {
      limit: 'the id of an AMI, "ami-0123456789abcdef0"',
      fix: 'write the id in the region of the cluster',
      see: `${GUIDE}/launch-templates.html#launch-template-custom-ami`,
    }),
    ...check('image.userData', image.userData, (text) => text.trim().length > 0, {
      limit: 'user data that joins the node: EKS adds nothing to a custom AMI',
      fix: 'write nodeadmUserData({ cluster, ... }) for AL2023',
      see: `${GUIDE}/launch-templates.html#launch-template-custom-ami`,
    }),
    ...given.map(([field, value]) => ({
      field,
      value,
      limit: 'nothing beside a custom AMI, which brings it',
      fix: field === 'userData' ? 'put it into image.userData' : 'remove it',
      see: `${GUIDE}/launch-templates.html`,
    })),
  ];
}

function validateUpdate({ update }: ManagedNodeGroupProps): Issue[] {
  if (update === undefined) return [];
  const rule = { fix: 'write { maxUnavailable: 1 }', see: `${GUIDE}/managed-node-update-behavior.html` };
  return 'maxUnavailable' in update
    ? checkWholeNumber('update.maxUnavailable', update.maxUnavailable, [1, 100], { ...rule, unit: 'nodes' })
    : checkWholeNumber('update.maxUnavailablePercent', update.maxUnavailablePercent, [1, 100], {
        ...rule,
        unit: 'percent',
      });
}

/** The kubelet may be three minors behind the API server, never ahead. */
function validateNodeVersion(version: string | undefined, clusterVersion: string | undefined): Issue[] {
  const control = minorOf(clusterVersion ?? '');
  return check(
    'version',
    version,
    (text) => {
      const minor = minorOf(text);
      return minor !== undefined && (control === undefined || (minor <= control && minor >= control - 3));
    },
    {
      limit: `a Kubernetes minor at most 3 behind the control plane (${clusterVersion ?? 'unknown'}) and not ahead of it`,
      fix: 'leave it out to follow the cluster',
      see: 'https://kubernetes.io/releases/version-skew-policy/#kubelet',
    },
  );
}

/** A Capacity Block is in one zone, and so are its nodes. */
export function validateCapacityBlock(
  { capacityReservationId, availabilityZone }: Extract<NodeCapacity, { kind: 'capacity-block' }>,
  subnets: readonly ISubnet[],
): Issue[] {
  const see = `${GUIDE}/capacity-blocks-mng.html`;
  const zones = subnets.map((subnet) => subnet.availabilityZone);
  return [
    ...check('capacity.capacityReservationId', capacityReservationId, (id) => /^cr-[0-9a-f]{17}$/.test(id), {
      limit: 'the id of a capacity reservation, "cr-0123456789abcdef0"',
      fix: 'take it from the Capacity Block that you bought',
      see,
    }),
    ...check('capacity.availabilityZone', availabilityZone, (zone) => zones.includes(zone), {
      limit: `a zone of the subnets: ${zones.join(', ')}`,
      fix: 'name the zone of the reservation, and choose subnets that have it',
      see,
    }),
  ];
}

/** Legal, and probably not meant. */
export function managedNodeGroupWarnings(props: ManagedNodeGroupProps): Issue[] {
  const { instanceTypes = DEFAULT_INSTANCE_TYPES, capacity, cluster, image, taints } = props;
  const sizes = new Set(instanceTypes.map(approximateVcpus));
  const xen = instanceTypes.filter((type) => eniLimits(type)?.nitro === false);
  return [
    ...windowsWarnings(isWindows(image), taints),
    ...check('instanceTypes', instanceTypes, ({ length }) => capacity?.kind !== 'spot' || length >= 3, {
      limit: 'three or more types with Spot, so that one pool running dry does not take all nodes',
      fix: "add types of the same size: ['m7i.large', 'm6i.large', 'm5.large']",
      see: `${GUIDE}/managed-node-groups.html#managed-node-group-capacity-types-spot`,
    }),
    ...check('instanceTypes', instanceTypes, () => sizes.size < 2, {
      limit: 'types of one size: an autoscaler takes all nodes of a group for equal',
      fix: 'make one group per size',
      see: `${GUIDE}/managed-node-groups.html`,
    }),
    ...check('instanceTypes', xen, ({ length }) => length === 0 || cluster.podNetwork?.prefixDelegation !== true, {
      limit: 'Nitro types with prefix delegation: Xen types keep single addresses, so few pods fit',
      fix: 'take a current generation',
      see: `${GUIDE}/cni-increase-ip-addresses.html`,
    }),
  ];
}

/** Legal, but then Linux pods that say nothing of an operating system are sent there, and never start. */
export function windowsWarnings(windows: boolean, taints: readonly NodeTaint[] = []): Issue[] {
  if (!windows || taints.some(({ effect }) => effect !== 'PreferNoSchedule')) return [];
  return [
    {
      field: 'taints',
      value: taints,
      limit: 'a taint on Windows nodes that keeps Linux pods away',
      fix: "write taints: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }], and let Windows pods tolerate it",
      see: `${GUIDE}/windows-support.html`,
    },
  ];
}

/** What depends on the cluster as it stands at synth. */
export function validateInCluster({ operatingSystem, instanceTypes }: NodeGroupFacts, cluster: IEksCluster): Issue[] {
  const { podNetwork } = cluster;
  const issues: Issue[] = [];
  if (operatingSystem === 'windows' && podNetwork?.windows === false) {
    issues.push({
      field: 'image',
      value: 'windows',
      limit: 'a cluster whose pod network gives Windows nodes addresses',
      fix: "set podNetwork: { kind: 'vpc-cni', windows: true } on the cluster",
      see: `${GUIDE}/windows-support.html`,
    });
  }
  if (operatingSystem === 'windows' && !cluster.compute.ec2 && !cluster.compute.fargate) {
    issues.push({
      field: 'image',
      value: 'windows',
      limit: 'Linux nodes or Fargate in the cluster too: CoreDNS does not run on Windows',
      fix: "add cluster.addNodeGroup('System')",
      see: `${GUIDE}/windows-support.html`,
    });
  }
  const tooSmall = instanceTypes.filter((type) => isBurstable(type) || eniLimits(type)?.nitro === false);
  if (podNetwork?.securityGroupsForPods === true && tooSmall.length > 0) {
    issues.push({
      field: 'instanceTypes',
      value: tooSmall,
      limit:
        'Nitro types outside the t families: only they have the trunk interface that security groups for pods need',
      fix: 'take an m, c or r type, or switch podNetwork.securityGroupsForPods off',
      see: `${GUIDE}/security-groups-for-pods.html`,
      rule: 'eks.trunk-interface',
    });
  }
  return issues;
}
