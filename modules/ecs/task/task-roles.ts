import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import { ecrArn } from '../../registry/ecr-host';
import { pullStatements } from '../../registry/ecr-rights';
import { awsLocation } from '../../shared/aws-location';
import { shortened } from '../../shared/names';
import { isUnknown } from '../../shared/unknown';
import type { ContainerProps } from './container';
import { ecsTrust } from './ecs-trust';
import { ecrLocation, imageCredentials, imageName, imageRepositories } from './image';
import type { Logging } from './logging';
import { type SecretSource, secretStatements } from './secret';

const ROLE_NAME_MAX = 64;

/** A role that exists and that grants can still be added to. */
export interface ITaskRole extends IGrantable {
  readonly roleArn: string;
}

export interface TaskRolesProps {
  /** @default a role of the task's own, without any right until something is granted */
  readonly taskRole?: ITaskRole;
  /** ARN of the policy that limits what both roles can ever do. @default none */
  readonly permissionsBoundaryArn?: string;
}

/** The two identities of a task: what the program may do, and what ECS may do to start it. */
export class TaskRoles extends Construct {
  /** Identity of the program; grants go here. */
  public readonly taskRole: ITaskRole;
  /** The task role where it was made here. */
  public ownTaskRole?: Role;
  /** Identity of the ECS agent while it pulls images, reads secrets and opens log streams. */
  public readonly executionRole: Role;

  /** @param family of the task, after which its roles are called: `web-execution-eu-west-1` */
  public constructor(
    scope: Construct,
    id: string,
    { taskRole, permissionsBoundaryArn, family }: TaskRolesProps & { readonly family: string },
  ) {
    super(scope, id);
    const assumedBy = [ecsTrust(this, 'ecs-tasks')];
    const makeTaskRole = (): Role => {
      this.ownTaskRole = new Role(this, 'Task', {
        name: roleName(this, family, 'task'),
        description: roleText(`What the program of ${scope.node.path} may do`),
        assumedBy,
        permissionsBoundaryArn,
      });
      return this.ownTaskRole;
    };
    this.taskRole = taskRole ?? makeTaskRole();
    this.executionRole = new Role(this, 'Execution', {
      name: roleName(this, family, 'execution'),
      description: roleText(`What ECS may do to start the tasks of ${scope.node.path}`),
      assumedBy,
      permissionsBoundaryArn,
    });
  }

  /** `resource` starts after all rights are there, and they outlive it. */
  public completeBefore(resource: TerraformResource): void {
    this.ownTaskRole?.completeBefore(resource);
    this.executionRole.completeBefore(resource);
  }

  /** Everything that this container makes the agent do, and nothing else. */
  public grantUse({ image, secrets = {}, environmentFiles = [], logging }: ContainerProps): void {
    const credentials = imageCredentials(image);
    for (const repository of imageRepositories(image)) repository.grantPull(this.executionRole);
    this.grantPullByName(imageName(image));
    this.grantRead([...(credentials === undefined ? [] : [credentials]), ...Object.values(secrets)]);
    if (logging !== undefined) this.grantLog(logging);
    for (const file of environmentFiles) this.grantReadFile(file);
  }

  /** Writes to a log group that exists, and reads the secrets of another driver. */
  public grantLog(logging: Logging): void {
    if (logging.kind !== 'cloudwatch') this.grantRead(Object.values(logging.secretOptions ?? {}));
    else if (logging.logGroup !== undefined) this.grantWriteLogs(logging.logGroup.arn);
  }

  /** Opens streams in one log group. */
  public grantWriteLogs(logGroupArn: string): void {
    this.executionRole.addToPolicy({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroupArn}:*`],
    });
  }

  /** An ECR repository that is named by its URL; one of the program has `grantPull`, which does the same. */
  private grantPullByName(name: string): void {
    const location = ecrLocation(name);
    if (location === undefined) return;
    const repositoryArn = ecrArn(location.accountId, location.region, location.repositoryName);
    for (const statement of pullStatements(repositoryArn)) this.executionRole.addToPolicy(statement);
  }

  /** Reads secrets and parameters, and uses their keys. */
  public grantRead(sources: readonly SecretSource[]): void {
    for (const statement of sources.flatMap(secretStatements)) this.executionRole.addToPolicy(statement);
  }

  private grantReadFile(arn: string): void {
    this.executionRole.addToPolicy({ actions: ['s3:GetObject'], resources: [arn] });
    this.executionRole.addToPolicy({ actions: ['s3:GetBucketLocation'], resources: [arn.replace(/\/.*$/, '')] });
  }
}

/**
 * IAM is global, so the region is in the name. A family that only Terraform knows, or that is refused itself, leaves the
 * name to the path.
 */
function roleName(scope: Construct, family: string, purpose: 'task' | 'execution'): string | undefined {
  if (isUnknown(family) || !/^[\w-]+$/.test(family)) return undefined;
  const { region } = awsLocation(scope);
  const tail = region === undefined ? purpose : `${purpose}-${region}`;
  return shortened(`${family}-${tail}`, { max: ROLE_NAME_MAX, tail });
}
