import {
  EcsCluster,
  EcsService,
  EksCluster,
  EnvironmentStack,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
  Network,
  Port,
  ServiceNamespace,
} from 'cdktf-aws-containers';
import { resources, type StackJson, synthApp, theResource } from '../../support/synth';

describe('[row 136] ECS and EKS in one network', () => {
  let stacks: Readonly<Record<string, StackJson>> = {};
  beforeAll(() => {
    stacks = synthApp((app) => {
      const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
      const network = new Network(dev, 'Shared');
      const namespace = new ServiceNamespace(dev, 'Names', { kind: 'private-dns', network, name: 'acme.internal' });
      const cluster = new EcsCluster(dev, 'Ecs', { network });
      const prices = new EcsService(dev, 'prices', {
        cluster,
        image: 'acme/prices:1',
        port: 8080,
        discovery: { kind: 'dns', namespace },
      });
      const eks = new EksCluster(dev, 'eks', {
        network,
        admins: ['arn:aws:iam::123456789012:role/platform'],
        endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
      });
      new ManagedNodeGroup(dev, 'nodes', { cluster: eks, scaling: { min: 2, max: 4 } });
      new LoadBalancerController(
        new KubernetesStack(app, 'dev-platform', { cluster: eks }),
        'load-balancer-controller',
      );
      const workloads = new KubernetesStack(app, 'dev-workloads', { cluster: eks });
      const web = new KubernetesWorkload(workloads, 'web', {
        image: 'acme/web:1',
        port: 80,
        environment: { PRICES_URL: prices.discovery?.url ?? '' },
        expose: { domainName: 'web.acme.internal', protocol: 'http', scheme: 'internal' },
      });
      prices.connections.allowFrom(web, Port.tcp(8080));
    });
  });

  it('share it', () => {
    const { dev = {} } = stacks;
    expect(theResource(dev, 'aws_vpc')).toBeDefined();
    expect(resources(dev, 'aws_ecs_cluster')).toHaveLength(1);
    expect(resources(dev, 'aws_eks_cluster')).toHaveLength(1);
  });

  it('call each other by name: pods find the ECS service in Cloud Map', () => {
    const text = JSON.stringify(stacks['dev-workloads']);
    expect(text).toContain('http://prices.acme.internal:8080');
  });

  it('with one described rule on each side, on the port of the service only', () => {
    const all = Object.values(stacks).flatMap((json) => [
      ...resources(json, 'aws_vpc_security_group_ingress_rule'),
      ...resources(json, 'aws_vpc_security_group_egress_rule'),
    ]);
    const rules = all.filter(
      ({ description }) => String(description).includes('web to') && String(description).includes('tcp-8080'),
    );
    expect(rules).toHaveLength(2);
    for (const rule of rules) expect(rule).toMatchObject({ from_port: 8080, to_port: 8080, ip_protocol: 'tcp' });
  });
});
