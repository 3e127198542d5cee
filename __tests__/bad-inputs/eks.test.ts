import {
  EksCluster,
  type EksClusterProps,
  type EnvironmentStack,
  Network,
  type NodeScaling,
  SelfManagedNodeGroup,
} from '../../index';
import { type BadInput, itAccepts, itRefuses, unchecked } from './answers';

const ADMIN = 'arn:aws:iam::123456789012:role/Deploy';

const cluster = (stack: EnvironmentStack, props: object = {}): EksCluster =>
  new EksCluster(stack, 'eks', unchecked<EksClusterProps>({ network: stack.network, admins: [ADMIN], ...props }));
const clusterWith =
  (props: object): BadInput['build'] =>
  (stack) => {
    cluster(stack, props).addNodeGroup('ng');
  };
const nodes =
  (scaling: NodeScaling): BadInput['build'] =>
  (stack) => {
    cluster(stack).addNodeGroup('ng', { scaling });
  };
const profile =
  (
    selectors: readonly { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }[],
  ): BadInput['build'] =>
  (stack) => {
    const eks = cluster(stack);
    eks.addNodeGroup('ng');
    eks.addFargateProfile('apps', { selectors });
  };
const identity =
  (namespace: string, serviceAccount: string, props: object = {}): BadInput['build'] =>
  (stack) => {
    const eks = cluster(stack, props);
    eks.addNodeGroup('ng');
    eks.addServiceAccountIdentity({ namespace, serviceAccount, kind: 'irsa' });
  };
const namespaces = (count: number): { readonly namespace: string }[] =>
  Array.from({ length: count }, (_, index) => ({ namespace: `team-${index}` }));
const labels = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 'yes']));
const version = (given: unknown, ...says: readonly string[]): BadInput => ({
  title: `Kubernetes ${typeof given === 'number' ? `the number ${given}` : given}`,
  build: clusterWith({ version: given }),
  at: 'dev/eks',
  says: [String(given), 'supported', '1.36', ...says],
});

describe('a cluster is refused with', () => {
  itRefuses([
    {
      title: 'a name of 101 characters',
      build: clusterWith({ clusterName: 'a'.repeat(101) }),
      at: 'dev/eks',
      says: ['name', '101', '100'],
    },
    version('1.24'),
    version('1.3'),
    version(1.3),
    version('v1.33'),
    version('latest'),
    {
      title: 'a public endpoint that is open to everybody',
      build: clusterWith({ endpoint: { kind: 'public-and-private', cidrs: ['0.0.0.0/0'] } }),
      at: 'dev/eks',
      says: ['0.0.0.0/0', 'public'],
    },
    {
      title: 'a public endpoint and an empty list',
      build: clusterWith({ endpoint: { kind: 'public-only', cidrs: [] } }),
      at: 'dev/eks',
      says: ['0.0.0.0/0', 'public'],
    },
    {
      title: 'a public endpoint and no list',
      build: clusterWith({ endpoint: { kind: 'public-only' } }),
      at: 'dev/eks',
      says: ['0.0.0.0/0', 'public'],
    },
    {
      title: 'days of logs that are not a number',
      build: clusterWith({ logRetentionDays: Number.NaN }),
      at: 'dev/eks',
      says: ['logRetentionDays', 'NaN', '365'],
    },
    {
      title: 'subnets of one zone',
      build: (stack) => {
        const network = new Network(stack, 'net', { availabilityZones: ['us-east-1a'] });
        cluster(stack, { network }).addNodeGroup('ng');
      },
      at: 'dev/eks',
      says: [['two', '2'], 'availability zone', 'us-east-1a'],
    },
    {
      title: "a service block that is the network's",
      build: clusterWith({ serviceIpv4Cidr: '10.0.0.0/16' }),
      at: 'dev/eks',
      says: ['10.0.0.0/16', 'overlap'],
    },
    {
      title: 'a service block of /8',
      build: clusterWith({ serviceIpv4Cidr: '10.0.0.0/8' }),
      at: 'dev/eks',
      says: ['10.0.0.0/8', '/24', '/12'],
    },
    {
      title: 'a service block of public addresses',
      build: clusterWith({ serviceIpv4Cidr: '8.8.0.0/16' }),
      at: 'dev/eks',
      says: ['8.8.0.0/16', 'private'],
    },
  ]);
});

describe('nodes are refused with', () => {
  itRefuses([
    {
      title: 'more of them at first than there may be',
      build: nodes({ min: 1, max: 4, desired: 10 }),
      at: 'dev/eks/ng',
      says: ['desired', '10', '4'],
    },
    {
      title: 'more of them at first than there may be, without EKS to manage them',
      build: (stack) => {
        const eks = cluster(stack);
        eks.addNodeGroup('ng');
        new SelfManagedNodeGroup(stack, 'own', { cluster: eks, scaling: { min: 1, max: 4, desired: 10 } });
      },
      at: 'dev/own',
      says: ['desired', '10', '4'],
    },
  ]);
});

describe('a Fargate profile is refused with', () => {
  itRefuses([
    { title: '6 selectors', build: profile(namespaces(6)), at: 'dev/eks/apps', says: ['6', '5', 'selectors'] },
    { title: 'no selector', build: profile([]), at: 'dev/eks/apps', says: ['0', '5', 'selectors'] },
    {
      title: '6 labels in a selector',
      build: profile([{ namespace: 'apps', labels: labels(6) }]),
      at: 'dev/eks/apps',
      says: ['6', '5', 'labels', 'selectors'],
    },
  ]);
});

describe('a role for a service account is refused with', () => {
  itRefuses([
    {
      title: 'IRSA on a cluster without OIDC provider',
      build: identity('kube-system', 's3-reader', { oidcProvider: false }),
      at: 'dev/eks/Identity-kube-system-s3-reader',
      says: ['OIDC', 's3-reader'],
    },
    {
      title: 'an empty namespace',
      build: identity('', 's3-reader'),
      at: 'dev/eks/Identity--s3-reader',
      says: ['namespace'],
    },
    {
      title: 'a wildcard for the service account',
      build: identity('kube-system', '*'),
      at: 'dev/eks/Identity-kube-system-*',
      says: ['serviceAccount', '*'],
    },
  ]);
});

describe('EKS is accepted with', () => {
  itAccepts({
    'a control plane in subnets of /28': (stack) => {
      const network = new Network(stack, 'net', {
        cidrBlock: '10.0.0.0/16',
        tiers: ['public', 'private', { name: 'control-plane', prefixLength: 28 }],
      });
      cluster(stack, { network, subnets: { tier: 'control-plane' } }).addNodeGroup('ng');
    },
    'a name of 100 characters that begins with a digit': clusterWith({ clusterName: `1${'a'.repeat(99)}` }),
    'nodes whose bounds are equal': nodes({ min: 2, max: 2, desired: 2 }),
    '5 selectors, two of one namespace': profile([
      ...namespaces(3),
      { namespace: 'apps', labels: { size: 'small' } },
      { namespace: 'apps', labels: { size: 'large' } },
    ]),
    '5 labels in a selector': profile([{ namespace: 'apps', labels: labels(5) }]),
    'a free service block of /24 and of /12': (stack) => {
      for (const [id, serviceIpv4Cidr] of [
        ['small', '172.20.0.0/24'],
        ['large', '172.16.0.0/12'],
      ] as const) {
        const { network } = stack;
        new EksCluster(stack, id, { network, admins: [ADMIN], serviceIpv4Cidr }).addNodeGroup('ng');
      }
    },
    '40 blocks on its public endpoint': clusterWith({
      endpoint: {
        kind: 'public-and-private',
        cidrs: Array.from({ length: 40 }, (_, index) => `203.0.113.${index}/32`),
      },
    }),
  });
});
