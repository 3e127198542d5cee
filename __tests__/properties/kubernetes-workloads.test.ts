import { TerraformStack } from 'cdktf';
import fc from 'fast-check';
import {
  ClusterProviders,
  EksCluster,
  KubernetesWorkload,
  type KubernetesWorkloadProps,
  LoadBalancerController,
  MetricsServer,
} from '../../index';
import { unchecked } from '../bad-inputs/answers';
import { type Build, itRefusesOrAccepts, mostly, nameOf, some, whole } from './programs';

const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
const workload = some({
  port: whole(1, 65_535),
  environment: fc.dictionary(
    mostly(variable, fc.constantFrom('', 'A B')),
    fc.oneof(fc.string(), fc.constantFrom('${a}', '%{if}', '"\n')),
    { maxKeys: 2 },
  ),
  secrets: fc.dictionary(
    variable,
    mostly(fc.constant({ secretName: 'web', key: 'token' }), fc.constant({ secretName: 'Web', key: '' })),
    { maxKeys: 1 },
  ),
  cpu: whole(1, 4096),
  memoryMib: whole(4, 8192),
  scaling: mostly<object, object>(
    fc.constantFrom(
      { fixed: 0 },
      { fixed: 3 },
      { min: 2, max: 2 },
      { min: 1, max: 9, cpuPercent: 100, memoryPercent: 1 },
    ),
    fc.constantFrom({ min: 0, max: 1 }, { min: 2, max: 1 }, { fixed: -1 }, { fixed: Number.NaN }),
  ),
  deployment: mostly<object, object>(
    fc.constantFrom(
      { kind: 'rolling' },
      { kind: 'rolling', minimumHealthyPercent: 50, maximumPercent: 100 },
      { kind: 'canary', canaryPercent: 50 },
      { kind: 'linear', stepPercent: 34, stepMinutes: 0 },
      { kind: 'blue-green', bakeMinutes: 1 },
    ),
    fc.constantFrom({ kind: 'canary', canaryPercent: 0 }, { kind: 'rolling', maximumPercent: 100 }),
  ),
  expose: fc.option(
    fc.record({ domainName: fc.constant('web.acme.dev'), hostedZone: fc.constant({ zoneId: 'Z1', name: 'acme.dev' }) }),
    { nil: undefined },
  ),
  healthCheck: mostly<object, object>(
    fc.constantFrom({ path: '/healthz' }, { command: ['/check', '${a}'] }, { kind: 'tcp' }),
    fc.constant({ path: 'healthz' }),
  ),
  command: fc.array(fc.string(), { maxLength: 2 }),
  name: nameOf(63),
  labels: fc.dictionary(nameOf(63), nameOf(63), { maxKeys: 1 }),
  user: whole(1, 65_535),
  readonlyRootFilesystem: fc.boolean(),
  writablePaths: mostly<unknown, unknown>(
    fc.constantFrom([], ['/tmp', '/var/cache'], [{ path: '/run', memoryMib: 1 }]),
    fc.constantFrom(['tmp'], [{ path: '/run', memoryMib: 0 }]),
  ),
  kubernetesApiAccess: fc.boolean(),
  stopTimeoutSeconds: whole(0, 3600),
});

const build: Build<object> = (scope, props) => {
  const stack = TerraformStack.of(scope);
  // One cluster for all programs of a stack, as it has one pair of providers.
  if (stack.node.tryFindChild('Providers') === undefined) {
    const cluster = EksCluster.fromAttributes(stack, 'Cluster', {
      clusterName: `shop-${stack.node.id}`,
      version: '1.36',
      vpcId: 'vpc-0123456789abcdef0',
      clusterSecurityGroupId: 'sg-0123456789abcdef0',
      oidcIssuer: 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
      publicEndpoint: true,
    });
    new ClusterProviders(stack, 'Providers', { cluster, existing: ['argo-rollouts'] });
    new LoadBalancerController(stack, 'LoadBalancerController');
    new MetricsServer(stack, 'MetricsServer');
  }
  const id = `web-${scope.node.id.toLowerCase()}`;
  new KubernetesWorkload(scope, id, unchecked<KubernetesWorkloadProps>({ image: 'nginx:1.27', ...props })).addToPolicy({
    actions: ['s3:GetObject'],
    resources: ['arn:aws:s3:::acme-data/*'],
  });
};

describe('a workload in a cluster', () => itRefusesOrAccepts(workload, build, { givenNames: ({ name }) => [name] }));
