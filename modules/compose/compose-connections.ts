import type { EcsService } from '../ecs/service/ecs-service';
import { Peer } from '../network/peer';
import { Port } from '../network/port';
import { addDependency } from '../shared/dependencies';
import type { ComposeEntry } from './compose-entry';
import type { ComposeTask } from './compose-tasks';

interface MadeTask {
  readonly task: ComposeTask;
  readonly service: EcsService;
}

interface Rules {
  readonly entry?: ComposeEntry;
  /** Network -> the security group that decides in its place. */
  readonly securityGroups: Readonly<Record<string, string>>;
}

/**
 * Published ports are opened to the clients of `entry`, all ports to services of the same network; a service is deployed
 * after those that it depends on.
 */
export function connectServices(all: readonly MadeTask[], { entry, securityGroups }: Rules): void {
  for (const { task, service } of all) {
    if (entry?.kind === 'tasks') admit(entry.cidrs, task, service);
    for (const other of all.filter((one) => one.service !== service)) {
      if (task.waitsFor(other.task)) addDependency(service.service, other.service.service);
      if (task.sharesNetwork(other.task, securityGroups)) call(service, other);
    }
  }
}

function admit(cidrs: readonly string[], { published }: ComposeTask, service: EcsService): void {
  for (const { containerPort, protocol } of published) {
    for (const cidr of cidrs) service.connections.allowFrom(Peer.ipv4(cidr), Port[protocol](containerPort));
  }
}

function call(caller: EcsService, { task, service }: MadeTask): void {
  for (const { containerPort, protocol = 'tcp' } of task.services.flatMap(({ ports }) => ports)) {
    service.connections.allowFrom(caller, Port[protocol](containerPort));
  }
}
