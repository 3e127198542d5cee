import { Ec2Capacity, EcsCluster, EcsJob, EcsService } from '../../../modules/ecs';
import { Network } from '../../../modules/network';
import { platform } from '../../support/ecs';
import { synth, theResource } from '../../support/synth';

const route = expect.stringMatching(/^aws_route\.Network_.*Private/);
const association = expect.stringMatching(/^aws_route_table_association\.Network_.*Private/);

describe('tasks and instances of the stack that makes the network', () => {
  it('start after the routes over which they pull their image', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      new EcsService(stack, 'web', { cluster, image: 'nginx:1.27' });
      new EcsJob(stack, 'report', { cluster, image: 'a:1', schedule: { expression: 'rate(1 hour)' } });
      new Ec2Capacity(stack, 'Workers', { cluster, instanceTypes: ['m7i.large'], maxSize: 2 });
    });
    for (const type of ['aws_ecs_service', 'aws_scheduler_schedule', 'aws_autoscaling_group']) {
      expect(theResource(json, type).depends_on).toEqual(expect.arrayContaining([route, association]));
    }
  });

  it('do not wait for a network that exists', () => {
    const json = synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a', 'eu-west-1b': 'subnet-b' } } },
      });
      new EcsService(stack, 'web', { cluster: new EcsCluster(stack, 'Cluster', { network }), image: 'nginx:1.27' });
    });
    expect(JSON.stringify(theResource(json, 'aws_ecs_service').depends_on)).not.toContain('aws_route');
  });
});

describe('a cluster in another region', () => {
  it('[row 21] takes its services with it: every resource of theirs, and the names that depend on the region', () => {
    const json = synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        region: 'eu-central-1',
        tiers: { private: { subnetIds: { 'eu-central-1a': 'subnet-a', 'eu-central-1b': 'subnet-b' } } },
      });
      const cluster = new EcsCluster(stack, 'Cluster', { network, region: 'eu-central-1' });
      new EcsService(stack, 'web', { cluster, image: 'nginx:1.27', scaling: { min: 1, max: 2, cpuPercent: 60 } });
    });
    for (const type of [
      'aws_ecs_service',
      'aws_ecs_task_definition',
      'aws_cloudwatch_log_group',
      'aws_security_group',
      'aws_vpc_security_group_egress_rule',
      'aws_appautoscaling_target',
      'aws_appautoscaling_policy',
    ]) {
      expect(theResource(json, type)).toMatchObject({ region: 'eu-central-1' });
    }
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain('eu-central-1');
    const roles = Object.values(json.resource?.aws_iam_role ?? {});
    expect(roles.map(({ name }) => name)).toContain('test-web-execution-eu-central-1');
    expect(Object.keys(json.provider ?? {})).toEqual(['aws']);
  });
});
