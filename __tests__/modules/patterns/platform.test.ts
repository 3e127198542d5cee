import { EcsService } from '../../../modules/ecs';
import { Platform } from '../../../modules/patterns/platform';
import { resources, synth, theResource } from '../../support/synth';

describe('a platform without any argument', () => {
  it('[row 19] is VPC, subnets, NAT, cluster and logs in one stack', () => {
    const json = synth((stack) => new Platform(stack, 'Platform'));
    const counts = (...types: string[]) => types.map((type) => resources(json, type).length);
    expect(counts('aws_vpc', 'aws_subnet', 'aws_nat_gateway', 'aws_ecs_cluster')).toEqual([1, 4, 2, 1]);
    const logs = resources(json, 'aws_cloudwatch_log_group').map(({ name }) => String(name));
    expect(logs).toEqual(expect.arrayContaining([expect.stringContaining('flow-log'), expect.stringContaining('ec')]));
    expect(logs).toHaveLength(2);
  });

  it('[row 19] is found by the services that are made inside it', () => {
    const json = synth((stack) => {
      const platform = new Platform(stack, 'Platform', { network: { nat: { kind: 'single' } } });
      new EcsService(platform, 'web', { image: 'nginx:1.27' });
    });
    expect(theResource(json, 'aws_ecs_service').cluster).toContain('aws_ecs_cluster.Platform_Cluster');
    expect(resources(json, 'aws_nat_gateway')).toHaveLength(1);
  });
});
