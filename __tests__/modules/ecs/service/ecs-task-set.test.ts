import { EcsService, EcsTaskSet } from '../../../../modules/ecs';
import { ApplicationLoadBalancer } from '../../../../modules/load-balancing';
import { platform } from '../../../support/ecs';
import { refusal, synth, theResource } from '../../../support/synth';

describe('a task set of an external controller', () => {
  it('[row 38] has what the service leaves to it: task, count, network and target group', () => {
    const json = synth((stack) => {
      const { cluster, network } = platform(stack);
      const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { network, entry: { kind: 'http' } });
      const deployment = { kind: 'external' } as const;
      const service = new EcsService(stack, 'web', { cluster, image: 'nginx:1.27', port: 80, deployment });
      const route = balancer.listener.addRoute(stack, 'Blue-Route', { target: { kind: 'ip', port: 80 } });
      new EcsTaskSet(stack, 'Blue', { service, route, scalePercent: 50, externalId: 'blue' });
    });
    expect(theResource(json, 'aws_ecs_task_set')).toMatchObject({
      service: expect.stringContaining('aws_ecs_service.web'),
      cluster: expect.stringContaining('aws_ecs_cluster'),
      task_definition: expect.stringContaining('aws_ecs_task_definition.web'),
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
      scale: { unit: 'PERCENT', value: 50 },
      external_id: 'blue',
      network_configuration: { security_groups: [expect.stringContaining('aws_security_group.web')] },
      load_balancer: [{ container_name: 'app', container_port: 80 }],
      depends_on: expect.arrayContaining([expect.stringContaining('aws_lb_listener_rule')]),
    });
    const service = theResource(json, 'aws_ecs_service');
    expect(service).toMatchObject({ deployment_controller: { type: 'EXTERNAL' } });
    expect([service.load_balancer, service.task_definition]).toEqual([undefined, undefined]);
  });

  it('[row 38] exists for no other service, and has 0 to 100 percent of its tasks', () => {
    const message = refusal((stack) => {
      const service = new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'nginx:1.27' });
      new EcsTaskSet(stack, 'Blue', { service, scalePercent: 101 });
    });
    expect(message).toContain("write deployment: { kind: 'external' } in the service");
    expect(message).toContain('scalePercent is 101; allowed: 0-100 percent');
  });
});
