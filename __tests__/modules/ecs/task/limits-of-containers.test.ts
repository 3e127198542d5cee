import { EcsService, TaskDefinition, type TaskDefinitionProps } from '../../../../modules/ecs';
import { validateTaskDefinitionProps } from '../../../../modules/ecs/task/task-validation';
import { Peer } from '../../../../modules/network';
import { platform } from '../../../support/ecs';
import { resources, synth, theResource } from '../../../support/synth';

type Container = TaskDefinitionProps['containers'][string];

const fieldsOf = (container: Partial<Container>, task: Partial<TaskDefinitionProps> = {}): string[] =>
  validateTaskDefinitionProps({
    ...task,
    containers: { app: { image: 'a:1', ...container } },
  } as TaskDefinitionProps).map(({ field }) => field);

describe('a container on Fargate', () => {
  it('[row 34] reserves at most the memory that it may use', () => {
    expect(fieldsOf({ memoryMib: 256, memoryReservationMib: 256 })).toEqual([]);
    expect(fieldsOf({ memoryMib: 256, memoryReservationMib: 257 })).toEqual(['containers.app.memoryReservationMib']);
  });

  it('[row 34] has with the others no more CPU than the task', () => {
    const sidecar = (cpu: number) =>
      validateTaskDefinitionProps({
        cpu: 256,
        memoryMib: 512,
        containers: { app: { image: 'a:1', cpu: 200 }, proxy: { image: 'b:1', cpu } },
      });
    expect(sidecar(56)).toEqual([]);
    expect(sidecar(57)).toMatchObject([{ limit: 'at least the CPU of all containers, 257' }]);
  });

  it('[row 43] has two minutes to stop, and no more', () => {
    expect(fieldsOf({ stopTimeoutSeconds: 120 })).toEqual([]);
    expect(fieldsOf({ stopTimeoutSeconds: 121 })).toEqual(['containers.app.stopTimeoutSeconds']);
  });

  it('[row 44] takes a user, dropped rights and a read-only file system, and nothing that reaches the host', () => {
    expect(
      fieldsOf({ user: '1000', readonlyRootFilesystem: true, linuxParameters: { capabilities: { drop: ['ALL'] } } }),
    ).toEqual([]);
    expect(fieldsOf({ disableNetworking: true })).toContain('containers.app.disableNetworking');
    expect(fieldsOf({ privileged: true })).toContain('containers.app.privileged');
    expect(fieldsOf({ linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } })).toContain(
      'containers.app.linuxParameters.capabilities.add',
    );
  });

  it('[row 44] has a read-only file system unless it says otherwise', () => {
    const json = synth((stack) => new TaskDefinition(stack, 'Task', { containers: { app: { image: 'a:1' } } }));
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain(
      '"readonlyRootFilesystem":true',
    );
  });
});

describe('a service without a load balancer', () => {
  it('opens 5000/tcp to one block, and to nobody else', () => {
    const json = synth((stack) => {
      const flask = new EcsService(stack, 'flask', { cluster: platform(stack).cluster, image: 'a:1', port: 5000 });
      flask.connections.allowFrom(Peer.ipv4('203.0.113.0/24'));
    });
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([
      { ip_protocol: 'tcp', from_port: 5000, to_port: 5000, cidr_ipv4: '203.0.113.0/24' },
    ]);
  });
});
