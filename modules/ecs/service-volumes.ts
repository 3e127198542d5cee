import type { EcsServiceVolumeConfiguration } from '@cdktf/provider-aws/lib/ecs-service';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { Role } from '../identity/role';
import type { IConnectable } from '../network/connections';
import { Port } from '../network/port';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { ebsVolumeArgument } from './ebs-volume';
import type { TaskDefinition } from './task-definition';
import type { EbsVolume } from './volume';

const NFS = Port.tcp(2049);

/** What a service adds to the volumes of its task: disks that ECS makes, and the way to file systems. */
export class ServiceVolumes extends Construct {
  /** What ECS may do to make, attach and delete disks; missing without an EBS volume. */
  public readonly role?: Role;
  /** `volume_configuration` of the service. */
  public readonly volumeConfiguration?: EcsServiceVolumeConfiguration;

  private readonly task: TaskDefinition;

  public constructor(
    scope: Construct,
    id: string,
    props: { readonly taskDefinition: TaskDefinition; readonly permissionsBoundaryArn?: string },
  ) {
    super(scope, id);
    this.task = props.taskDefinition;
    const [disk] = Object.entries(this.task.volumes).filter(
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
    const { region = '*', partition } = awsLocation(this);
    const account = accountIdOf(this);
    return new Role(this, 'Role', {
      description: `What ECS may do with the disks of ${this.node.scope?.node.path}`,
      assumedBy: [
        {
          actions: ['sts:AssumeRole'],
          principals: { services: ['ecs.amazonaws.com'] },
          conditions: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
          },
        },
      ],
      // AWS limits it to volumes with the tags of ECS, and extends it when the service learns more.
      awsManagedPolicies: ['service-role/AmazonECSInfrastructureRolePolicyForVolumes'],
      permissionsBoundaryArn,
    });
  }
}
