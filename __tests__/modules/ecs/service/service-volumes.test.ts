import { type EbsVolume, EcsService, EfsFileSystem } from '../../../../modules/ecs';
import { validateEbsVolume } from '../../../../modules/ecs/task/ebs-volume';
import { platform, statementsOf, synthService } from '../../../support/ecs';
import { resources, synth, theResource } from '../../../support/synth';

describe('[row 32] a file system', () => {
  const json = synth((stack) => {
    const { network, cluster } = platform(stack);
    const files = new EfsFileSystem(stack, 'Files', { network });
    const accessPoint = files.addAccessPoint('Uploads', { path: '/uploads' });
    new EcsService(stack, 'web', {
      cluster,
      image: 'a:1',
      volumes: { uploads: { kind: 'efs', accessPoint } },
      mounts: [{ volume: 'uploads', containerPath: '/uploads' }],
    });
  });

  it('is encrypted, backed up and mountable in every zone', () => {
    expect(theResource(json, 'aws_efs_file_system').encrypted).toBe(true);
    expect(theResource(json, 'aws_efs_backup_policy').backup_policy).toEqual({ status: 'ENABLED' });
    expect(resources(json, 'aws_efs_mount_target')).toHaveLength(2);
  });

  it('is mounted through an access point, with TLS and the identity of the task', () => {
    expect(theResource(json, 'aws_ecs_task_definition').volume).toEqual(
      expect.arrayContaining([
        {
          name: 'uploads',
          efs_volume_configuration: {
            file_system_id: expect.stringContaining('aws_efs_file_system.Files'),
            transit_encryption: 'ENABLED',
            authorization_config: { access_point_id: expect.stringContaining('aws_efs_access_point'), iam: 'ENABLED' },
          },
        },
      ]),
    );
    expect(theResource(json, 'aws_efs_access_point')).toMatchObject({
      posix_user: { uid: 1000, gid: 1000 },
      root_directory: { path: '/uploads', creation_info: { permissions: '0750' } },
    });
  });

  it('lets the task mount that directory only, over 2049', () => {
    const [, policy] =
      Object.entries(json.resource?.aws_iam_role_policy ?? {}).find(([name]) =>
        name.startsWith('web_Task_Roles_Task'),
      ) ?? [];
    expect(statementsOf(policy?.policy)).toMatchObject([
      {
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': expect.stringContaining('access_point') } },
      },
    ]);
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([{ from_port: 2049, to_port: 2049 }]);
  });

  it('is there before the first task', () => {
    expect(theResource(json, 'aws_ecs_service').depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/aws_efs_mount_target\..*eu-west-1a/),
        expect.stringMatching(/aws_efs_mount_target\..*eu-west-1b/),
      ]),
    );
  });
});

describe('[row 32] a disk for each task', () => {
  const json = synthService({
    image: 'a:1',
    volumes: { cache: { kind: 'ebs', sizeGib: 20 } },
    mounts: [{ volume: 'cache', containerPath: '/cache' }],
  });

  it('is made by ECS at launch, encrypted', () => {
    expect(theResource(json, 'aws_ecs_task_definition').volume).toEqual(
      expect.arrayContaining([{ name: 'cache', configure_at_launch: true }]),
    );
    expect(theResource(json, 'aws_ecs_service').volume_configuration).toMatchObject({
      name: 'cache',
      managed_ebs_volume: { encrypted: true, size_in_gb: 20, volume_type: 'gp3', file_system_type: 'xfs' },
    });
  });

  it('can still be detached while the service goes: its role goes later', () => {
    expect(theResource(json, 'aws_ecs_service').depends_on).toEqual(
      expect.arrayContaining([expect.stringContaining('aws_iam_role_policy_attachment.web_Volumes_Role')]),
    );
  });

  it.each<[Omit<EbsVolume, 'kind'>, string[]]>([
    [{ sizeGib: 1 }, []],
    [{ sizeGib: 16_384 }, []],
    [{ sizeGib: 16_385 }, ['v.sizeGib']],
    [{}, ['v.sizeGib']],
    [{ snapshotId: 'snap-1' }, []],
    [{ sizeGib: 20, volumeType: 'io2' }, ['v.iops']],
    [{ sizeGib: 20, volumeType: 'io2', iops: 256_000 }, []],
    [{ sizeGib: 20, iops: 2999 }, ['v.iops']],
    [{ sizeGib: 20, volumeType: 'gp2', iops: 3000 }, ['v.iops']],
    [{ sizeGib: 20, volumeType: 'gp2', throughputMibps: 125 }, ['v.throughputMibps']],
    [{ sizeGib: 124, volumeType: 'st1' }, ['v.sizeGib']],
    [{ sizeGib: 20, volumeType: 'standard' }, ['v.volumeType']],
  ])('%j', (volume, fields) => {
    expect(validateEbsVolume('v', { kind: 'ebs', ...volume }, 'fargate').map(({ field }) => field)).toEqual(fields);
  });
});
