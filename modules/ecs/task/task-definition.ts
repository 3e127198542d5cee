import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { PolicyStatement } from '../../identity/policy-statement';
import { regionOf } from '../../identity/region';
import { awsLocation, placeInRegion } from '../../shared/aws-location';
import { claimName, generatedName } from '../../shared/names';
import { acceptUnchecked, report, warn } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import type { ContainerProps } from './container';
import { type ContainerSetting, containerDefinition, diskPaths } from './container-definition';
import { containerJson } from './container-json';
import { grantMount } from './efs-access-point';
import { efsFileSystemStatements } from './efs-file-system-volume';
import { LOG_RETENTION_DEFAULT } from './logging';
import { type NetworkMode, portMappings } from './port-mapping';
import type { Releases } from './releases';
import type { OperatingSystem } from './runtime-platform';
import type { TaskCompatibility, TaskDefinitionProps } from './task-definition-props';
import { taskFromJson } from './task-from-json';
import { TaskRoles } from './task-roles';
import { taskSize } from './task-size';
import { validateTaskDefinitionProps } from './task-validation';
import { volumeArgument } from './task-volumes';
import { taskWarnings } from './task-warnings';
import type { EfsVolume, Volume } from './volume';

const FAMILY_MAX = 255;

/** Something to run: containers, their size, their identity and their logs. `EcsService` makes one by itself. */
export class TaskDefinition extends Construct implements IGrantable {
  /**
   * From the JSON that `aws ecs register-task-definition` takes, as text or parsed. The containers come out as they are
   * there; the execution role is a new one with the rights that they need, and fields that the API lacks are refused.
   */
  public static fromJson(
    scope: Construct,
    id: string,
    json: string | object,
    { region }: Pick<TaskDefinitionProps, 'region'> = {},
  ): TaskDefinition {
    const { props, tags, issues } = taskFromJson(scope, json);
    const task = new TaskDefinition(scope, id, { ...props, region });
    report(task, issues);
    if (Object.keys(tags).length > 0) task.taskDefinition.tags = tags;
    return task;
  }

  public readonly taskDefinition: EcsTaskDefinition;
  /** With the revision, `arn:...:task-definition/web:7`. */
  public readonly taskDefinitionArn: string;
  public readonly family: string;
  public readonly roles: TaskRoles;
  /** Missing where every container logs elsewhere. */
  public readonly logGroup?: CloudwatchLogGroup;
  public readonly compatibility: TaskCompatibility;
  public readonly networkMode: NetworkMode;
  public readonly operatingSystem: OperatingSystem;
  /** As given, by name. */
  public readonly containers: Readonly<Record<string, ContainerProps>>;
  public readonly volumes: Readonly<Record<string, Volume>>;
  public readonly executeCommand: boolean;
  public readonly releases: Releases;
  /** Missing where Terraform or the containers decide. */
  public readonly cpu?: number;
  public readonly memoryMib?: number;

  public constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    if (props.region !== undefined) placeInRegion(this, props.region);
    acceptUnchecked(this, props.unchecked);
    report(this, validateTaskDefinitionProps(props));
    warn(this, taskWarnings(props.containers, awsLocation(this).region));
    const { compatibility = 'fargate', containers, networkMode = 'awsvpc', operatingSystem = 'LINUX' } = props;
    const { architecture = 'X86_64', executeCommand = false, interruptible = false, volumes = {} } = props;
    const { releases = { by: 'terraform' } } = props;
    this.compatibility = compatibility;
    this.networkMode = networkMode;
    this.operatingSystem = operatingSystem;
    this.containers = containers;
    this.volumes = volumes;
    this.executeCommand = executeCommand;
    this.releases = releases;
    this.family = props.family ?? generatedName(this, { max: FAMILY_MAX });
    claimName(this, 'ECS task family', this.family, { field: 'family' });
    const size = taskSize(props);
    this.cpu = size.cpu;
    this.memoryMib = size.memoryMib;

    this.roles = new TaskRoles(this, 'Roles', { ...props, family: this.family });
    this.logGroup = this.addLogGroup(props);
    const { logGroup } = this;
    const setting: ContainerSetting = {
      exec: executeCommand,
      windows: operatingSystem !== 'LINUX',
      interruptible,
      logGroupName: () => logGroup?.name ?? '',
      region: () => regionOf(this),
    };
    const definitions = Object.entries(containers).map(([name, container]) =>
      containerDefinition(name, container, setting),
    );
    const fargate = compatibility === 'fargate';
    const disk = Object.entries(containers).flatMap(([name, container]) => diskPaths(name, container, setting));
    this.taskDefinition = new EcsTaskDefinition(this, 'TaskDefinition', {
      family: this.family,
      requiresCompatibilities: [COMPATIBILITIES[compatibility]],
      networkMode,
      cpu: size.cpu === undefined ? undefined : text(size.cpu),
      memory: size.memoryMib === undefined ? undefined : text(size.memoryMib),
      taskRoleArn: this.roles.taskRole.roleArn,
      executionRoleArn: this.roles.executionRole.roleArn,
      containerDefinitions: containerJson(definitions),
      runtimePlatform:
        fargate || operatingSystem !== 'LINUX' || props.architecture !== undefined
          ? { operatingSystemFamily: operatingSystem, cpuArchitecture: architecture }
          : undefined,
      volume: nonEmpty([
        ...Object.entries(volumes).map(([name, volume]) => volumeArgument(name, volume)),
        ...disk.map(({ volume }) => ({ name: volume })),
      ]),
      ephemeralStorage: props.ephemeralStorageGib === undefined ? undefined : { sizeInGib: props.ephemeralStorageGib },
      pidMode: props.pidMode,
      ipcMode: props.ipcMode,
      enableFaultInjection: props.faultInjection,
      placementConstraints: nonEmpty(
        (props.placementConstraints ?? []).map((expression) => ({ type: 'memberOf', expression })),
      ),
      skipDestroy: releases.by === 'ci' || releases.keepRevisions === true ? true : undefined,
      // The pipeline changes images; Terraform would put the old ones back.
      lifecycle: releases.by === 'ci' ? { ignoreChanges: ['container_definitions'] } : undefined,
    });
    this.taskDefinitionArn = this.taskDefinition.arn;
    for (const container of Object.values(containers)) this.roles.grantUse(container);
    for (const volume of Object.values(volumes)) this.grantVolume(volume);
  }

  /** Gives the program a right: `bucket.grantRead(task)` ends here. */
  public addToPolicy(statement: PolicyStatement): void {
    this.roles.taskRole.addToPolicy(statement);
  }

  /**
   * Lets `grantee` start tasks of this family and hand them their two roles: for a scheduler, a state machine, a
   * pipeline.
   */
  public grantRun(grantee: IGrantable): void {
    const { taskRole, executionRole } = this.roles;
    grantee.addToPolicy({ actions: ['ecs:RunTask'], resources: [`${this.taskDefinition.arnWithoutRevision}:*`] });
    grantee.addToPolicy({
      actions: ['iam:PassRole'],
      resources: [taskRole.roleArn, executionRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  }

  /** `family:7`, or the ARN of the revision that Terraform made. */
  public revisionArn(revision?: number): string {
    return revision === undefined ? this.taskDefinitionArn : `${this.taskDefinition.family}:${revision}`;
  }

  public get efsVolumes(): readonly EfsVolume[] {
    return Object.values(this.volumes).filter((volume) => volume.kind === 'efs');
  }

  public get kindsOfVolumes(): readonly Volume['kind'][] {
    return Object.values(this.volumes).map(({ kind }) => kind);
  }

  /** A container asks for a GPU; only some instances have one. */
  public get needsGpu(): boolean {
    return Object.values(this.containers).some(({ gpu }) => gpu !== undefined);
  }

  /** The container that is meant where none is named. */
  public get mainContainer(): string {
    return Object.keys(this.containers)[0] ?? '';
  }

  /** TCP and UDP ports that a container listens on, ranges left out. */
  public portsOf(container: string): readonly number[] {
    return portMappings(this.containers[container]?.ports).flatMap((port) =>
      'containerPort' in port ? [port.containerPort] : [],
    );
  }

  /** ECS joins a Windows domain with a user's password; a task mounts EFS as its own role. */
  private grantVolume(volume: Volume): void {
    if (volume.kind === 'fsx-windows') this.roles.grantRead([volume.credentialsSecretArn]);
    if (volume.kind === 'efs') grantMount(volume.accessPoint, this, volume.writable ?? true);
    if (volume.kind !== 'efs-file-system') return;
    // The owner of an existing role has given it its rights.
    for (const statement of efsFileSystemStatements(this, volume)) this.roles.ownTaskRole?.addToPolicy(statement);
  }

  private addLogGroup({ containers, logs = {} }: TaskDefinitionProps): CloudwatchLogGroup | undefined {
    const loggings = Object.values(containers).map(({ logging = { kind: 'cloudwatch' } }) => logging);
    if (!loggings.some((logging) => logging.kind === 'cloudwatch' && logging.logGroup === undefined)) return undefined;
    const { logGroupName = `/ecs/${this.family}`, retentionDays = LOG_RETENTION_DEFAULT, encryptionKeyArn } = logs;
    claimName(this, 'CloudWatch log group', logGroupName, { field: 'logs.logGroupName' });
    const logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name: logGroupName,
      retentionInDays: retentionDays,
      kmsKeyId: encryptionKeyArn,
    });
    this.roles.grantWriteLogs(logGroup.arn);
    return logGroup;
  }
}

const COMPATIBILITIES: Readonly<Record<TaskCompatibility, string>> = {
  fargate: 'FARGATE',
  ec2: 'EC2',
  'managed-instances': 'MANAGED_INSTANCES',
  external: 'EXTERNAL',
};

/** Terraform's arguments are strings; a token in a number is not its digits. */
function text(value: number): string {
  return isUnknown(value) ? Token.asString(value) : String(value);
}

function nonEmpty<T>(values: T[]): T[] | undefined {
  return values.length === 0 ? undefined : values;
}
