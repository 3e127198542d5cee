import type { IEfsAccessPoint } from './efs-access-point';

/** Storage of a task that its containers mount by name. */
export type Volume =
  | ScratchVolume
  | HostVolume
  | DockerVolume
  | EfsVolume
  | EfsFileSystemVolume
  | EbsVolume
  | AtLaunchVolume
  | FsxWindowsVolume;

/** Empty at the start, shared by the task's containers, gone with the task. */
export interface ScratchVolume {
  readonly kind: 'scratch';
}

/** A directory of the instance; only on EC2. */
export interface HostVolume {
  readonly kind: 'host';
  /** Absolute path on the instance. */
  readonly sourcePath: string;
}

/** A volume that Docker manages on the instance; only on EC2. */
export interface DockerVolume {
  readonly kind: 'docker';
  /** `shared` outlives the task. @default 'task' */
  readonly scope?: 'task' | 'shared';
  /** Makes it where it does not exist; only with `shared`. @default false */
  readonly autoprovision?: boolean;
  /** @default 'local' */
  readonly driver?: string;
  /** @default none */
  readonly driverOptions?: Readonly<Record<string, string>>;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A directory of an EFS file system, through an access point, encrypted on the way and with the task's identity. */
export interface EfsVolume {
  readonly kind: 'efs';
  /** `fileSystem.addAccessPoint('Uploads', { path: '/uploads' })`, or one that exists. */
  readonly accessPoint: IEfsAccessPoint;
  /** The program may write. @default true */
  readonly writable?: boolean;
}

/**
 * An EFS file system that exists, encrypted on the way. Prefer `efs`, whose access point keeps programs apart; who may
 * reach this one, its file system policy and the security group of its mount targets say.
 */
export interface EfsFileSystemVolume {
  readonly kind: 'efs-file-system';
  /** `fs-...` */
  readonly fileSystemId: string;
  /** @default '/' */
  readonly rootDirectory?: string;
  /** `fsap-...` @default none */
  readonly accessPointId?: string;
  /** Mounts as the task role; a role of the task's own gets the right to it. @default false */
  readonly iam?: boolean;
}

/** A disk that ECS makes for each task of a service and deletes with it. */
export interface EbsVolume {
  readonly kind: 'ebs';
  /** GiB; gp3 1-16384. One of size and snapshot. */
  readonly sizeGib?: number;
  readonly snapshotId?: string;
  /** @default 'gp3' */
  readonly volumeType?: 'gp2' | 'gp3' | 'io1' | 'io2' | 'st1' | 'sc1' | 'standard';
  /** gp3 3000-16000, io1 100-64000, io2 100-256000; not for the others. @default gp3: 3000 */
  readonly iops?: number;
  /** MiB/s, gp3 only, 125-1000. @default 125 */
  readonly throughputMibps?: number;
  /** @default 'xfs' */
  readonly fileSystem?: 'xfs' | 'ext3' | 'ext4' | 'ntfs';
  /** ARN of the key. @default the key of the account's EBS default; the volume is always encrypted */
  readonly encryptionKeyArn?: string;
}

/** A disk of which the service says what it is, in `volumeConfigurations`: one task definition, disks of many sizes. */
export interface AtLaunchVolume {
  readonly kind: 'configured-at-launch';
}

/** A share of FSx for Windows File Server; only on Windows on EC2. */
export interface FsxWindowsVolume {
  readonly kind: 'fsx-windows';
  readonly fileSystemId: string;
  readonly rootDirectory: string;
  /** ARN of the secret, or of the parameter, with the user's name and password. */
  readonly credentialsSecretArn: string;
  /** Name of the Active Directory domain. */
  readonly domain: string;
}
