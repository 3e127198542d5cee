import type { EcsTaskDefinitionVolumeEfsVolumeConfiguration } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { IConstruct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import type { PolicyStatement } from '../../identity/policy-statement';
import { regionOf } from '../../identity/region';
import { awsLocation } from '../../shared/aws-location';
import type { Issue } from '../../shared/problems';
import { check } from '../../shared/validation';
import type { EfsFileSystemVolume } from './volume';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html';

/** As the task definition takes it. */
export function efsFileSystemArgument(volume: EfsFileSystemVolume): EcsTaskDefinitionVolumeEfsVolumeConfiguration {
  const { fileSystemId, rootDirectory, accessPointId, iam = false } = volume;
  return {
    fileSystemId,
    rootDirectory,
    transitEncryption: 'ENABLED',
    authorizationConfig:
      accessPointId === undefined && !iam ? undefined : { accessPointId, iam: iam ? 'ENABLED' : 'DISABLED' },
  };
}

/** What a role needs to mount it and to write there; without the right of root, whose files belong to nobody. */
export function efsFileSystemStatements(
  scope: IConstruct,
  { fileSystemId, iam }: EfsFileSystemVolume,
): PolicyStatement[] {
  if (iam !== true) return [];
  const { partition } = awsLocation(scope);
  const prefix = `arn:${partition}:elasticfilesystem:${regionOf(scope)}:${accountIdOf(scope)}`;
  return [
    {
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: [`${prefix}:file-system/${fileSystemId}`],
    },
  ];
}

/** Pure: ids, and a directory that the access point does not choose already. */
export function validateEfsFileSystemVolume(field: string, volume: EfsFileSystemVolume): Issue[] {
  const { fileSystemId, rootDirectory, accessPointId } = volume;
  return [
    ...check(`${field}.fileSystemId`, fileSystemId, (id) => /^fs-[0-9a-f]{8,40}$/.test(id), {
      limit: 'the id of a file system, fs-0123456789abcdef0',
      fix: 'write the id of one that exists, or make an EfsFileSystem',
      see: SEE,
    }),
    ...check(`${field}.accessPointId`, accessPointId, (id) => /^fsap-[0-9a-f]{8,40}$/.test(id), {
      limit: 'the id of an access point, fsap-0123456789abcdef0',
      fix: 'write the id of one that exists, or leave it out',
      see: SEE,
    }),
    ...check(
      `${field}.rootDirectory`,
      rootDirectory,
      (path) => path.startsWith('/') && (accessPointId === undefined || path === '/'),
      {
        limit:
          accessPointId === undefined ? 'an absolute path' : '"/" with an access point, which chooses the directory',
        fix: accessPointId === undefined ? 'write "/uploads"' : 'leave it out',
        see: SEE,
      },
    ),
  ];
}
