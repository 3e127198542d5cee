import { EfsBackupPolicy } from '@cdktf/provider-aws/lib/efs-backup-policy';
import { EfsFileSystem as AwsEfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { Construct } from 'constructs';
import type { Connections, IConnectable } from '../../network/connections';
import type { INetwork, ISubnet, SubnetSelection } from '../../network/i-network';
import { Port } from '../../network/port';
import { SecurityGroup } from '../../network/security-group';
import { securityGroupText } from '../../network/security-group-text';
import { EfsAccessPoint, type EfsAccessPointProps } from './efs-access-point';

export interface EfsFileSystemProps {
  readonly network: INetwork;
  /** One mount target in each zone of these. @default where workloads go */
  readonly subnets?: SubnetSelection;
  /** Daily backups in AWS Backup, kept for 35 days; billed by size. @default true */
  readonly backup?: boolean;
  /** ARN of a customer managed key. @default the AWS managed key; the file system is always encrypted */
  readonly encryptionKeyArn?: string;
  /** `elastic` bills by use; `bursting` grows with the size. @default 'elastic' */
  readonly throughput?: 'elastic' | 'bursting';
}

/** Files that outlive tasks and that several of them share, in every zone of the network. */
export class EfsFileSystem extends Construct implements IConnectable {
  public readonly fileSystem: AwsEfsFileSystem;
  public readonly fileSystemId: string;
  public readonly fileSystemArn: string;
  public readonly securityGroup: SecurityGroup;
  public readonly connections: Connections;
  public readonly mountTargets: readonly EfsMountTarget[];
  public readonly backupPolicy: EfsBackupPolicy;

  public constructor(scope: Construct, id: string, props: EfsFileSystemProps) {
    super(scope, id);
    const { network, backup = true, encryptionKeyArn, throughput = 'elastic' } = props;
    this.fileSystem = new AwsEfsFileSystem(this, 'FileSystem', {
      encrypted: true,
      kmsKeyId: encryptionKeyArn,
      throughputMode: throughput,
    });
    this.fileSystemId = this.fileSystem.id;
    this.fileSystemArn = this.fileSystem.arn;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: securityGroupText(`Mount targets of ${this.node.path}`),
      egress: 'none',
      defaultPort: Port.tcp(2049),
    });
    this.connections = this.securityGroup.connections;
    const { subnets } = props;
    const found = subnets === undefined ? network.workloadSubnets(this) : network.selectSubnets(this, subnets);
    this.mountTargets = onePerZone(found).map(
      ({ availabilityZone, subnetId }) =>
        new EfsMountTarget(this, `MountTarget-${availabilityZone}`, {
          fileSystemId: this.fileSystemId,
          subnetId,
          securityGroups: [this.securityGroup.securityGroupId],
        }),
    );
    this.backupPolicy = new EfsBackupPolicy(this, 'BackupPolicy', {
      fileSystemId: this.fileSystemId,
      backupPolicy: { status: backup ? 'ENABLED' : 'DISABLED' },
    });
  }

  /** A directory for one program, to give to a task as `{ kind: 'efs', accessPoint }`. */
  public addAccessPoint(id: string, props: EfsAccessPointProps): EfsAccessPoint {
    return new EfsAccessPoint(this, id, { ...props, fileSystem: this });
  }
}

/** EFS takes one mount target in a zone. */
function onePerZone(subnets: readonly ISubnet[]): readonly ISubnet[] {
  return subnets.filter(
    ({ availabilityZone }, index) => subnets.findIndex((one) => one.availabilityZone === availabilityZone) === index,
  );
}
