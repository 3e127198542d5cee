import fc from 'fast-check';
import {
  type AddonName,
  EksCluster,
  type EksClusterProps,
  type FargateProfileProps,
  type ManagedNodeGroupProps,
  Network,
  SelfManagedNodeGroup,
  type SelfManagedNodeGroupProps,
} from '../../index';
import { unchecked } from '../bad-inputs/answers';
import { type Build, itRefusesOrAccepts, mostly, nameOf, some, strangeNumber, whole } from './programs';

const ROLE = 'arn:aws:iam::123456789012:role/Deploy';

const scaling = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(whole(0, 5), fc.nat(3)).map(([min, more]) => ({ min, max: Math.max(1, min + more) })),
  },
  fc.record({ fixed: whole(0, 10) }),
  fc.record({ min: whole(0, 2), max: whole(2, 450), desired: whole(0, 2) }),
);
const nodeGroup = some({
  instanceTypes: mostly(
    fc.constantFrom(
      ['m7i.large'],
      ['m7g.large'],
      ['m7i.large', 'm6i.large', 'm5.large'],
      ['g5.xlarge'],
      ['inf2.xlarge'],
    ),
    fc.constantFrom([], ['m7i.large', 'm7g.large'], ['not-a-type']),
  ),
  image: mostly(
    fc.constantFrom<object>(
      { kind: 'al2023' },
      { kind: 'bottlerocket' },
      { kind: 'bottlerocket', fips: true },
      { kind: 'windows' },
      { kind: 'windows', edition: 'full', year: 2019 },
    ),
    fc.constantFrom<object>(
      { kind: 'ami-type', amiType: 'AL2_x86_64' },
      { kind: 'ami-type', amiType: 'AL2023_x86_64_STANDARD' },
    ),
  ),
  capacity: mostly(fc.constant({ kind: 'on-demand' }), fc.constant({ kind: 'spot' }), 8),
  scaling,
  labels: fc.dictionary(nameOf(63), nameOf(63), { maxKeys: 1 }),
  taints: mostly(
    fc.constantFrom<object[]>(
      [],
      [{ key: 'gpu', effect: 'NoSchedule' }],
      [{ key: 'a/b', value: 'c', effect: 'NoExecute' }],
    ),
    fc.constant([{ key: '', effect: 'NoSchedule' }]),
  ),
  update: fc.oneof(fc.record({ maxUnavailable: whole(1, 2) }), fc.record({ maxUnavailablePercent: whole(1, 100) })),
  diskGib: whole(20, 16_384),
  metadataHopLimit: fc.constantFrom(1, 2),
  repair: fc.boolean(),
  forceUpdate: fc.boolean(),
  tags: fc.constantFrom<object>({}, { team: 'web' }),
  version: mostly(fc.constantFrom('1.36', '1.35'), fc.constantFrom('1.30', '1.37'), 20),
});
const selector = fc
  .tuple(
    mostly(fc.constantFrom('apps', 'team-*', 'kube-system', 'default'), fc.constantFrom('', 'A')),
    some({ labels: fc.dictionary(nameOf(63), nameOf(63), { maxKeys: 2 }) }),
  )
  .map(([namespace, rest]) => ({ namespace, ...rest }));
const plans = fc.record({
  cluster: some({
    clusterName: nameOf(100),
    version: mostly(fc.constantFrom('1.36', '1.35', '1.34'), fc.constantFrom('1.24', 'latest', '1.3')),
    endpoint: mostly(
      fc.constantFrom<object>(
        { kind: 'private' },
        { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
        { kind: 'public-only', cidrs: ['203.0.113.0/24'] },
      ),
      fc.constantFrom<object>({ kind: 'public-only', cidrs: [] }, { kind: 'public-only', cidrs: ['0.0.0.0/0'] }),
    ),
    admins: mostly(fc.constant([ROLE]), fc.constantFrom([], [ROLE, ROLE], ['Deploy'])),
    secretsEncryption: fc.constantFrom<object>(
      { kind: 'own-key' },
      { kind: 'aws-owned' },
      { kind: 'key', keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' },
    ),
    logRetentionDays: mostly(fc.constantFrom(1, 365), strangeNumber),
    deletionProtection: fc.boolean(),
    upgradePolicy: fc.constantFrom('STANDARD', 'EXTENDED'),
    zonalShift: fc.boolean(),
    serviceIpv4Cidr: mostly(
      fc.constantFrom('172.20.0.0/16', '172.20.0.0/24'),
      fc.constantFrom('10.0.0.0/16', '8.8.0.0/16', ''),
    ),
    podNetwork: fc.constantFrom<object>(
      { kind: 'vpc-cni' },
      { kind: 'vpc-cni', prefixDelegation: true },
      { kind: 'vpc-cni', networkPolicy: 'standard' },
      { kind: 'vpc-cni', windows: true },
    ),
    serviceAccountIdentity: fc.constantFrom('pod-identity', 'irsa'),
    oidcProvider: mostly(fc.constant(true), fc.constant(false), 6),
    metricsServer: fc.boolean(),
    addons: fc.dictionary(
      fc.constantFrom<AddonName>('aws-ebs-csi-driver', 'coredns', 'vpc-cni'),
      fc.constantFrom<object>({}, { preserve: true }, { configuration: {} }),
      { maxKeys: 1 },
    ),
    ipFamily: mostly(fc.constant('ipv4'), fc.constant('ipv6')),
  }),
  network: mostly<object, object>(
    fc.constantFrom({}, { nat: { kind: 'single' } }, { availabilityZones: ['a', 'b', 'c'] }),
    fc.constantFrom({ availabilityZones: ['a'] }, { tiers: ['isolated'] }),
  ),
  nodeGroups: fc.array(nodeGroup, { minLength: 0, maxLength: 2 }),
  selfManaged: fc.option(
    some({
      scaling,
      instanceTypes: fc.constantFrom(['m7i.large'], ['m7g.large'], ['g5.xlarge']),
      image: fc.constantFrom<object>({ kind: 'al2023' }, { kind: 'windows' }),
      diskGib: whole(20, 16_384),
      labels: fc.dictionary(nameOf(63), nameOf(63), { maxKeys: 1 }),
    }),
    { nil: undefined },
  ),
  selectors: fc.array(selector, { maxLength: 2 }),
  profileName: fc.option(nameOf(63), { nil: undefined }),
  identities: fc.uniqueArray(
    fc.record({
      namespace: mostly(fc.constantFrom('apps', 'kube-system'), fc.constantFrom('', 'A')),
      serviceAccount: mostly(fc.constantFrom('web', 's3-reader'), fc.constantFrom('', '*')),
      runsOn: mostly(fc.constant('linux-nodes'), fc.constant('fargate'), 10),
    }),
    { maxLength: 2, selector: ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}` },
  ),
});

const build: Build<typeof plans extends fc.Arbitrary<infer T> ? T : never> = (scope, plan) => {
  const network = new Network(scope, 'Network', unchecked(plan.network));
  const cluster = new EksCluster(
    scope,
    'Cluster',
    unchecked<EksClusterProps>({ admins: [ROLE], ...plan.cluster, network }),
  );
  for (const [index, props] of plan.nodeGroups.entries()) {
    cluster.addNodeGroup(`Nodes${index}`, unchecked<ManagedNodeGroupProps>(props));
  }
  if (plan.selfManaged !== undefined) {
    new SelfManagedNodeGroup(scope, 'Own', unchecked<SelfManagedNodeGroupProps>({ ...plan.selfManaged, cluster }));
  }
  if (plan.selectors.length > 0) {
    const { selectors, profileName } = plan;
    cluster.addFargateProfile('Profile', unchecked<FargateProfileProps>({ selectors, profileName }));
  }
  for (const identity of plan.identities) {
    cluster
      .addServiceAccountIdentity(unchecked(identity))
      .role.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-data/*'] });
  }
};

describe('a cluster with nodes, Fargate profiles and identities', () =>
  itRefusesOrAccepts(plans, build, { givenNames: ({ cluster }) => [cluster.clusterName] }));

const autoModePlans = fc.record({
  autoMode: some({
    nodePools: fc.constantFrom<object[]>([], ['system'], ['general-purpose', 'system']),
    customTags: fc.boolean(),
  }),
  cluster: some({
    clusterName: nameOf(100),
    endpoint: fc.constantFrom<object>({ kind: 'private' }, { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] }),
    secretsEncryption: fc.constantFrom<object>({ kind: 'own-key' }, { kind: 'aws-owned' }),
    serviceAccountIdentity: fc.constantFrom('pod-identity', 'irsa'),
    metricsServer: fc.boolean(),
    podNetwork: mostly(fc.constant(undefined), fc.constant({ kind: 'vpc-cni' }), 10),
    autoscaler: mostly(fc.constant(undefined), fc.constant('karpenter'), 10),
    addons: mostly(fc.constant({}), fc.constant({ coredns: {} }), 10),
  }),
  beside: mostly(fc.constant('nothing'), fc.constantFrom('nodes', 'fargate'), 6),
});

const buildAutoMode: Build<typeof autoModePlans extends fc.Arbitrary<infer T> ? T : never> = (scope, plan) => {
  const network = new Network(scope, 'Network');
  const { autoMode } = plan;
  const cluster = new EksCluster(
    scope,
    'Cluster',
    unchecked<EksClusterProps>({ admins: [ROLE], ...plan.cluster, autoMode, network }),
  );
  if (plan.beside === 'nodes') cluster.addNodeGroup('System');
  if (plan.beside === 'fargate') cluster.addFargateProfile('Batch', { selectors: [{ namespace: 'batch' }] });
};

describe('a cluster with Auto Mode', () =>
  itRefusesOrAccepts(autoModePlans, buildAutoMode, { givenNames: ({ cluster }) => [cluster.clusterName] }));
