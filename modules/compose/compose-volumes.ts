import { EfsAccessPoint as AwsEfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { Construct } from 'constructs';
import type { IEfsAccessPoint } from '../ecs/task/efs-access-point';
import { EfsFileSystem } from '../ecs/task/efs-file-system';
import type { Volume } from '../ecs/task/volume';
import { accountIdOf } from '../identity/account-id';
import type { INetwork } from '../network/i-network';
import { awsLocation } from '../shared/aws-location';
import { report } from '../shared/problems';
import type { ComposeVolume } from './compose-file';
import type { EfsDirectory } from './ecs-params';

/** Where the volumes of an application come from, in the order in which they are looked for. */
export interface ComposeVolumesProps {
  readonly given: Readonly<Record<string, Volume>>;
  readonly efs: Readonly<Record<string, EfsDirectory>>;
  readonly file: Readonly<Record<string, ComposeVolume>>;
  /** What becomes of a volume that no file system is named for. */
  readonly otherwise: 'efs' | 'scratch';
  readonly network?: INetwork;
}

/** The volumes of an application by name; each is made at its first use, and services that name the same share it. */
export class ComposeVolumes extends Construct {
  private readonly made = new Map<string, Volume>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ComposeVolumesProps,
  ) {
    super(scope, id);
  }

  public volume(name: string): Volume {
    const volume = this.made.get(name) ?? this.find(name);
    this.made.set(name, volume);
    return volume;
  }

  private find(name: string): Volume {
    const { given, efs, file, otherwise } = this.props;
    const known = given[name];
    if (known !== undefined) return known;
    const directory = efs[name];
    if (directory !== undefined) return { kind: 'efs', accessPoint: this.existing(name, directory, {}) };
    const declared = file[name];
    if (declared === undefined) {
      report(this, [
        {
          field: 'compose.volumes',
          value: name,
          limit: 'every volume that a service mounts',
          fix: `write volumes: { ${name}: {} } in the file`,
          see: 'https://docs.docker.com/reference/compose-file/volumes/',
        },
      ]);
    }
    const { fileSystemId } = declared ?? {};
    if (fileSystemId !== undefined) {
      return { kind: 'efs', accessPoint: this.existing(name, { fileSystemId }, declared ?? {}) };
    }
    return otherwise === 'scratch' ? { kind: 'scratch' } : this.fileSystem(name, declared ?? {});
  }

  /** Whose mount targets admit whom is decided where the file system is made. */
  private existing(
    name: string,
    { fileSystemId, rootDirectory, accessPointId }: EfsDirectory,
    { userId, groupId }: ComposeVolume,
  ): IEfsAccessPoint {
    const { region, partition } = awsLocation(this);
    const prefix = `arn:${partition}:elasticfilesystem:${region ?? '*'}:${accountIdOf(this)}`;
    const fileSystemArn = `${prefix}:file-system/${fileSystemId}`;
    if (accessPointId !== undefined) {
      return { accessPointId, accessPointArn: `${prefix}:access-point/${accessPointId}`, fileSystemId, fileSystemArn };
    }
    const accessPoint = new AwsEfsAccessPoint(this, name, {
      fileSystemId,
      posixUser: userId === undefined ? undefined : { uid: userId, gid: groupId ?? userId },
      rootDirectory: rootDirectory === undefined ? undefined : { path: rootDirectory },
    });
    return { accessPointId: accessPoint.id, accessPointArn: accessPoint.arn, fileSystemId, fileSystemArn };
  }

  private fileSystem(name: string, { userId, groupId, backup, throughput, encryptionKeyArn }: ComposeVolume): Volume {
    const { network } = this.props;
    if (network === undefined) return { kind: 'scratch' }; // that there is none, the service says
    const fileSystem = new EfsFileSystem(this, name, { network, backup, throughput, encryptionKeyArn });
    return { kind: 'efs', accessPoint: fileSystem.addAccessPoint('Data', { path: '/data', userId, groupId }) };
  }
}
