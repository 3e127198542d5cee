import type { App } from 'cdktf';
import { EcsService, EnvironmentStack } from 'cdktf-aws-containers';

/** Network, cluster, HTTPS load balancer and a scaled Fargate service in one state. */
export function fargateWebService(app: App): void {
  const dev = new EnvironmentStack(app, 'web-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  new EcsService(dev, 'web', {
    image: 'nginx:1.27',
    port: 80,
    expose: { domainName: 'web.acme.example', hostedZone: 'acme.example' },
    scaling: { min: 2, max: 10, cpuPercent: 70 },
  });
}
