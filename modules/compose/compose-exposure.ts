import type { Construct } from 'constructs';
import type { Expose } from '../ecs/service/service-exposure';
import { ApplicationListener } from '../load-balancing/application-listener';
import { report } from '../shared/problems';
import type { ComposeEntry } from './compose-entry';
import type { ComposeTask } from './compose-tasks';

/** What leads to the one published port of a task; nothing where clients connect to the tasks. */
export function exposeOf(scope: Construct, entry: ComposeEntry | undefined, task: ComposeTask): Expose | undefined {
  const [first, ...others] = task.published;
  if (entry === undefined || entry.kind === 'tasks' || first === undefined) return undefined;
  if (others.length > 0) {
    report(scope, [
      {
        field: `compose.services.${first.container}.ports`,
        value: task.published.map(({ containerPort }) => containerPort),
        limit: 'one published port of a task behind a load balancer',
        fix: 'name the others under expose:',
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
      },
    ]);
  }
  const { container, containerPort: port, clientPort, protocol, http } = first;
  if (entry.kind === 'network') {
    return {
      networkLoadBalancer: entry.loadBalancer,
      listenerPort: clientPort,
      transport: { kind: protocol },
      container,
      port,
    };
  }
  const { loadBalancer, certificate } = entry;
  if (!http) {
    report(scope, [
      {
        field: `compose.services.${container}.ports`,
        value: port,
        limit: 'HTTP behind an application load balancer: 80, 443, or a port with x-aws-protocol: http',
        fix: `write { target: ${port}, x-aws-protocol: http }, or entry: { kind: 'network', loadBalancer }`,
        see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html',
      },
    ]);
  }
  const protocolOfListener =
    certificate === undefined ? ({ kind: 'http' } as const) : ({ kind: 'https', certificate } as const);
  const listener =
    loadBalancer.listener?.port === clientPort
      ? loadBalancer.listener
      : new ApplicationListener(scope, `Listener-${clientPort}`, {
          loadBalancer,
          port: clientPort,
          protocol: protocolOfListener,
        });
  return { listener, container, port };
}
