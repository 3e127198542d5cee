import type { App } from 'cdktf';
import { ApplicationLoadBalancer, EcsService, EnvironmentStack } from 'cdktf-aws-containers';

/** A React front and its Node back on Fargate, behind one load balancer and one name: `/` and `/api`. */
export function reactAndNode(app: App): void {
  const dev = new EnvironmentStack(app, 'shop-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
    cluster: { namespace: { kind: 'http' } },
  });
  const entry = { kind: 'domain', domainName: 'shop.acme.example', hostedZone: 'acme.example' } as const;
  const loadBalancer = new ApplicationLoadBalancer(dev, 'entrance', { scheme: 'internet-facing', entry });
  const common = { scaling: { min: 2, max: 10, cpuPercent: 70 }, discovery: { kind: 'service-connect' } } as const;
  const back = new EcsService(dev, 'back', {
    ...common,
    image: 'ghcr.io/acme/shop-back:1.4.0',
    port: 3000,
    expose: { loadBalancer, paths: ['/api'] },
    healthCheck: { path: '/api/health' },
  });
  const front = new EcsService(dev, 'front', {
    ...common,
    image: 'ghcr.io/acme/shop-front:1.4.0',
    port: 8080,
    expose: { loadBalancer, paths: ['/'] },
    environment: { BACK_URL: back.discoveryUrl },
  });
  back.allowCallsFrom(front);
}
