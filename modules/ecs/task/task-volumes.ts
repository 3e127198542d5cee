import type { EcsTaskDefinitionVolume } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { Issue } from '../../shared/problems';
import { check, checkName } from '../../shared/validation';
import { validateEbsVolume } from './ebs-volume';
import { efsFileSystemArgument, validateEfsFileSystemVolume } from './efs-file-system-volume';
import type { TaskCompatibility } from './task-definition-props';
import type { Volume } from './volume';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html';

/** A volume as the task definition takes it. */
export function volumeArgument(name: string, volume: Volume): EcsTaskDefinitionVolume {
  switch (volume.kind) {
    case 'scratch':
      return { name };
    case 'host':
      return { name, hostPath: volume.sourcePath };
    case 'docker': {
      const { scope = 'task', autoprovision, driver = 'local', driverOptions, labels } = volume;
      return {
        name,
        dockerVolumeConfiguration: {
          scope,
          driver,
          ...(scope === 'shared' ? { autoprovision: autoprovision ?? false } : {}),
          ...(driverOptions === undefined ? {} : { driverOpts: { ...driverOptions } }),
          ...(labels === undefined ? {} : { labels: { ...labels } }),
        },
      };
    }
    case 'efs':
      return {
        name,
        efsVolumeConfiguration: {
          fileSystemId: volume.accessPoint.fileSystemId,
          transitEncryption: 'ENABLED',
          authorizationConfig: { accessPointId: volume.accessPoint.accessPointId, iam: 'ENABLED' },
        },
      };
    case 'efs-file-system':
      return { name, efsVolumeConfiguration: efsFileSystemArgument(volume) };
    case 'ebs':
    case 'configured-at-launch':
      return { name, configureAtLaunch: true };
    case 'fsx-windows': {
      const { fileSystemId, rootDirectory, credentialsSecretArn, domain } = volume;
      return {
        name,
        fsxWindowsFileServerVolumeConfiguration: {
          fileSystemId,
          rootDirectory,
          authorizationConfig: { credentialsParameter: credentialsSecretArn, domain },
        },
      };
    }
  }
}

/** Pure: names, and which volumes exist where. */
export function validateVolumes(
  volumes: Readonly<Record<string, Volume>>,
  { compatibility, windows }: { readonly compatibility: TaskCompatibility; readonly windows: boolean },
): Issue[] {
  const ofKind = (kind: Volume['kind']): string[] =>
    Object.keys(volumes).filter((name) => volumes[name]?.kind === kind);
  const onFargate = compatibility === 'fargate' ? [...ofKind('host'), ...ofKind('docker')] : [];
  return [
    ...Object.keys(volumes).flatMap((name) =>
      checkName(`volumes.${name} (its name)`, name, {
        pattern: /^[\w-]+$/,
        max: 255,
        allowed: 'letters, digits, "_" and "-"',
        fix: 'rename the volume',
        see: SEE,
      }),
    ),
    ...onFargate.map((name) => ({
      field: `volumes.${name}.kind`,
      value: volumes[name]?.kind,
      limit: 'scratch, efs or ebs on Fargate, which has no host',
      fix: 'use { kind: "scratch" } for files of the task, EFS for files that stay',
      see: SEE,
    })),
    ...(compatibility === 'managed-instances' ? ofKind('docker') : []).map((name) => ({
      field: `volumes.${name}.kind`,
      value: 'docker',
      limit: 'no docker volumes on Managed Instances',
      fix: 'use { kind: "scratch" } or { kind: "host" }',
      see: SEE,
    })),
    ...(windows ? [...ofKind('efs'), ...ofKind('efs-file-system')] : []).map((name) => ({
      field: `volumes.${name}.kind`,
      value: volumes[name]?.kind,
      limit: 'no EFS on Windows',
      fix: 'use { kind: "fsx-windows" } on EC2 capacity',
      see: SEE,
    })),
    ...(windows && compatibility === 'ec2' ? [] : ofKind('fsx-windows')).map((name) => ({
      field: `volumes.${name}.kind`,
      value: 'fsx-windows',
      limit: 'FSx for Windows File Server on Windows on EC2 only',
      fix: 'use EFS on Linux',
      see: SEE,
    })),
    ...check('volumes', [...ofKind('ebs'), ...ofKind('configured-at-launch')], (names) => names.length <= 1, {
      limit: 'one EBS volume per task',
      fix: 'keep one',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html',
    }),
    ...Object.entries(volumes).flatMap(([name, volume]) =>
      volume.kind === 'ebs' ? validateEbsVolume(`volumes.${name}`, volume, compatibility) : [],
    ),
    ...Object.entries(volumes).flatMap(([name, volume]) =>
      volume.kind === 'efs-file-system' ? validateEfsFileSystemVolume(`volumes.${name}`, volume) : [],
    ),
    ...Object.entries(volumes).flatMap(([name, volume]) =>
      volume.kind !== 'docker'
        ? []
        : check(`volumes.${name}.autoprovision`, volume.autoprovision, (on) => !on || volume.scope === 'shared', {
            limit: 'true with scope "shared" only',
            fix: 'write scope: "shared", or leave autoprovision out',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DockerVolumeConfiguration.html',
          }),
    ),
  ];
}
