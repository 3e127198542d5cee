import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { capacityKind } from '../ecs/cluster/capacity-strategy';
import { clusterAround } from '../ecs/cluster/cluster-around';
import type { IEcsCluster, TaskCapacity } from '../ecs/cluster/ecs-cluster-interface';
import type { Discovery } from '../ecs/service/discovery';
import { EcsService } from '../ecs/service/ecs-service';
import type { ContainerProps } from '../ecs/task/container';
import { ExistingTaskRole } from '../ecs/task/existing-task-role';
import { TaskDefinition } from '../ecs/task/task-definition';
import type { TaskPlacement } from '../ecs/task/task-definition-props';
import { accountIdOf } from '../identity/account-id';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { LOG_RETENTION_DAYS } from '../shared/log-retention';
import { generatedName, shortened } from '../shared/names';
import { report, warn } from '../shared/problems';
import type { ComposeApplicationProps } from './compose-application-props';
import { closedDoors, validateComposeApplication } from './compose-application-validation';
import { connectServices } from './compose-connections';
import { exposeOf } from './compose-exposure';
import { ComposeLogs } from './compose-logs';
import { portKey } from './compose-ports';
import type { ComposeReport } from './compose-report';
import type { ComposeService } from './compose-service';
import { type ComposeTask, composeTasks, withParameters } from './compose-tasks';
import { ComposeVolumes } from './compose-volumes';
import { type ComposeSources, readComposeSources } from './read-compose';

/** MiB that a task on instances may use where the file says nothing: placement needs a number to count with. */
const MEMORY_ON_INSTANCES = 512;

const NAME_MAX = 255;

/**
 * The services of a `docker-compose.yml` on an ECS cluster: one ECS service for each, or one for all with the ECS CLI's
 * `ecs-params.yml`. Every field is taken over, refused, or listed in `report`.
 */
export class ComposeApplication extends Construct {
  /** By their names in the file; containers of one task lead to the same one. */
  public readonly services: Readonly<Record<string, EcsService>>;
  public readonly cluster: IEcsCluster;
  /** The groups that the file names; a task whose containers name none has its own. */
  public readonly logs: ComposeLogs;
  public readonly report: ComposeReport;

  private readonly sources: ComposeSources;
  private readonly capacity: TaskCapacity;
  private readonly volumes: ComposeVolumes;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ComposeApplicationProps,
  ) {
    super(scope, id);
    const { tasks: shape = props.ecsParams === undefined ? 'per-service' : 'one', createLogGroups = true } = props;
    this.cluster = props.cluster ?? clusterAround(this);
    this.capacity = props.capacity ?? this.cluster.defaultCapacity;
    const { issues, report: fields, ...sources } = readComposeSources(props);
    const { file, params } = sources;
    this.report = fields;
    this.sources = sources;
    const tasks = composeTasks(file.services, shape);
    const { region } = awsLocation(this);
    report(this, [...issues, ...validateComposeApplication(props, { ...sources, tasks, region })]);
    this.logs = new ComposeLogs(this, 'Logs', {
      services: file.services,
      retentionDays: file.logRetentionDays,
      create: createLogGroups,
    });
    this.volumes = new ComposeVolumes(this, 'Volumes', {
      given: props.volumes ?? {},
      efs: params.efsVolumes,
      file: file.volumes,
      otherwise: shape === 'one' ? 'scratch' : 'efs',
      network: this.cluster.network,
    });
    const project = props.projectName ?? file.projectName ?? generatedName(this, { max: NAME_MAX });
    const made = tasks.map((task) => {
      const name = shape === 'one' ? project : shortened(`${project}-${task.main.name}`, { max: NAME_MAX });
      return { task, service: this.makeService(task, name) };
    });
    this.services = Object.fromEntries(
      made.flatMap(({ task, service }) => task.services.map(({ name }) => [name, service] as const)),
    );
    connectServices(made, { entry: props.entry, securityGroups: file.securityGroups });
    warn(this, closedDoors(props, { tasks, cluster: this.cluster, ...sources }));
  }

  private makeService(task: ComposeTask, serviceName: string): EcsService {
    const { cluster, capacity, props, sources } = this;
    const { main } = task;
    const { settings = {}, entry } = props;
    const { executeCommand, ephemeralStorageGib, taskRole, permissionsBoundaryArn, releases, ...own } =
      settings[main.name] ?? {};
    const discovery = own.discovery ?? this.discoveryOf(task);
    const taskDefinition = new TaskDefinition(this, `Task-${main.name}`, {
      ...this.sizeOf(task),
      ...main.task,
      ...sources.params.task,
      family: serviceName,
      containers: this.containersOf(task, discovery),
      volumes: this.volumesOf(task),
      logs: { retentionDays: LOG_RETENTION_DAYS.find((days) => days === sources.file.logRetentionDays) },
      taskRole: taskRole ?? this.existingRole(),
      executeCommand,
      ephemeralStorageGib,
      permissionsBoundaryArn,
      releases,
    });
    const groups = task.securityGroups(sources);
    const service = new EcsService(this, main.name, {
      cluster,
      taskDefinition,
      capacity,
      serviceName,
      ...main.deploy,
      publicTasks: sources.params.assignPublicIp,
      securityGroups: groups.length === 0 ? undefined : groups.map((securityGroupId) => ({ securityGroupId })),
      expose: exposeOf(this, entry, task),
      ...own,
      discovery,
    });
    this.grantPolicies(task, service);
    this.placeInNamedSubnets(task, service);
    return service;
  }

  private sizeOf({ services }: ComposeTask): TaskPlacement {
    const { params } = this.sources;
    const compatibility = capacityKind(this.capacity);
    const sized = services.some(({ container }) => container.memoryMib ?? container.memoryReservationMib);
    const memoryMib = params.memoryMib ?? (compatibility === 'fargate' || sized ? undefined : MEMORY_ON_INSTANCES);
    // Which pairs Fargate sells, the task definition checks.
    return { compatibility, cpu: params.cpu, memoryMib } as TaskPlacement;
  }

  private containersOf(task: ComposeTask, discovery: Discovery | undefined): Record<string, ContainerProps> {
    const { params } = this.sources;
    const inBridge = params.task.networkMode === 'bridge';
    return Object.fromEntries(
      task.services.map((service) => {
        const { name, container, links, logging } = service;
        const called = discovery?.kind === 'service-connect' && service === task.main;
        const own: ContainerProps = {
          ...container,
          ports: portsOf(service, { inBridge, called }),
          links: inBridge && links.length > 0 ? links : undefined,
          logging: this.logs.loggingOf(logging),
          dependsOn: task.dependsOn(service),
          essential: !task.runsToItsEnd(service),
        };
        return [name, withParameters(own, params.containers[name])];
      }),
    );
  }

  /** Where the names of a Compose file lead: to ports, by Service Connect. */
  private discoveryOf({ main, alone }: ComposeTask): Discovery | undefined {
    if (alone || this.cluster.namespace === undefined) return undefined;
    const [first] = main.ports;
    return first === undefined || first.protocol === 'udp'
      ? { kind: 'service-connect-client' }
      : { kind: 'service-connect', name: main.name };
  }

  private volumesOf({ services }: ComposeTask): TaskDefinition['volumes'] {
    return Object.fromEntries(
      services.flatMap(({ container, unnamedVolumes }) =>
        (container.mounts ?? []).map(({ volume }) => [volume, unnamedVolumes[volume] ?? this.volumes.volume(volume)]),
      ),
    );
  }

  private existingRole(): ExistingTaskRole | undefined {
    const { taskRoleArn } = this.sources.params;
    if (taskRoleArn === undefined) return undefined;
    const prefix = `arn:${awsLocation(this).partition}:iam::${accountIdOf(this)}:role/`;
    return new ExistingTaskRole(this, taskRoleArn.startsWith('arn:') ? taskRoleArn : `${prefix}${taskRoleArn}`);
  }

  private grantPolicies({ services }: ComposeTask, { taskDefinition, service }: EcsService): void {
    for (const statement of services.flatMap(({ statements }) => statements)) taskDefinition.addToPolicy(statement);
    const role = taskDefinition.roles.ownTaskRole?.role.name;
    if (role === undefined) return;
    for (const policyArn of new Set(services.flatMap(({ policyArns }) => policyArns))) {
      const id = `Policy-${policyArn.replace(/^.*\//, '')}`;
      addDependency(service, new IamRolePolicyAttachment(taskDefinition, id, { role, policyArn }));
    }
  }

  /** Subnets that the parameters name take the place of those of the cluster's network. */
  private placeInNamedSubnets(task: ComposeTask, { service, securityGroup }: EcsService): void {
    const { subnetIds, assignPublicIp = false } = this.sources.params;
    if (subnetIds.length === 0 || securityGroup === undefined) return;
    service.putNetworkConfiguration({
      subnets: [...subnetIds],
      securityGroups: [securityGroup.securityGroupId, ...task.securityGroups(this.sources)],
      assignPublicIp,
    });
  }
}

/** In bridge mode the host has the port that the file publishes; Service Connect calls a port by its name. */
function portsOf(
  { ports, published }: ComposeService,
  { inBridge, called }: { readonly inBridge: boolean; readonly called: boolean },
): ContainerProps['ports'] {
  return ports.map((port) => {
    const host = published.find((one) => portKey(one) === portKey(port));
    return {
      ...port,
      ...(inBridge && host !== undefined ? { hostPort: host.clientPort } : {}),
      ...(called ? { name: portKey(port).replace('/', '-') } : {}),
    };
  });
}
