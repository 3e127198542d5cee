import type { App } from 'cdktf';
import { Ec2Capacity, EcsService, EnvironmentStack } from 'cdktf-aws-containers';

/**
 * Two versions side by side on one instance: Docker gives each task a free port, so an upgrade starts the new tasks
 * before it stops the old ones. The instance needs memory for twice the tasks.
 */
export function ec2DynamicPorts(app: App): void {
  const dev = new EnvironmentStack(app, 'intranet-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const instance = new Ec2Capacity(dev, 'instance', {
    cluster: dev.cluster,
    instanceTypes: ['t3.medium'], // 4 GiB, of which ECS can place about 3.8
    minSize: 1,
    maxSize: 1,
    managedScaling: false,
  });
  new EcsService(dev, 'wiki', {
    capacity: instance,
    networkMode: 'bridge',
    image: 'ghcr.io/acme/wiki:6.2.0',
    port: 8080, // no host port: any that is free
    memoryMib: 768, // two tasks, and two more during an upgrade: 3 GiB
    scaling: { fixed: 2 },
    deployment: { kind: 'rolling', minimumHealthyPercent: 100, maximumPercent: 200 },
    expose: { plainHttp: true },
    healthCheck: { path: '/health' },
  });
}
