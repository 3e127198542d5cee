import { TerraformStack } from 'cdktf';
import { eksHybrid } from '../../examples/eks-hybrid';
import { resources, synthApp, theResource } from '../support/synth';

describe('[row 155] nodes and Fargate in one cluster', () => {
  const waitsFor: Record<string, readonly string[]> = {};
  const stacks = synthApp((app) => {
    eksHybrid(app);
    for (const stack of app.node.children.filter((child) => child instanceof TerraformStack)) {
      waitsFor[stack.node.id] = stack.dependencies.map(({ node }) => node.id);
    }
  });
  const {
    'hybrid-dev': dev = {},
    'hybrid-dev-platform': platform = {},
    'hybrid-dev-workloads': workloads = {},
  } = stacks;

  it('have both kinds of compute, the autoscaler with its metrics, the controller and ExternalDNS', () => {
    expect(resources(dev, 'aws_eks_node_group')).toHaveLength(1);
    expect(resources(dev, 'aws_eks_fargate_profile')).toHaveLength(1);
    expect(resources(dev, 'aws_eks_addon').map(({ addon_name: name }) => name)).toContain('metrics-server');
    expect(
      resources(platform, 'helm_release')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['aws-load-balancer-controller', 'external-dns']);
    expect(theResource(workloads, 'kubernetes_horizontal_pod_autoscaler_v2')).toMatchObject({
      spec: { min_replicas: 2, max_replicas: 10 },
    });
  });

  it('are applied in the order cluster, controller, applications', () => {
    expect(waitsFor).toEqual({
      'hybrid-dev': [],
      'hybrid-dev-platform': ['hybrid-dev'],
      'hybrid-dev-workloads': ['hybrid-dev', 'hybrid-dev-platform'],
    });
    const externalDns = resources(platform, 'helm_release').find(({ name }) => name === 'external-dns');
    expect(externalDns?.depends_on).toEqual([expect.stringMatching(/^helm_release\.LoadBalancerController/)]);
  });

  it('leave the record of the name to ExternalDNS', () => {
    expect(theResource(workloads, 'kubernetes_ingress_v1')).toMatchObject({
      spec: { rule: [{ host: 'web.acme.example' }] },
    });
    expect(workloads.resource).not.toHaveProperty('aws_route53_record');
  });
});
