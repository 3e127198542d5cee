import type { App } from 'cdktf';
import {
  EksCluster,
  EnvironmentStack,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';

/** A cluster with managed nodes, the Load Balancer Controller, and an application with its Ingress, in three states. */
export function eksWebService(app: App): void {
  const dev = new EnvironmentStack(app, 'kubernetes-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const cluster = new EksCluster(dev, 'eks', {
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  });
  new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 6 } });
  const platform = new KubernetesStack(app, 'kubernetes-dev-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');
  const workloads = new KubernetesStack(app, 'kubernetes-dev-workloads', { cluster });
  new KubernetesWorkload(workloads, 'web', {
    image: 'nginx:1.27',
    port: 80,
    scaling: { min: 2, max: 10, cpuPercent: 70 },
    expose: { domainName: 'web.acme.example', scheme: 'internet-facing' },
  });
}
