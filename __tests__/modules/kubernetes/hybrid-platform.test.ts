import {
  EksCluster,
  EnvironmentStack,
  ExternalDns,
  FargateProfile,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';
import { resources, type StackJson, synthApp, theResource } from '../../support/synth';

describe('[row 155] managed nodes, Fargate, autoscaler, load balancer controller and ExternalDNS', () => {
  const order: Record<string, string[]> = {};
  let stacks: Readonly<Record<string, StackJson>> = {};
  beforeAll(() => {
    stacks = synthApp((app) => {
      const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
      const cluster = new EksCluster(dev, 'eks', {
        admins: ['arn:aws:iam::123456789012:role/platform'],
        endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
        addons: { 'metrics-server': {} },
      });
      new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 6 } });
      new FargateProfile(dev, 'batch', { cluster, selectors: [{ namespace: 'batch' }] });
      const platform = new KubernetesStack(app, 'dev-platform', { cluster });
      new ExternalDns(platform, 'external-dns', { hostedZones: { 'acme.dev': 'Z0123456789ABC' } });
      new LoadBalancerController(platform, 'load-balancer-controller');
      const workloads = new KubernetesStack(app, 'dev-workloads', { cluster });
      new KubernetesWorkload(workloads, 'web', {
        image: 'nginx:1.27',
        port: 80,
        scaling: { min: 2, max: 10, cpuPercent: 70 },
        expose: { domainName: 'web.acme.dev' },
      });
      new KubernetesWorkload(workloads, 'batch', { image: 'batch:1', scaling: { fixed: 1 } });
      for (const stack of [dev, platform, workloads])
        order[stack.node.id] = stack.dependencies.map(({ node }) => node.id);
    });
  });

  it('are there', () => {
    const { dev = {}, 'dev-platform': platform = {}, 'dev-workloads': workloads = {} } = stacks;
    expect(resources(dev, 'aws_eks_node_group')).toHaveLength(1);
    expect(resources(dev, 'aws_eks_fargate_profile')).toHaveLength(1);
    expect(
      resources(platform, 'helm_release')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['aws-load-balancer-controller', 'external-dns']);
    expect(resources(workloads, 'kubernetes_horizontal_pod_autoscaler_v2')).toHaveLength(1);
    expect(theResource(workloads, 'kubernetes_ingress_v1')).toMatchObject({ spec: { ingress_class_name: 'alb' } });
  });

  it('are made in order: the cluster, the controller, the rest', () => {
    expect(order).toEqual({ dev: [], 'dev-platform': ['dev'], 'dev-workloads': ['dev', 'dev-platform'] });
    const [externalDns] = resources(stacks['dev-platform'] ?? {}, 'helm_release').filter(
      ({ name }) => name === 'external-dns',
    );
    expect(externalDns?.depends_on).toEqual([expect.stringMatching(/^helm_release\.load-balancer-controller/)]);
  });

  it('have their AWS rights in the state of the cluster, before any pod asks for them', () => {
    const accounts = resources(stacks.dev ?? {}, 'aws_eks_pod_identity_association').map(
      ({ service_account }) => service_account,
    );
    expect(accounts).toEqual(expect.arrayContaining(['aws-load-balancer-controller', 'external-dns']));
  });

  it('read the cluster by its name and nothing of its state', () => {
    expect(stacks['dev-workloads']?.data).not.toHaveProperty('terraform_remote_state');
  });
});
