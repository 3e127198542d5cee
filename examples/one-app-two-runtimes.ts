import type { App } from 'cdktf';
import {
  EcsService,
  EksCluster,
  EnvironmentStack,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';

/** What the application is: the same words and units wherever it runs. */
const web = {
  image: 'nginx:1.14.2',
  port: 80,
  cpu: 512,
  memoryMib: 1024,
  environment: { GREETING: 'hello' },
  scaling: { fixed: 3 },
  healthCheck: { path: '/', intervalSeconds: 10, unhealthyThreshold: 2 },
} as const;

/** Where it runs: an ECS service on Fargate, and a Deployment with its Service and Ingress. */
export function oneAppTwoRuntimes(app: App): void {
  const dev = new EnvironmentStack(app, 'both-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  new EcsService(dev, 'web', {
    ...web,
    expose: { domainName: 'ecs.acme.example', hostedZone: 'acme.example' },
  });

  const cluster = new EksCluster(dev, 'eks', {
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  });
  new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 4 } });
  const platform = new KubernetesStack(app, 'both-dev-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');
  const workloads = new KubernetesStack(app, 'both-dev-workloads', { cluster });
  new KubernetesWorkload(workloads, 'web', {
    ...web,
    expose: { domainName: 'kubernetes.acme.example', hostedZone: 'acme.example', scheme: 'internet-facing' },
  });
}
