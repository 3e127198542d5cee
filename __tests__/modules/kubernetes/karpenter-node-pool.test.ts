import {
  EksCluster,
  EnvironmentStack,
  Karpenter,
  KarpenterNodePool,
  type KarpenterNodePoolProps,
  KarpenterResources,
  KubernetesStack,
  LoadBalancerController,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';
import { CHARTS } from '../../../modules/eks-addons/chart-versions';
import { untestedMinor, validateKarpenterProps } from '../../../modules/eks-addons/karpenter';
import { validateKarpenterNodePoolProps } from '../../../modules/kubernetes/karpenter-node-pool';
import { chartKeys, unknownKeys, valuesOf } from '../../support/chart-keys';
import { resources, type StackJson, synthApp } from '../../support/synth';

function platform({
  poolsApart = true,
  pool = {},
}: {
  poolsApart?: boolean;
  pool?: Partial<KarpenterNodePoolProps>;
} = {}): Readonly<Record<string, StackJson>> {
  return synthApp((app) => {
    const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
    const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
    const cluster = new EksCluster(dev, 'eks', {
      admins: ['arn:aws:iam::123456789012:role/platform'],
      endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    });
    new ManagedNodeGroup(dev, 'system', { cluster, scaling: { min: 2, max: 2 } });
    const aws = new KarpenterResources(dev, 'karpenter', { cluster });
    const addons = new KubernetesStack(app, 'dev-platform', { cluster });
    new LoadBalancerController(addons, 'load-balancer-controller');
    new Karpenter(addons, 'karpenter', { resources: aws });
    const later = poolsApart ? new KubernetesStack(app, 'dev-workloads', { cluster }) : addons;
    new KarpenterNodePool(later, 'apps', { resources: aws, cpuLimit: 102_400, ...pool });
  });
}

describe('Karpenter', () => {
  const stacks = platform({ pool: { taints: [{ key: 'apps', effect: 'NoSchedule' }], labels: { pool: 'apps' } } });
  const releases = resources(stacks['dev-platform'] ?? {}, 'helm_release');
  const controller = releases.find(({ name }) => name === 'karpenter') ?? {};

  it('follows its CRDs, which are a release of their own so that they follow its version', () => {
    expect(controller).toMatchObject({
      version: '1.14.1',
      skip_crds: true,
      repository: 'oci://public.ecr.aws/karpenter',
    });
    expect(releases.find(({ name }) => name === 'karpenter-crd')).toMatchObject({ version: '1.14.1' });
    expect(controller.depends_on).toContainEqual(expect.stringMatching(/^helm_release\.karpenter_Crds/));
  });

  it('gets only values that its chart reads', () => {
    expect(chartKeys(CHARTS.karpenter).version).toBe(CHARTS.karpenter.version);
    expect(unknownKeys(CHARTS.karpenter, valuesOf(controller))).toEqual([]);
  });

  it("listens to the queue of the cluster's state, by its literal name", () => {
    const [queue] = resources(stacks.dev ?? {}, 'aws_sqs_queue');
    expect(valuesOf(controller)).toMatchObject({ settings: { interruptionQueue: queue?.name, isolatedVPC: false } });
    expect(stacks['dev-platform']?.data).not.toHaveProperty('terraform_remote_state');
  });

  it("starts encrypted nodes with IMDSv2 and the role of the cluster's state, up to a limit", () => {
    const manifests = resources(stacks['dev-workloads'] ?? {}, 'kubernetes_manifest').map(({ manifest }) => manifest);
    expect(manifests).toMatchObject([
      {
        kind: 'EC2NodeClass',
        spec: {
          role: expect.stringMatching(/karpenter/),
          metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
          blockDeviceMappings: [{ ebs: { encrypted: true } }],
        },
      },
      {
        kind: 'NodePool',
        spec: {
          limits: { cpu: '100' },
          template: {
            metadata: { labels: { pool: 'apps' } },
            spec: {
              taints: [{ key: 'apps', effect: 'NoSchedule' }],
              expireAfter: '720h',
              nodeClassRef: { name: 'apps' },
            },
          },
          disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized' },
        },
      },
    ]);
  });

  it('goes after its nodes: the pool first, then the node class, which Karpenter keeps until the last one has ended', () => {
    const [nodeClass, nodePool] = resources(stacks['dev-workloads'] ?? {}, 'kubernetes_manifest');
    expect(nodePool?.depends_on).toEqual([expect.stringMatching(/^kubernetes_manifest\.apps_Objects_EC2NodeClass/)]);
    expect(nodeClass).toMatchObject({ timeouts: { delete: '60m' } });
    expect(nodeClass).not.toHaveProperty('depends_on');
  });

  it('has the stack of its pools after its own, whichever was written first and without another controller', () => {
    let order: string[] = [];
    synthApp((app) => {
      const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
      const cluster = new EksCluster(dev, 'eks', {
        admins: ['arn:aws:iam::123456789012:role/platform'],
        endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
      });
      new ManagedNodeGroup(dev, 'system', { cluster });
      const aws = new KarpenterResources(dev, 'karpenter', { cluster });
      const pools = new KubernetesStack(app, 'dev-pools', { cluster });
      new KarpenterNodePool(pools, 'apps', { resources: aws, cpuLimit: 102_400 });
      new Karpenter(new KubernetesStack(app, 'dev-platform', { cluster }), 'karpenter', { resources: aws });
      order = pools.dependencies.map(({ node }) => node.id);
    });
    expect(order).toEqual(['dev', 'dev-platform']);
  });

  it('is refused in one stack with its pools, whose CRDs Terraform asks for at plan', () => {
    expect(() => platform({ poolsApart: false })).toThrow(/a stack after the one with Karpenter/);
  });

  it('is not known to work with a newer cluster than its version was tested with', () => {
    expect(untestedMinor('1.37')).toHaveLength(1);
    expect(untestedMinor('1.36')).toEqual([]);
    expect(untestedMinor(undefined)).toEqual([]);
  });

  it.each([0, 3])('is refused with %p replicas', (replicas) => {
    expect(validateKarpenterProps({ replicas })).toHaveLength(1);
  });

  it.each<[string, Partial<KarpenterNodePoolProps>]>([
    ['cpuLimit', { cpuLimit: 1023 }],
    ['memoryLimitMib', { memoryLimitMib: 1 }],
    ['name', { name: 'Apps' }],
    ['imageAlias', { imageAlias: 'al2023' }],
    ['expireAfterHours', { expireAfterHours: 0 }],
  ])('refuses a pool for a bad %s', (field, bad) => {
    expect(validateKarpenterNodePoolProps({ cpuLimit: 1024, ...bad }).map((issue) => issue.field)).toEqual([field]);
  });
});
