import type { JsonObject } from '../../shared/json-object';
import type { DockerVolume, EbsVolume, EfsFileSystemVolume, FsxWindowsVolume, Volume } from './volume';

const EBS_TYPES = ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard'] as const;

/** A volume of `register-task-definition`; what it names exists already. */
export function volumeFromJson(json: JsonObject): Volume {
  if (json.flag('configuredAtLaunch') === true) return { kind: 'configured-at-launch' };
  const efs = json.object('efsVolumeConfiguration');
  if (efs !== undefined) return efsOf(efs);
  const fsx = json.object('fsxWindowsFileServerVolumeConfiguration');
  if (fsx !== undefined) return fsxOf(fsx);
  const docker = json.object('dockerVolumeConfiguration');
  if (docker !== undefined) return dockerOf(docker);
  const sourcePath = json.object('host')?.text('sourcePath');
  return sourcePath === undefined ? { kind: 'scratch' } : { kind: 'host', sourcePath };
}

/** A disk of `volumeConfigurations`. Its role is a new one, and it is always encrypted. */
export function ebsFromJson(json: JsonObject | undefined): EbsVolume {
  json?.text('roleArn');
  json?.flag('encrypted');
  json?.refuse('tagSpecifications', 'nothing: the disks get the tags of the service', 'write "tags" of the service');
  json?.refuse('volumeInitializationRate', 'nothing', 'remove it: ECS fills the disk while the task runs');
  return {
    kind: 'ebs',
    sizeGib: json?.number('sizeInGiB'),
    snapshotId: json?.text('snapshotId'),
    volumeType: json?.oneOf('volumeType', EBS_TYPES),
    iops: json?.number('iops'),
    throughputMibps: json?.number('throughput'),
    fileSystem: json?.oneOf('filesystemType', ['xfs', 'ext3', 'ext4', 'ntfs']),
    encryptionKeyArn: json?.text('kmsKeyId'),
  };
}

function efsOf(json: JsonObject): EfsFileSystemVolume {
  json.oneOf('transitEncryption', ['ENABLED', 'DISABLED']); // always on here
  json.refuse('transitEncryptionPort', 'nothing: the mount helper takes a free port', 'remove it');
  const authorization = json.object('authorizationConfig');
  return {
    kind: 'efs-file-system',
    fileSystemId: json.text('fileSystemId') ?? '',
    rootDirectory: json.text('rootDirectory'),
    accessPointId: authorization?.text('accessPointId'),
    iam: authorization?.oneOf('iam', ['ENABLED', 'DISABLED']) === 'ENABLED',
  };
}

function fsxOf(json: JsonObject): FsxWindowsVolume {
  const authorization = json.object('authorizationConfig');
  return {
    kind: 'fsx-windows',
    fileSystemId: json.text('fileSystemId') ?? '',
    rootDirectory: json.text('rootDirectory') ?? '',
    credentialsSecretArn: authorization?.text('credentialsParameter') ?? '',
    domain: authorization?.text('domain') ?? '',
  };
}

function dockerOf(json: JsonObject): DockerVolume {
  return {
    kind: 'docker',
    scope: json.oneOf('scope', ['task', 'shared']),
    autoprovision: json.flag('autoprovision'),
    driver: json.text('driver'),
    driverOptions: json.textMap('driverOpts'),
    labels: json.textMap('labels'),
  };
}
