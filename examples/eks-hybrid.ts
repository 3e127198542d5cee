import type { App } from 'cdktf';
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

/** Nodes for what runs all day, Fargate for what comes and goes; load balancers and DNS names follow the Ingresses. */
export function eksHybrid(app: App): void {
  const dev = new EnvironmentStack(app, 'hybrid-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const cluster = new EksCluster(dev, 'eks', {
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  });
  new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 6 } });
  new FargateProfile(dev, 'reports', { cluster, selectors: [{ namespace: 'reports' }] });

  const platform = new KubernetesStack(app, 'hybrid-dev-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');
  new ExternalDns(platform, 'external-dns', { hostedZones: { 'acme.example': 'Z0123456789ABC' } });

  const workloads = new KubernetesStack(app, 'hybrid-dev-workloads', { cluster });
  new KubernetesWorkload(workloads, 'web', {
    image: 'nginx:1.27',
    port: 80,
    scaling: { min: 2, max: 10, cpuPercent: 70 },
    expose: { domainName: 'web.acme.example', scheme: 'internet-facing' }, // the record is ExternalDNS's
  });
  new KubernetesWorkload(workloads, 'reports', { image: 'ghcr.io/acme/reports:1.2.0', scaling: { fixed: 1 } });
}
