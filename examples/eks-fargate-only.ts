import type { App } from 'cdktf';
import {
  EksCluster,
  EnvironmentStack,
  FargateProfile,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
} from 'cdktf-aws-containers';

/** A cluster without a node to patch: CoreDNS, the Load Balancer Controller and the application are pods on Fargate. */
export function eksFargateOnly(app: App): void {
  const dev = new EnvironmentStack(app, 'fargate-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const cluster = new EksCluster(dev, 'eks', {
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    serviceAccountIdentity: 'irsa', // the Pod Identity agent needs nodes
  });
  new FargateProfile(dev, 'system', { cluster, selectors: [{ namespace: 'kube-system' }] });
  new FargateProfile(dev, 'apps', { cluster, selectors: [{ namespace: 'web' }] });

  const platform = new KubernetesStack(app, 'fargate-dev-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');

  const workloads = new KubernetesStack(app, 'fargate-dev-workloads', { cluster });
  const web = new KubernetesWorkload(workloads, 'web', {
    image: 'nginx:1.27',
    port: 80,
    scaling: { min: 2, max: 10, cpuPercent: 70 },
    expose: { domainName: 'web.acme.example', hostedZone: 'acme.example', scheme: 'internet-facing' },
  });
  web.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-web-assets/*'] });
}
