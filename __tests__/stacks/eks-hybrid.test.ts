import { TerraformStack } from 'cdktf';
import { EksHybrid, type EksHybridProps, EnvironmentStack } from '../../index';
import { validateEksHybridProps } from '../../stacks/eks-hybrid';
import { resources, type StackJson, synthApp, theResource } from '../support/synth';

const props: EksHybridProps = {
  cluster: {
    admins: ['arn:aws:iam::123456789012:role/platform'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  },
  fargateNamespaces: ['reports'],
  hostedZones: { 'acme.dev': 'Z0123456789ABC' },
  workloads: {
    web: {
      image: 'nginx:1.27',
      port: 80,
      scaling: { min: 2, max: 10, cpuPercent: 70 },
      expose: { domainName: 'web.acme.dev' },
    },
    reports: { image: 'acme/reports:1', scaling: { fixed: 1 } },
  },
};

function platform(ids: readonly string[] = ['hybrid'], over: Partial<EksHybridProps> = {}) {
  const waitsFor: Record<string, readonly string[]> = {};
  const stacks = synthApp((app) => {
    const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
    const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
    for (const id of ids) new EksHybrid(dev, id, { ...props, ...over });
    for (const stack of app.node.children.filter((child) => child instanceof TerraformStack)) {
      waitsFor[stack.node.id] = stack.dependencies.map(({ node }) => node.id);
    }
  });
  return { stacks, waitsFor };
}

function releaseNamed(json: StackJson, name: string): Record<string, unknown> {
  return resources(json, 'helm_release').find((release) => release.name === name) ?? {};
}

describe('[row 155] one construct', () => {
  const { stacks, waitsFor } = platform();
  const { dev = {}, 'dev-platform': controllers = {}, 'dev-workloads': workloads = {} } = stacks;

  it('gives managed nodes, Fargate, an autoscaler, the load balancer controller and ExternalDNS', () => {
    expect(theResource(dev, 'aws_eks_node_group').scaling_config).toMatchObject({ min_size: 2, max_size: 4 });
    expect(theResource(dev, 'aws_eks_fargate_profile').selector).toEqual([{ namespace: 'reports' }]);
    expect(theResource(workloads, 'kubernetes_horizontal_pod_autoscaler_v2').spec).toMatchObject({
      scale_target_ref: { kind: 'Deployment', name: 'web' },
    });
    expect(releaseNamed(controllers, 'aws-load-balancer-controller')).toHaveProperty('version');
    expect(releaseNamed(controllers, 'external-dns')).toHaveProperty('version');
  });

  it('declares their order: cluster, controllers, applications; ExternalDNS after the controller', () => {
    expect(waitsFor).toEqual({ dev: [], 'dev-platform': ['dev'], 'dev-workloads': ['dev', 'dev-platform'] });
    expect(releaseNamed(controllers, 'external-dns').depends_on).toEqual([
      expect.stringMatching(/^helm_release\.LoadBalancerController/),
    ]);
    const metrics = resources(dev, 'aws_eks_addon').find(({ addon_name: name }) => name === 'metrics-server');
    expect(metrics?.depends_on).toContainEqual(expect.stringMatching(/^aws_eks_node_group\.hybrid_Nodes/));
  });

  it('keeps each of the three in a state of its own, without helm and kubernetes beside the cluster', () => {
    const keys = Object.values(stacks).map(({ terraform }) => JSON.stringify(terraform?.backend));
    expect(new Set(keys).size).toBe(3);
    expect(dev.provider).not.toHaveProperty('helm');
    expect(dev.provider).not.toHaveProperty('kubernetes');
  });
});

it('a second platform in one stack is refused: its stacks would have the same names', () => {
  expect(() => platform(['one', 'two'])).toThrow(/stack is "dev-platform".*the stack of this platform beside "dev"/);
});

it.each<[string, readonly string[]]>([
  ['no namespace', []],
  ['one namespace twice', ['reports', 'reports']],
])('refuses %s for Fargate', (_, fargateNamespaces) => {
  expect(validateEksHybridProps({ fargateNamespaces }).map(({ field }) => field)).toEqual(['fargateNamespaces']);
});
