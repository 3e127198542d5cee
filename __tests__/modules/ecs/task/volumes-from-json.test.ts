import type { TerraformStack } from 'cdktf';
import { EcsJob, EcsService, TaskDefinition } from '../../../../modules/ecs';
import { platform, statementsOf } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const ROLE = 'arn:aws:iam::123456789012:role/app';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:domain-AbCdEf';
const FILES = 'fs-0123456789abcdef0';

const LINUX = {
  family: 'app',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'app', image: 'a:1', essential: true }],
};
const WINDOWS = {
  ...LINUX,
  requiresCompatibilities: ['EC2'],
  runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
};

const taskWith = (volume: object, rest: object = {}): StackJson =>
  synth((stack) =>
    TaskDefinition.fromJson(stack, 'Task', { ...LINUX, ...rest, volumes: [{ name: 'data', ...volume }] }),
  );
const volumeOf = (json: StackJson): unknown => theResource(json, 'aws_ecs_task_definition').volume;
const efs = (configuration: object): object => ({ efsVolumeConfiguration: { fileSystemId: FILES, ...configuration } });

describe('[row 24] a volume in the JSON of the AWS CLI', () => {
  it('of EFS stays the file system and the directory that it is, encrypted on the way', () => {
    const json = taskWith(efs({ rootDirectory: '/web', transitEncryption: 'DISABLED' }));
    expect(volumeOf(json)).toEqual([
      {
        name: 'data',
        efs_volume_configuration: { file_system_id: FILES, root_directory: '/web', transit_encryption: 'ENABLED' },
      },
    ]);
    expect(resources(json, 'aws_iam_role_policy')).toEqual([]);
    expect(resources(json, 'aws_efs_access_point')).toEqual([]);
  });

  it('of EFS keeps its access point, and leaves the rights of an existing role to its owner', () => {
    const authorizationConfig = { accessPointId: 'fsap-0123456789abcdef0', iam: 'ENABLED' };
    const json = taskWith(efs({ transitEncryption: 'ENABLED', authorizationConfig }), { taskRoleArn: ROLE });
    expect(volumeOf(json)).toMatchObject([
      {
        efs_volume_configuration: {
          authorization_config: { access_point_id: 'fsap-0123456789abcdef0', iam: 'ENABLED' },
        },
      },
    ]);
    expect(resources(json, 'aws_iam_role_policy')).toEqual([]);
  });

  it('of EFS gives a role of its own the right to mount it', () => {
    const json = taskWith(efs({ authorizationConfig: { iam: 'ENABLED' } }));
    expect(statementsOf(theResource(json, 'aws_iam_role_policy').policy)).toEqual([
      {
        Effect: 'Allow',
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Resource: `arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/${FILES}`,
      },
    ]);
  });

  it.each<[string, object, string]>([
    ['no id', efs({ fileSystemId: 'files' }), 'volumes.data.fileSystemId is "files"'],
    [
      'a directory besides an access point',
      efs({ rootDirectory: '/web', authorizationConfig: { accessPointId: 'fsap-0123456789abcdef0' } }),
      'allowed: "/" with an access point, which chooses the directory',
    ],
    ['a port', efs({ transitEncryptionPort: 2999 }), 'efsVolumeConfiguration.transitEncryptionPort is 2999'],
  ])('of EFS is refused with %s', (_, volume, message) => {
    expect(() => taskWith(volume)).toThrow(message);
  });

  it('of FSx for Windows keeps share and domain, and the agent may read the password', () => {
    const fsxWindowsFileServerVolumeConfiguration = {
      fileSystemId: 'fs-0123456789abcdef0',
      rootDirectory: 'share',
      authorizationConfig: { credentialsParameter: SECRET, domain: 'acme.local' },
    };
    const json = taskWith({ fsxWindowsFileServerVolumeConfiguration }, WINDOWS);
    expect(volumeOf(json)).toEqual([
      {
        name: 'data',
        fsx_windows_file_server_volume_configuration: {
          file_system_id: 'fs-0123456789abcdef0',
          root_directory: 'share',
          authorization_config: { credentials_parameter: SECRET, domain: 'acme.local' },
        },
      },
    ]);
    expect(theResource(json, 'aws_iam_role_policy').policy).toContain(SECRET);
  });
});

describe('[row 25] a disk that the service configures', () => {
  const managedEBSVolume = { sizeInGiB: 50, volumeType: 'gp3', throughput: 250, filesystemType: 'ext4', roleArn: ROLE };
  const service = { serviceName: 'app', taskDefinition: 'app', desiredCount: 1 };
  const build =
    (json: object, volume: object = { configuredAtLaunch: true }) =>
    (stack: TerraformStack) => {
      const taskDefinition = TaskDefinition.fromJson(stack, 'Task', {
        ...LINUX,
        volumes: [{ name: 'data', ...volume }],
      });
      EcsService.fromJson(stack, 'app', { ...service, ...json }, { ...platform(stack), taskDefinition });
    };

  it('has the size, type and speed of the JSON, is encrypted, and gets a role of its own', () => {
    const json = synth(build({ volumeConfigurations: [{ name: 'data', managedEBSVolume }] }));
    expect(volumeOf(json)).toEqual([{ name: 'data', configure_at_launch: true }]);
    expect(theResource(json, 'aws_ecs_service').volume_configuration).toMatchObject({
      name: 'data',
      managed_ebs_volume: {
        size_in_gb: 50,
        volume_type: 'gp3',
        throughput: 250,
        file_system_type: 'ext4',
        encrypted: true,
        role_arn: expect.stringContaining('aws_iam_role.app_Volumes'),
      },
    });
  });

  it('is refused without its size, for a volume that is none, and with what AWS would refuse', () => {
    expect(refusal(build({}))).toContain("write volumeConfigurations: { data: { kind: 'ebs', sizeGib: 20 } }");
    const disks = (name: string, disk: object): object => ({
      volumeConfigurations: [{ name, managedEBSVolume: disk }],
    });
    expect(refusal(build(disks('data', managedEBSVolume), {}))).toContain(
      'allowed: volumes of the task definition of kind configured-at-launch (it has none)',
    );
    const message = refusal(build(disks('data', { sizeInGiB: 0, volumeInitializationRate: 100 })));
    expect(message).toContain('volumeConfigurations.data.sizeGib is 0');
    expect(message).toContain('volumeConfigurations[0].managedEBSVolume.volumeInitializationRate is 100');
  });

  it('is refused in a job, for which nobody can ask for a disk', () => {
    const message = refusal((stack) => {
      const volumes = [{ name: 'data', configuredAtLaunch: true }];
      const taskDefinition = TaskDefinition.fromJson(stack, 'Task', { ...LINUX, volumes });
      new EcsJob(stack, 'nightly', { ...platform(stack), taskDefinition });
    });
    expect(message).toContain('EventBridge cannot ask for a disk');
  });

  it('may be another one in each service of a task definition', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const taskDefinition = new TaskDefinition(stack, 'Task', {
        containers: { app: { image: 'a:1', mounts: [{ volume: 'data', containerPath: '/data' }] } },
        volumes: { data: { kind: 'configured-at-launch' } },
      });
      for (const sizeGib of [20, 500]) {
        const volumeConfigurations = { data: { kind: 'ebs', sizeGib } } as const;
        new EcsService(stack, `shard-${sizeGib}`, { cluster, taskDefinition, volumeConfigurations });
      }
    });
    expect(resources(json, 'aws_ecs_service').map(({ volume_configuration }) => volume_configuration)).toMatchObject([
      { managed_ebs_volume: { size_in_gb: 20 } },
      { managed_ebs_volume: { size_in_gb: 500 } },
    ]);
  });
});
