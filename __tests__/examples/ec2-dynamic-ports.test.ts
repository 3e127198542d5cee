import { ec2DynamicPorts } from '../../examples/ec2-dynamic-ports';
import { containerOf } from '../support/ecs';
import { resources, synthApp, theResource } from '../support/synth';

const { 'intranet-dev': json = {} } = synthApp(ec2DynamicPorts);

describe('[row 80] an upgrade on one instance', () => {
  it('has one instance, and nothing that adds another', () => {
    expect(theResource(json, 'aws_autoscaling_group')).toMatchObject({ min_size: 1, max_size: 1 });
    const { auto_scaling_group_provider: provider } = theResource(json, 'aws_ecs_capacity_provider');
    expect(provider).toMatchObject({ managed_scaling: { status: 'DISABLED' } });
  });

  it('gives each task a free port of the instance, and the balancer asks for all of them', () => {
    expect(containerOf(json).portMappings).toEqual([{ containerPort: 8080, protocol: 'tcp' }]); // no hostPort
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ target_type: 'instance' });
    const ranges = resources(json, 'aws_vpc_security_group_ingress_rule').map(({ from_port: from, to_port: to }) => [
      from,
      to,
    ]);
    expect(ranges).toContainEqual([32_768, 65_535]);
  });

  it('keeps both old tasks while both new ones start', () => {
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      desired_count: 2,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
    });
  });

  it('has memory for twice the tasks', () => {
    const T3_MEDIUM_MIB = 4096;
    const { memory } = theResource(json, 'aws_ecs_task_definition');
    expect(2 * 2 * Number(memory)).toBeLessThan(T3_MEDIUM_MIB * 0.95);
  });
});
