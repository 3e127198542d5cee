import type { App } from 'cdktf';
import { EcsService } from '../modules/ecs';
import { EnvironmentStack } from '../stacks/environment-stack';

/** A network of three zones with a NAT gateway each, and an autoscaled Fargate service behind a load balancer. */
export function layerProgram(app: App, id: string): void {
  const stack = new EnvironmentStack(app, id, {
    region: 'eu-west-1',
    accountId: '123456789012',
    network: { availabilityZones: ['a', 'b', 'c'], nat: { kind: 'perAz' } },
  });
  new EcsService(stack, 'web', {
    image: 'ghcr.io/acme/web:1.0.0',
    port: 8080,
    expose: { plainHttp: true, scheme: 'internet-facing' },
    scaling: { min: 2, max: 10, cpuPercent: 70 },
  });
}
