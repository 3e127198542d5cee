import { mediaPipeline } from '../../examples/media-pipeline';
import { containersOf } from '../support/ecs';
import { resources, type StackJson, synthApp, theResource } from '../support/synth';

const { 'media-prod': prod = {}, 'media-images': images = {} } = synthApp(mediaPipeline);

const named = (json: StackJson, type: string, name: string): Record<string, unknown> | undefined =>
  resources(json, type).find((one) => String(one.name ?? one.family).includes(name));

describe('[row 67] streams on a network load balancer', () => {
  it('come in over UDP and over TLS, which ends there', () => {
    const listeners = resources(prod, 'aws_lb_listener').map(({ port, protocol }) => `${protocol} ${port}`);
    expect(listeners).toEqual(expect.arrayContaining(['UDP 9000', 'TLS 443']));
  });

  it('are open to the internet on these two ports, and the health of UDP is asked over TCP', () => {
    const open = resources(prod, 'aws_vpc_security_group_ingress_rule').filter(
      ({ cidr_ipv4, security_group_id }) =>
        cidr_ipv4 === '0.0.0.0/0' && String(security_group_id).includes('.streams_SecurityGroup'),
    );
    expect(open.map(({ ip_protocol, from_port }) => `${ip_protocol} ${from_port}`).sort()).toEqual([
      'tcp 443',
      'udp 9000',
    ]);
    const udp = resources(prod, 'aws_lb_target_group').find(({ protocol }) => protocol === 'UDP');
    expect(udp?.health_check).toMatchObject({ port: '8080', protocol: 'TCP' });
  });
});

describe('transcoding', () => {
  it('[row 13] [row 15] runs on GPU instances that are bought on Spot', () => {
    expect(theResource(prod, 'aws_autoscaling_group').mixed_instances_policy).toMatchObject({
      instances_distribution: { on_demand_percentage_above_base_capacity: 0 },
    });
    const gpus = containersOf({
      resource: { aws_ecs_task_definition: { task: named(prod, 'aws_ecs_task_definition', 'transcoder') ?? {} } },
    });
    expect(gpus).toMatchObject([{ resourceRequirements: [{ type: 'GPU', value: '1' }] }]);
  });

  it('[row 90] has more tasks in the evening', () => {
    const bounds = resources(prod, 'aws_appautoscaling_scheduled_action').map(
      ({ scalable_target_action }) => scalable_target_action,
    );
    expect(bounds).toMatchObject([{ min_capacity: '4' }, { min_capacity: '1' }]);
  });

  it('shares the films over EFS, and gives each packager a disk and a name in DNS', () => {
    const mounting = resources(prod, 'aws_ecs_task_definition').filter(({ volume }) =>
      JSON.stringify(volume ?? '').includes('aws_efs_access_point'),
    );
    expect(mounting).toHaveLength(3);
    expect(named(prod, 'aws_ecs_service', 'packager')).toMatchObject({
      volume_configuration: { managed_ebs_volume: { size_in_gb: 200, throughput: 500 } },
      service_registries: { registry_arn: expect.stringContaining('aws_service_discovery_service.packager') },
    });
  });
});

describe('viewers', () => {
  it('[row 78] are behind a firewall', () => {
    expect(theResource(prod, 'aws_wafv2_web_acl_association').resource_arn).toContain('aws_lb.viewers');
  });

  it('see a version that a controller of its own chose', () => {
    expect(named(prod, 'aws_ecs_service', 'player')).toMatchObject({ deployment_controller: { type: 'EXTERNAL' } });
    expect(theResource(prod, 'aws_ecs_task_set').scale).toEqual({ unit: 'PERCENT', value: 100 });
  });

  it('who are partners show a certificate on a port of their own', () => {
    const partners = resources(prod, 'aws_lb_listener').find(({ port }) => port === 8443);
    expect(partners?.mutual_authentication).toMatchObject({ mode: 'verify' });
  });

  it('[row 97] have the catalog from before, if alarms say so after a deployment', () => {
    expect(named(prod, 'aws_ecs_service', 'catalog')?.alarms).toMatchObject({ enable: true, rollback: true });
  });
});

it('[row 110] [row 113] images are scanned, copied to the region of another account, and pulled by it', () => {
  expect(theResource(images, 'aws_ecr_registry_scanning_configuration').scan_type).toBe('ENHANCED');
  expect(theResource(images, 'aws_ecr_replication_configuration').replication_configuration).toMatchObject({
    rule: [{ destination: [{ region: 'eu-central-1', registry_id: '210987654321' }] }],
  });
  expect(theResource(images, 'aws_ecr_repository_policy').policy).toContain('arn:aws:iam::210987654321:root');
});
