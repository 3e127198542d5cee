import { EfsAccessPoint as AwsEfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { Connections } from '../../network/connections';
import { type Issue, report } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';

/** A directory of a file system with the user that every access to it becomes. */
export interface IEfsAccessPoint {
  readonly accessPointId: string;
  readonly accessPointArn: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  /** Security group of the mount targets; missing where its rules are somebody else's. */
  readonly connections?: Connections;
  /** What must exist before a task can mount it. */
  readonly mountTargets?: readonly ITerraformDependable[];
}

export interface EfsAccessPointProps {
  /** Directory of the file system, made at the first use, `/uploads`. */
  readonly path: string;
  /** Numeric user that files belong to, 0-4294967295. @default 1000 */
  readonly userId?: number;
  /** Numeric group that files belong to. @default 1000 */
  readonly groupId?: number;
  /** Octal rights of the directory when it is made. @default '0750' */
  readonly permissions?: string;
}

interface FileSystem {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly connections: Connections;
  readonly mountTargets: readonly ITerraformDependable[];
}

const SEE = 'https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html';

/** One directory of an EFS file system for one program. */
export class EfsAccessPoint extends Construct implements IEfsAccessPoint {
  public readonly accessPoint: AwsEfsAccessPoint;
  public readonly accessPointId: string;
  public readonly accessPointArn: string;
  public readonly fileSystemId: string;
  public readonly fileSystemArn: string;
  public readonly connections: Connections;
  public readonly mountTargets: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string, props: EfsAccessPointProps & { readonly fileSystem: FileSystem }) {
    super(scope, id);
    report(this, validateEfsAccessPoint(props));
    const { path, userId = 1000, groupId = 1000, permissions = '0750', fileSystem } = props;
    this.fileSystemId = fileSystem.fileSystemId;
    this.fileSystemArn = fileSystem.fileSystemArn;
    this.connections = fileSystem.connections;
    this.mountTargets = fileSystem.mountTargets;
    this.accessPoint = new AwsEfsAccessPoint(this, 'AccessPoint', {
      fileSystemId: this.fileSystemId,
      posixUser: { uid: userId, gid: groupId },
      rootDirectory: { path, creationInfo: { ownerUid: userId, ownerGid: groupId, permissions } },
    });
    this.accessPointId = this.accessPoint.id;
    this.accessPointArn = this.accessPoint.arn;
  }
}

/** Lets `grantee` mount the directory, and nothing else of the file system. */
export function grantMount(
  { fileSystemArn, accessPointArn }: IEfsAccessPoint,
  grantee: IGrantable,
  writable: boolean,
): void {
  const write = writable ? ['elasticfilesystem:ClientWrite'] : [];
  grantee.addToPolicy({
    actions: ['elasticfilesystem:ClientMount', ...write],
    resources: [fileSystemArn],
    conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn } },
  });
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEfsAccessPoint({ path, userId, groupId, permissions }: EfsAccessPointProps): Issue[] {
  const range = [0, 4_294_967_295] as const;
  return [
    ...check('path', path, (text) => /^\/[^/]+(\/[^/]+){0,3}$/.test(text) && text.length <= 100, {
      limit: 'an absolute path of at most four directories and 100 characters, not "/" itself',
      fix: 'write "/uploads"',
      see: SEE,
    }),
    ...checkWholeNumber('userId', userId, range, { fix: 'write 1000', see: SEE }),
    ...checkWholeNumber('groupId', groupId, range, { fix: 'write 1000', see: SEE }),
    ...check('permissions', permissions, (text) => /^[0-7]{3,4}$/.test(text), {
      limit: 'three or four octal digits',
      fix: 'write "0750"',
      see: SEE,
    }),
  ];
}
