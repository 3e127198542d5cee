import { Ec2Capacity, EcsCluster, EcsJob, EcsService } from '../../../../modules/ecs';
import { Network } from '../../../../modules/network';
import { platform } from '../../../support/ecs';
import { synth, theResource } from '../../../support/synth';

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
