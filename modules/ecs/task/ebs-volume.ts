import type { EcsServiceVolumeConfiguration } from '@cdktf/provider-aws/lib/ecs-service';
import type { Issue } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';
import type { TaskCompatibility } from './task-definition-props';
import type { EbsVolume } from './volume';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html';

type VolumeType = NonNullable<EbsVolume['volumeType']>;

/** Smallest and largest size in GiB. @see {@link SEE} */
const SIZE_GIB: Readonly<Record<VolumeType, readonly [min: number, max: number]>> = {
  gp2: [1, 16_384],
  gp3: [1, 16_384],
  io1: [4, 16_384],
  io2: [4, 16_384],
  st1: [125, 16_384],
  sc1: [125, 16_384],
  standard: [1, 1024],
};

/** Only these types take a number of operations; io1 and io2 ask for it. */
const IOPS: Readonly<Partial<Record<VolumeType, readonly [min: number, max: number]>>> = {
  gp3: [3000, 16_000],
  io1: [100, 64_000],
  io2: [100, 256_000],
};

/** The disk as the service takes it; ECS makes one for each task. */
export function ebsVolumeArgument(name: string, volume: EbsVolume, roleArn: string): EcsServiceVolumeConfiguration {
  const { sizeGib, snapshotId, volumeType = 'gp3', iops, throughputMibps, fileSystem = 'xfs' } = volume;
  return {
    name,
    managedEbsVolume: {
      roleArn,
      encrypted: true,
      kmsKeyId: volume.encryptionKeyArn,
      sizeInGb: sizeGib,
      snapshotId,
      volumeType,
      iops,
      throughput: throughputMibps,
      fileSystemType: fileSystem,
      tagSpecifications: [{ resourceType: 'volume', propagateTags: 'SERVICE' }],
    },
  };
}

/** Pure: sizes and speeds by the type of the disk. */
export function validateEbsVolume(field: string, volume: EbsVolume, compatibility: TaskCompatibility): Issue[] {
  const { sizeGib, snapshotId, volumeType = 'gp3', iops, throughputMibps } = volume;
  const range = IOPS[volumeType];
  return [
    ...(sizeGib === undefined && snapshotId === undefined
      ? [
          {
            field: `${field}.sizeGib`,
            value: undefined,
            limit: 'a size or a snapshot',
            fix: 'write sizeGib: 20',
            see: SEE,
          },
        ]
      : []),
    ...checkWholeNumber(`${field}.sizeGib`, sizeGib, SIZE_GIB[volumeType], {
      unit: `GiB for ${volumeType}`,
      fix: 'write 20',
      see: SEE,
    }),
    ...(range === undefined
      ? check(`${field}.iops`, iops, () => false, { limit: `nothing for ${volumeType}`, fix: 'leave it out', see: SEE })
      : checkWholeNumber(`${field}.iops`, iops, range, { unit: `for ${volumeType}`, fix: 'write 3000', see: SEE })),
    ...((volumeType === 'io1' || volumeType === 'io2') && iops === undefined
      ? [
          {
            field: `${field}.iops`,
            value: undefined,
            limit: `given for ${volumeType}`,
            fix: 'write iops: 3000',
            see: SEE,
          },
        ]
      : []),
    ...check(`${field}.throughputMibps`, throughputMibps, () => volumeType === 'gp3', {
      limit: 'given for gp3 only',
      fix: 'leave it out',
      see: SEE,
    }),
    ...checkWholeNumber(`${field}.throughputMibps`, throughputMibps, [125, 1000], {
      unit: 'MiB/s',
      fix: 'write 125',
      see: SEE,
    }),
    ...check(`${field}.volumeType`, volumeType, (type) => !(type === 'standard' && compatibility === 'fargate'), {
      limit: 'anything but standard on Fargate',
      fix: 'leave it out for gp3',
      see: SEE,
    }),
  ];
}
