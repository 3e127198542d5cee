import type { EcsServiceVolumeConfiguration } from '@cdktf/provider-aws/lib/ecs-service';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import type { IConnectable } from '../../network/connections';
import { Port } from '../../network/port';
import { addDependency } from '../../shared/dependencies';
import { type Issue, report } from '../../shared/problems';
import { ebsVolumeArgument, validateEbsVolume } from '../task/ebs-volume';
import { ecsTrust } from '../task/ecs-trust';
import type { TaskDefinition } from '../task/task-definition';
import type { EbsVolume, Volume } from '../task/volume';

export interface ServiceVolumesProps {
  readonly taskDefinition: TaskDefinition;
  /** The disks of the volumes of kind `configured-at-launch`, by their names. */
  readonly volumeConfigurations?: Readonly<Record<string, EbsVolume>>;
  readonly permissionsBoundaryArn?: string;
}

const NFS = Port.tcp(2049);

/** What a service adds to the volumes of its task: disks that ECS makes, and the way to file systems. */
export class ServiceVolumes extends Construct {
  /** What ECS may do to make, attach and delete disks; missing without an EBS volume. */
  public readonly role?: Role;
  /** `volume_configuration` of the service. */
  public readonly volumeConfiguration?: EcsServiceVolumeConfiguration;

  private readonly task: TaskDefinition;

  public constructor(scope: Construct, id: string, props: ServiceVolumesProps) {
    super(scope, id);
    report(this, validateServiceVolumes(props));
    this.task = props.taskDefinition;
    const [disk] = Object.entries<Volume>({ ...this.task.volumes, ...props.volumeConfigurations }).filter(
      (entry): entry is [string, EbsVolume] => entry[1].kind === 'ebs',
    );
    if (disk === undefined) return;
    this.role = this.makeRole(props.permissionsBoundaryArn);
    this.volumeConfiguration = ebsVolumeArgument(...disk, this.role.roleArn);
  }

  /** Opens NFS from the tasks to the file systems that they mount. */
  public connect(tasks: IConnectable): void {
    for (const { accessPoint } of this.task.efsVolumes) accessPoint.connections?.allowFrom(tasks, NFS);
  }

  /** Without its role ECS cannot detach a disk, and without a mount target no task starts. */
  public completeBefore(service: TerraformResource): void {
    this.role?.completeBefore(service);
    for (const { accessPoint } of this.task.efsVolumes) {
      for (const target of accessPoint.mountTargets ?? []) addDependency(service, target);
    }
  }

  private makeRole(permissionsBoundaryArn: string | undefined): Role {
    return new Role(this, 'Role', {
      description: roleText(`What ECS may do with the disks of ${this.node.scope?.node.path}`),
      assumedBy: [ecsTrust(this, 'ecs')],
      // AWS limits it to volumes with the tags of ECS, and extends it when the service learns more.
      awsManagedPolicies: ['service-role/AmazonECSInfrastructureRolePolicyForVolumes'],
      permissionsBoundaryArn,
    });
  }
}

const MADE_FOR_SERVICES: readonly Volume['kind'][] = ['efs', 'ebs', 'configured-at-launch'];

/** Missing where a service adds nothing to the volumes of its task. */
export function serviceVolumes(service: Construct, props: ServiceVolumesProps): ServiceVolumes | undefined {
  const { taskDefinition, volumeConfigurations } = props;
  const needed = taskDefinition.kindsOfVolumes.some((kind) => MADE_FOR_SERVICES.includes(kind));
  return needed || volumeConfigurations !== undefined ? new ServiceVolumes(service, 'Volumes', props) : undefined;
}

/** Pure: each volume that waits for its disk gets one, and no other one does. */
export function validateServiceVolumes({
  taskDefinition: { volumes, compatibility },
  volumeConfigurations = {},
}: {
  readonly taskDefinition: Pick<TaskDefinition, 'volumes' | 'compatibility'>;
  readonly volumeConfigurations?: Readonly<Record<string, EbsVolume>>;
}): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceVolumeConfiguration.html';
  const waiting = Object.keys(volumes).filter((name) => volumes[name]?.kind === 'configured-at-launch');
  const given = Object.entries(volumeConfigurations);
  return [
    ...waiting
      .filter((name) => volumeConfigurations[name] === undefined)
      .map((name) => ({
        field: `volumeConfigurations.${name}`,
        value: undefined,
        limit: `a disk: the task definition leaves its volume "${name}" to the service`,
        fix: `write volumeConfigurations: { ${name}: { kind: 'ebs', sizeGib: 20 } }`,
        see,
      })),
    ...given
      .filter(([name]) => !waiting.includes(name))
      .map(([name]) => ({
        field: `volumeConfigurations.${name}`,
        value: name,
        limit: `volumes of the task definition of kind configured-at-launch (${waiting.join(', ') || 'it has none'})`,
        fix: `write volumes: { ${name}: { kind: 'configured-at-launch' } } in the task definition`,
        see,
      })),
    ...given.flatMap(([name, disk]) => validateEbsVolume(`volumeConfigurations.${name}`, disk, compatibility)),
  ];
}
