import { EksCluster, FargateProfile } from '../../../modules/eks';
import { selectsNamespace, validateFargateSelectors } from '../../../modules/eks/fargate-selector';
import { addonConfiguration, DEPLOY_ROLE, synthCluster, testCluster, testNetwork, theAddon } from '../../support/eks';
import { refusal, resources, synth, theResource } from '../../support/synth';

const selectors = [{ namespace: 'apps' }];
const kubeSystem = [{ namespace: 'kube-system' }];

it('[row 130] runs in private subnets, with a role that only profiles of this cluster can take', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addFargateProfile('Apps', { selectors: [{ namespace: 'apps', labels: { tier: 'web' } }] });
  });
  expect(theResource(json, 'aws_eks_fargate_profile')).toMatchObject({
    cluster_name: 'shop',
    fargate_profile_name: 'shop-Apps',
    subnet_ids: ['subnet-private-a', 'subnet-private-b'],
    selector: [{ namespace: 'apps', labels: { tier: 'web' } }],
    depends_on: expect.arrayContaining([
      expect.stringMatching(/AmazonEKSFargatePodExecutionRolePolicy/),
      expect.stringMatching(/^aws_eks_addon\..*vpc-cni/),
    ]),
  });
  const role = resources(json, 'aws_iam_role').find(({ assume_role_policy }) =>
    String(assume_role_policy).includes('eks-fargate-pods'),
  );
  expect(JSON.parse(String(role?.assume_role_policy)).Statement[0]).toMatchObject({
    Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-west-1:123456789012:fargateprofile/shop/*' } },
  });
});

it('makes one profile after the other, as EKS does', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack, { serviceAccountIdentity: 'irsa' });
    for (const id of ['Kube', 'Apps', 'Batch']) {
      cluster.addFargateProfile(id, { selectors: id === 'Kube' ? kubeSystem : [{ namespace: id.toLowerCase() }] });
    }
  });
  const edges = Object.entries(json.resource?.aws_eks_fargate_profile ?? {}).map(([name, { depends_on }]) => [
    name.replace(/_Profile.*/, ''),
    (depends_on as string[])
      .filter((edge) => edge.startsWith('aws_eks_fargate_profile'))
      .map((edge) => edge.replace(/_Profile.*/, '')),
  ]);
  expect(Object.fromEntries(edges)).toEqual({
    Eks_Kube: [],
    Eks_Apps: ['aws_eks_fargate_profile.Eks_Kube'],
    Eks_Batch: ['aws_eks_fargate_profile.Eks_Apps'],
  });
});

it('[row 130] schedules CoreDNS on Fargate where there is nothing else, after the profile that takes it', () => {
  const json = synth((stack) => {
    testCluster(stack, { serviceAccountIdentity: 'irsa' }).addFargateProfile('Kube', { selectors: kubeSystem });
  });
  expect(addonConfiguration(json, 'coredns')).toMatchObject({ computeType: 'Fargate' });
  expect(theAddon(json, 'coredns').depends_on).toContainEqual(
    expect.stringMatching(/^aws_eks_fargate_profile\..*Kube/),
  );
});

it('keeps CoreDNS on nodes where there are some', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addFargateProfile('Apps', { selectors });
    cluster.addNodeGroup('System');
  });
  expect(theAddon(json, 'coredns')).not.toHaveProperty('configuration_values');
});

it('refuses a cluster of Fargate only whose CoreDNS no profile takes, and one with Pod Identity', () => {
  const irsa = refusal((stack) =>
    testCluster(stack, { serviceAccountIdentity: 'irsa' }).addFargateProfile('Apps', { selectors }),
  );
  expect(irsa).toContain("namespace: 'kube-system'");
  const identity = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addFargateProfile('Kube', { selectors: kubeSystem });
    cluster.addServiceAccountIdentity({ namespace: 'apps', serviceAccount: 'web' });
  });
  expect(identity).toContain('no Pod Identity agent');
});

it.each<[string, number, { namespace: string; labels?: Record<string, string> }[], string[]]>([
  ['6 selectors', 6, Array.from({ length: 6 }, (_, index) => ({ namespace: `n${index}` })), ['6', '5', 'selectors']],
  ['no selector', 0, [], ['0', '5', 'selectors']],
  [
    '6 labels in one selector',
    6,
    [{ namespace: 'a', labels: { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' } }],
    ['6', '5', 'selectors'],
  ],
])('[bad input 51] refuses %s', (_name, _count, bad, words) => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addFargateProfile('Apps', { selectors: bad });
  });
  for (const word of [...words, 'FargateProfile at test/Eks/Apps']) expect(message).toContain(word);
});

it('[A9] takes 5 selectors, two of them with one namespace and different labels', () => {
  const five = [
    { namespace: 'a', labels: { tier: 'web' } },
    { namespace: 'a', labels: { tier: 'job' } },
    { namespace: 'b' },
    { namespace: 'c-*' },
    { namespace: 'd?' },
  ];
  expect(validateFargateSelectors(five)).toEqual([]);
  expect(validateFargateSelectors([{ namespace: 'a' }, { namespace: 'a' }])).toMatchObject([{ field: 'selectors[1]' }]);
  expect(validateFargateSelectors([{ namespace: 'A' }])).toMatchObject([{ field: 'selectors[0].namespace' }]);
});

it('reads wildcards as EKS does', () => {
  expect(selectsNamespace({ namespace: 'team-*' }, 'team-a')).toBe(true);
  expect(selectsNamespace({ namespace: 'team-?' }, 'team-ab')).toBe(false);
  expect(selectsNamespace({ namespace: 'a', labels: { x: 'y' } }, 'a')).toBe(false);
});

it('refuses public subnets and names that begin with eks-', () => {
  const build = (subnets: { tier: string }, profileName?: string) =>
    refusal((stack) => {
      const cluster = testCluster(stack);
      cluster.addNodeGroup('System');
      new FargateProfile(stack, 'Apps', { cluster, selectors, subnets, profileName });
    });
  expect(build({ tier: 'public' })).toContain('internet gateway');
  expect(build({ tier: 'private' }, 'eks-apps')).toContain('profileName');
});

it('never makes a name with the reserved prefix itself', () => {
  const json = synth((stack) => {
    const cluster = new EksCluster(stack, 'Eks', {
      network: testNetwork(stack),
      clusterName: 'eks-1',
      admins: [DEPLOY_ROLE],
    });
    cluster.addNodeGroup('System');
    cluster.addFargateProfile('Apps', { selectors });
  });
  expect(theResource(json, 'aws_eks_fargate_profile').fargate_profile_name).toBe('fargate-eks-1-Apps');
});

it('an empty map of labels is none at all', () => {
  const json = synthCluster({}, (cluster) => {
    cluster.addFargateProfile('Apps', { selectors: [{ namespace: 'apps', labels: {} }] });
  });
  expect(theResource(json, 'aws_eks_fargate_profile').selector).toEqual([{ namespace: 'apps' }]);
});
