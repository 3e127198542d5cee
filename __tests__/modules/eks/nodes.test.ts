import { AMI_TYPES, validateAmiType } from '../../../modules/eks/ami-types';
import { eniLimits } from '../../../modules/eks/eni-limits';
import { runsWindows } from '../../../modules/eks/instance-types';
import { maxPods, maxPodsOfGroup } from '../../../modules/eks/max-pods';
import { amiTypeOf } from '../../../modules/eks/node-image';
import { validateNodeLabels } from '../../../modules/eks/node-labels';
import { nodeSizes, validateNodeScaling } from '../../../modules/eks/node-scaling';
import { validateNodeTaints } from '../../../modules/eks/node-taints';
import { acceleratorOf, architectureOf } from '../../../modules/shared/instance-types';

it.each([
  ['m7g.large', 'arm64'],
  ['c8gd.xlarge', 'arm64'],
  ['t4g.small', 'arm64'],
  ['im4gn.large', 'arm64'],
  ['a1.large', 'arm64'],
  ['g5g.xlarge', 'arm64'],
  ['p6e-gb200.36xlarge', 'arm64'],
  ['m7i.large', 'x86_64'],
  ['m7i-flex.large', 'x86_64'],
  ['g4dn.xlarge', 'x86_64'],
  ['g6.xlarge', 'x86_64'],
])('knows the CPU architecture of %s: %s', (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});

it.each([
  ['p5.48xlarge', 'nvidia'],
  ['g6e.xlarge', 'nvidia'],
  ['gr6.4xlarge', 'nvidia'],
  ['inf2.xlarge', 'neuron'],
  ['trn1.2xlarge', 'neuron'],
  ['g4ad.xlarge', undefined],
  ['m7i.large', undefined],
])('knows the accelerator of %s: %s', (type, accelerator) => {
  expect(acceleratorOf(type)).toBe(accelerator);
});

it('knows which types EKS refuses for Windows', () => {
  expect(['m7i.large', 'm4.16xlarge'].every(runsWindows)).toBe(true);
  expect(['m4.large', 'm7g.large', 'c4.large'].some(runsWindows)).toBe(false);
});

it('has the limits of network interfaces that the VPC CNI has', () => {
  expect(eniLimits('m7g.large')).toEqual({ enis: 3, ipv4PerEni: 10, nitro: true });
  expect(eniLimits('m4.large')).toMatchObject({ nitro: false });
  expect(eniLimits('z99.large')).toBeUndefined();
});

it.each([
  ['t3.medium', 17],
  ['t3.large', 35],
  ['m5.large', 29],
  ['m6i.xlarge', 58],
  ['c7g.medium', 8],
  ['m7i.4xlarge', 234],
  ['m7i.16xlarge', 737],
])('computes that %s takes %d pods with single addresses, as AWS documents', (type, pods) => {
  expect(maxPods(type)).toBe(pods);
});

it('caps prefix delegation at 110 pods below 30 vCPUs and at 250 from there on', () => {
  expect(maxPods('m7i.large', { prefixDelegation: true })).toBe(110);
  expect(maxPods('m7i.8xlarge', { prefixDelegation: true })).toBe(250);
  expect(maxPods('c7g.medium', { prefixDelegation: true })).toBe(98);
});

it('counts one interface less with custom networking', () => {
  expect(maxPods('m5.large', { customNetworking: true })).toBe(20);
});

it('takes the smallest number of a group, and none where a type is unknown', () => {
  expect(maxPodsOfGroup(['m5.large', 't3.medium'])).toBe(17);
  expect(maxPodsOfGroup(['m5.large', 'z99.large'])).toBeUndefined();
});

it.each([
  [{ kind: 'al2023' } as const, 'm7i.large', 'AL2023_x86_64_STANDARD'],
  [{ kind: 'al2023' } as const, 'm7g.large', 'AL2023_ARM_64_STANDARD'],
  [{ kind: 'al2023' } as const, 'g6.xlarge', 'AL2023_x86_64_NVIDIA'],
  [{ kind: 'al2023' } as const, 'g5g.xlarge', 'AL2023_ARM_64_NVIDIA'],
  [{ kind: 'al2023' } as const, 'inf2.xlarge', 'AL2023_x86_64_NEURON'],
  [{ kind: 'bottlerocket' } as const, 'm7g.large', 'BOTTLEROCKET_ARM_64'],
  [{ kind: 'bottlerocket', fips: true } as const, 'm7i.large', 'BOTTLEROCKET_x86_64_FIPS'],
  [{ kind: 'bottlerocket' } as const, 'g6.xlarge', 'BOTTLEROCKET_x86_64_NVIDIA'],
  [{ kind: 'windows' } as const, 'm7i.large', 'WINDOWS_CORE_2022_x86_64'],
  [{ kind: 'windows', edition: 'full', year: 2019 } as const, 'm7i.large', 'WINDOWS_FULL_2019_x86_64'],
])('[row 129] takes for %j on %s the AMI type %s', (image, type, amiType) => {
  expect(amiTypeOf(image, [type])).toBe(amiType);
  expect(validateAmiType(amiTypeOf(image, [type]), [type], '1.36')).toEqual([]);
});

it('[row 129] refuses Amazon Linux 2 from Kubernetes 1.33 on, for which AWS builds none', () => {
  expect(validateAmiType('AL2_x86_64', ['m7i.large'], '1.32')).toEqual([]);
  expect(validateAmiType('AL2_x86_64', ['m7i.large'], '1.33')).toMatchObject([{ field: 'image', value: 'AL2_x86_64' }]);
});

it('refuses an AMI type of another architecture, and one without drivers for the GPUs', () => {
  expect(validateAmiType('AL2023_x86_64_STANDARD', ['m7g.large'], '1.36')).toMatchObject([
    { field: 'instanceTypes', value: ['m7g.large'] },
  ]);
  expect(validateAmiType('AL2023_x86_64_STANDARD', ['g6.xlarge'], '1.36')).toMatchObject([{ field: 'image' }]);
});

it('has an architecture in each AMI type that its name says', () => {
  for (const [name, { architecture }] of Object.entries(AMI_TYPES)) {
    expect(name).toContain(architecture === 'arm64' ? 'ARM_64' : 'x86_64');
  }
});

it.each(['team', 'example.com/team', 'node.kubernetes.io/role', 'kubelet.kubernetes.io/x', 'a'.repeat(63)])(
  'takes the label key %s',
  (key) => expect(validateNodeLabels({ [key]: 'v' })).toEqual([]),
);

it.each([
  'kubernetes.io/role',
  'node-role.kubernetes.io/worker',
  'k8s.io/x',
  'eks.amazonaws.com/nodegroup',
  'a'.repeat(64),
  '-a',
  'a/b/c',
  '',
])('refuses the label key %p, with which nodes never join', (key) =>
  expect(validateNodeLabels({ [key]: 'v' })).toMatchObject([{ field: 'labels', value: key }]),
);

it('takes label values of 0 to 63 characters', () => {
  expect(validateNodeLabels({ a: '', b: 'v'.repeat(63) })).toEqual([]);
  expect(validateNodeLabels({ b: 'v'.repeat(64) })).toMatchObject([{ field: 'labels["b"]' }]);
});

it('refuses taints that the API refuses', () => {
  expect(validateNodeTaints([{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }])).toEqual([]);
  expect(validateNodeTaints([{ key: 'not valid', effect: 'NoSchedule' }])).toMatchObject([{ field: 'taints[0].key' }]);
  expect(validateNodeTaints([{ key: 'a', value: 'v'.repeat(64), effect: 'NoExecute' }])).toMatchObject([
    { field: 'taints[0].value' },
  ]);
  const many = Array.from({ length: 51 }, (_, index) => ({ key: `t${index}`, effect: 'NoSchedule' as const }));
  expect(validateNodeTaints(many)).toMatchObject([{ field: 'taints' }]);
  expect(validateNodeTaints(many.slice(1))).toEqual([]);
});

it('[row 127] refuses sizes that are not min <= desired <= max', () => {
  expect(validateNodeScaling({ min: 1, max: 4, desired: 4 })).toEqual([]);
  expect(validateNodeScaling({ min: 1, max: 4, desired: 10 })).toMatchObject([{ field: 'scaling.desired', value: 10 }]);
  expect(validateNodeScaling({ min: 2, max: 4, desired: 1 })).toMatchObject([{ field: 'scaling.desired', value: 1 }]);
  expect(validateNodeScaling({ min: 5, max: 4 })).toMatchObject([{ field: 'scaling.min', value: 5 }]);
  expect(validateNodeScaling({ min: 0, max: 0 })).toMatchObject([{ field: 'scaling.max', value: 0 }]);
  expect(validateNodeScaling({ min: 1.5, max: 4 })).toMatchObject([{ field: 'scaling.min', value: 1.5 }]);
  expect(validateNodeScaling({ fixed: 451 })).toMatchObject([{ field: 'scaling.fixed' }]);
});

it('starts with the minimum, and keeps a maximum of one for an empty group', () => {
  expect(nodeSizes({ min: 2, max: 4 })).toEqual({ minSize: 2, maxSize: 4, desiredSize: 2 });
  expect(nodeSizes({ fixed: 0 })).toEqual({ minSize: 0, maxSize: 1, desiredSize: 0 });
});
