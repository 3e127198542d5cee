import { EcsService as AwsEcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IGrantable } from '../../identity/grantable';
import type { PolicyStatement } from '../../identity/policy-statement';
import type { Connections, IConnectable } from '../../network/connections';
import { waitForEgress } from '../../network/egress-order';
import type { INetwork, ISubnet } from '../../network/i-network';
import { Port } from '../../network/port';
import { SecurityGroup } from '../../network/security-group';
import { securityGroupText } from '../../network/security-group-text';
import { addDependency } from '../../shared/dependencies';
import type { IMonitored, Monitoring } from '../../shared/monitoring';
import { claimName, generatedName } from '../../shared/names';
import { acceptUnchecked, checkAtSynth, report, warn } from '../../shared/problems';
import { clusterAround } from '../cluster/cluster-around';
import { placeWithCluster, validateTaskRegion } from '../cluster/cluster-region';
import type { IEcsCluster } from '../cluster/ecs-cluster-interface';
import { instanceConnections, taskNetwork } from '../cluster/task-network';
import type { TaskDefinition } from '../task/task-definition';
import type { Deployment } from './deployment';
import { deploymentArguments, isShifting, usesRecommendedAlarms } from './deployment-arguments';
import { DeploymentRole } from './deployment-role';
import { validateRecommendedAlarms } from './deployment-validation';
import { noDiscoveryUrl } from './discovery';
import type { EcsServiceOfTaskProps, EcsServiceProps } from './ecs-service-props';
import { validateHostPortRoom } from './host-port-room';
import { placementArguments } from './placement';
import { unreachable } from './reachability';
import { rolloutWarnings } from './rollout-room';
import { scalingWarnings } from './scaling-validation';
import { ServiceAlarms, type ServiceAlarmsSettings } from './service-alarms';
import { loadBalancerArguments, placementOfTasks, writtenByOthers } from './service-arguments';
import { type ServiceCommands, serviceCommands } from './service-commands';
import { ServiceDiscovery } from './service-discovery';
import { serviceEntrance, validateServiceEntrance, validateServicePort, withUsablePort } from './service-entrance';
import { ServiceExposure } from './service-exposure';
import { type ServiceFacts, serviceFacts } from './service-facts';
import { type ServiceFromJsonProps, serviceFromJson } from './service-from-json';
import { ServiceMetrics } from './service-metrics';
import { ServiceScaling } from './service-scaling';
import { taskSubnets, validateTaskSubnets } from './service-subnets';
import { serviceTask } from './service-task';
import { validateService, zoneRebalancing } from './service-validation';
import { type ServiceVolumes, serviceVolumes } from './service-volumes';
import { fitWarnings } from './task-fit';

/** By image, or around a task definition. */
type AnyServiceProps = EcsServiceProps | EcsServiceOfTaskProps;

/** Ports that Docker gives to containers in bridge mode. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
const DYNAMIC_PORTS = [32_768, 65_535] as const;

/** A program that ECS keeps running: its tasks, how many there are, who reaches them and how they are replaced. */
export class EcsService extends Construct implements IConnectable, IGrantable, IMonitored {
  /**
   * From the JSON that `aws ecs create-service` takes, as text or parsed. Target groups and subnets stay the ids that
   * they are there; fields that the API lacks, and Classic Load Balancers, are refused.
   */
  public static fromJson(scope: Construct, id: string, json: string | object, given: ServiceFromJsonProps): EcsService {
    const { props, issues, complete } = serviceFromJson(json, given);
    const service = new EcsService(scope, id, props);
    report(service, issues);
    complete(service.service, service.securityGroup?.securityGroupId);
    return service;
  }

  public readonly service: AwsEcsService;
  public readonly serviceName: string;
  public readonly serviceArn: string;
  public readonly cluster: IEcsCluster;
  public readonly taskDefinition: TaskDefinition;
  /** Security group of the tasks in awsvpc mode; in bridge and host mode the instances' group is in `connections`. */
  public readonly securityGroup?: SecurityGroup;
  public readonly connections: Connections;
  /** Of the tasks in awsvpc mode; in bridge and host mode they are where their instances are. */
  public readonly subnets: readonly ISubnet[];
  public readonly deployment: Deployment;
  /** Missing where the service is not exposed. */
  public readonly exposure?: ServiceExposure;
  /** Missing where other services do not find it by name. */
  public readonly discovery?: ServiceDiscovery;
  /** Missing where the number of tasks is fixed. */
  public readonly scaling?: ServiceScaling;
  /** What ECS may do while it shifts traffic; missing with a rolling deployment. */
  public readonly deploymentRole?: DeploymentRole;
  /** Disks and file systems of the tasks; missing where there are none. */
  public readonly volumes?: ServiceVolumes;
  public readonly metrics: ServiceMetrics;
  /** Missing until `recommendedAlarms` makes them. */
  public alarms?: ServiceAlarms;
  /** Where clients find it, where the balancer is its own. */
  public readonly url?: string;
  /** The AWS CLI commands that show what it does. */
  public readonly commands: ServiceCommands;

  public constructor(scope: Construct, id: string, given: AnyServiceProps) {
    super(scope, id);
    report(this, validateServicePort(given));
    const props = withUsablePort(given);
    acceptUnchecked(this, props.unchecked);
    this.cluster = props.cluster ?? clusterAround(this);
    const { cluster } = this;
    placeWithCluster(this, cluster);
    const capacity = props.capacity ?? cluster.defaultCapacity;
    this.serviceName = props.serviceName ?? generatedName(this, { max: 255 });
    claimName(this, 'ECS service', this.serviceName, { field: 'serviceName', within: cluster.node.path });
    const taskDefinition = props.taskDefinition ?? serviceTask(this, props, capacity);
    this.taskDefinition = taskDefinition;
    const facts = serviceFacts(props, { cluster, capacity, taskDefinition });
    report(this, [
      ...validateService(props, facts),
      ...validateServiceEntrance(props, taskDefinition),
      ...validateHostPortRoom(facts, taskDefinition),
      ...validateTaskRegion(taskDefinition, this),
    ]);
    warn(this, facts.daemon ? [] : [...scalingWarnings(facts.scaling), ...fitWarnings(facts)]);
    warn(this, rolloutWarnings(facts, taskDefinition));

    const network = taskNetwork(this, props.network, cluster);
    const inOwnNetwork = facts.networkMode === 'awsvpc';
    if (inOwnNetwork) this.securityGroup = this.makeSecurityGroup(props, network);
    this.connections = this.securityGroup?.connections ?? instanceConnections(this, capacity, facts.networkMode);
    this.subnets = inOwnNetwork ? this.subnetsOf(props, network) : [];
    this.deployment = facts.deployment;
    checkAtSynth(this, () => validateRecommendedAlarms(facts.deployment, this.alarms));
    this.exposure = this.makeExposure(props, facts, network);
    this.url = this.exposure?.url;
    this.deploymentRole = this.makeDeploymentRole(props, facts);
    this.volumes = this.makeVolumes(props);
    this.discovery = this.makeDiscovery(props);
    this.service = this.makeService(props, facts);
    this.serviceArn = this.service.id;
    this.completeBeforeService(facts);
    this.scaling = this.makeScaling(facts);
    const names = { clusterName: cluster.clusterName, serviceName: this.service.name };
    this.metrics = new ServiceMetrics(names);
    this.commands = serviceCommands({ ...names, logGroupName: taskDefinition.logGroup?.name });
    if (props.commandOutput ?? true) {
      new TerraformOutput(this, 'Commands', {
        value: this.commands,
        description: `AWS CLI commands for service ${this.serviceName}`,
      });
    }
  }

  /** What other services of the cluster call it by, `http://orders:8080`; for their environment. */
  public get discoveryUrl(): string {
    const url = this.discovery?.url;
    if (url === undefined) report(this, [noDiscoveryUrl()]);
    return url ?? '';
  }

  /** For a `Dashboard`: its CPU, memory and tasks, and what its clients see. */
  public get monitoring(): Monitoring {
    const { serviceName: title, metrics, exposure } = this;
    return { title, graphs: [...metrics.graphs(), ...(exposure?.route.metrics.graphs() ?? [])] };
  }

  /** Gives the program a right: `bucket.grantRead(service)` ends here. */
  public addToPolicy(statement: PolicyStatement): void {
    this.taskDefinition.addToPolicy(statement);
  }

  /**
   * Lets `caller` reach this by `discoveryUrl`: opens the port to it, and deploys it after this. Tasks know the names that
   * were there when they started: a name that comes later needs a new deployment of its callers.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
   */
  public allowCallsFrom(caller: EcsService): void {
    this.connections.allowFrom(caller);
    const [own, others] = [TerraformStack.of(this), TerraformStack.of(caller)];
    if (own === others) addDependency(caller.service, this.service);
    else others.addDependency(own);
  }

  /** Opens one port of the tasks to everybody, over IPv4; only reached where `publicTasks` gives them an address. */
  public allowFromInternet(port: number | Port): void {
    this.connections.allowFromInternet(port);
  }

  /** Too few tasks, no room left, errors and unhealthy targets, each of them told to the topics. */
  public recommendedAlarms(settings: ServiceAlarmsSettings): ServiceAlarms {
    const { serviceName, exposure, cluster } = this;
    // Where the service waits for its alarms, they know it by the name that it will have.
    const metrics = usesRecommendedAlarms(this.deployment)
      ? new ServiceMetrics({ clusterName: cluster.clusterName, serviceName })
      : this.metrics;
    const alarms = new ServiceAlarms(this, 'Alarms', { ...settings, metrics, serviceName, route: exposure?.route });
    this.alarms = alarms;
    return alarms;
  }

  private makeSecurityGroup(props: AnyServiceProps, network: INetwork): SecurityGroup {
    const { port } = serviceEntrance(props, this.taskDefinition);
    return new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: securityGroupText(`Tasks of service ${this.serviceName}`),
      defaultPort: port === undefined ? undefined : Port.tcp(port),
    });
  }

  private makeExposure(
    props: AnyServiceProps,
    { networkMode, deployment }: ServiceFacts,
    network: INetwork,
  ): ServiceExposure | undefined {
    const { expose, healthCheck = {} } = props;
    if (expose === undefined) return undefined;
    const { container, port = 80 } = serviceEntrance(props, this.taskDefinition);
    const { gracePeriodSeconds: _, ...targetHealthCheck } = healthCheck;
    const exposure = new ServiceExposure(this, 'Exposure', {
      service: this,
      expose,
      network,
      container,
      port,
      targetKind: networkMode === 'awsvpc' ? 'ip' : 'instance',
      healthCheck: targetHealthCheck,
      shifting: isShifting(deployment) || deployment.kind === 'code-deploy',
    });
    const { protocol } = exposure.route.targetGroup;
    const dynamic = protocol === 'UDP' ? Port.udpRange(...DYNAMIC_PORTS) : Port.tcpRange(...DYNAMIC_PORTS);
    exposure.route.connect(this.connections, networkMode === 'bridge' ? dynamic : undefined);
    return exposure;
  }

  private makeDeploymentRole(props: AnyServiceProps, { deployment }: ServiceFacts): DeploymentRole | undefined {
    if (!isShifting(deployment)) return undefined;
    return new DeploymentRole(this, 'Deployment', {
      route: this.exposure?.route,
      hooks: deployment.hooks ?? [],
      permissionsBoundaryArn: boundaryOf(props),
    });
  }

  private makeDiscovery(props: AnyServiceProps): ServiceDiscovery | undefined {
    const { discovery } = props;
    if (discovery === undefined) return undefined;
    const { taskDefinition, cluster } = this;
    const entrance = serviceEntrance(props, taskDefinition);
    const { namespace } = cluster;
    return new ServiceDiscovery(this, 'Discovery', { discovery, taskDefinition, entrance, namespace });
  }

  private makeVolumes(props: AnyServiceProps): ServiceVolumes | undefined {
    const volumes = serviceVolumes(this, {
      taskDefinition: this.taskDefinition,
      volumeConfigurations: 'volumeConfigurations' in props ? props.volumeConfigurations : undefined,
      permissionsBoundaryArn: boundaryOf(props),
    });
    volumes?.connect(this.connections);
    return volumes;
  }

  private subnetsOf(props: AnyServiceProps, network: INetwork): readonly ISubnet[] {
    const subnets = taskSubnets(this, props, network);
    report(this, validateTaskSubnets(subnets, props));
    // Endpoints may be added to the network after the service.
    checkAtSynth(this, () => unreachable(this.taskDefinition, { network, subnets }));
    return subnets;
  }

  private makeService(props: AnyServiceProps, facts: ServiceFacts): AwsEcsService {
    const { kind, daemon, deployment } = facts;
    const { redeploy, waitForSteadyState, publicTasks = false, securityGroups = [], placement = {} } = props;
    const { taskDefinition, securityGroup, deploymentRole, subnets } = this;
    const groups = securityGroup === undefined ? [] : [securityGroup, ...securityGroups];
    const deploymentRoleArn = deploymentRole?.role.roleArn;
    const ignoreChanges = writtenByOthers(facts);
    const service = new AwsEcsService(this, 'Service', {
      name: this.serviceName,
      cluster: this.cluster.clusterArn,
      taskDefinition: deployment.kind === 'external' ? undefined : taskDefinition.revisionArn(props.revision),
      ...placementOfTasks(facts),
      ...placementArguments(placement, { kind, daemon }),
      availabilityZoneRebalancing: zoneRebalancing(props, facts) ? 'ENABLED' : 'DISABLED',
      ...deploymentArguments(deployment, {
        byDefault: props.deployment === undefined,
        daemon,
        hookRoleArn: () => deploymentRoleArn ?? '',
        recommendedAlarms: () => (this.alarms?.ofDeployments ?? []).map(({ alarmName }) => alarmName),
      }),
      networkConfiguration:
        groups.length === 0
          ? undefined
          : {
              subnets: subnets.map(({ subnetId }) => subnetId),
              securityGroups: groups.map(({ securityGroupId }) => securityGroupId),
              assignPublicIp: publicTasks,
            },
      ...loadBalancerArguments(this.exposure, { deployment, healthCheck: props.healthCheck, deploymentRoleArn }),
      volumeConfiguration: this.volumes?.volumeConfiguration,
      serviceConnectConfiguration: this.discovery?.serviceConnect,
      serviceRegistries: this.discovery?.registries,
      enableExecuteCommand: taskDefinition.executeCommand,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState,
      ...(redeploy === undefined ? {} : { forceNewDeployment: true, triggers: { redeploy } }),
      lifecycle: ignoreChanges.length === 0 ? undefined : { ignoreChanges },
    });
    waitForEgress(service, subnets);
    return service;
  }

  /** Rights, capacity and the way that traffic takes: all there before the first task, and until the last one is gone. */
  private completeBeforeService({ deployment }: ServiceFacts): void {
    const { service, taskDefinition, cluster } = this;
    taskDefinition.roles.completeBefore(service);
    this.deploymentRole?.completeBefore(service);
    this.discovery?.tlsRole?.role.completeBefore(service);
    this.volumes?.completeBefore(service);
    cluster.completeBefore(service);
    const attachments = deployment.kind === 'external' ? [] : (this.exposure?.route.attachments ?? []);
    for (const attachment of attachments) addDependency(service, attachment);
    if (taskDefinition.executeCommand) cluster.grantExecSession(taskDefinition);
  }

  private makeScaling({ scaling, daemon }: ServiceFacts): ServiceScaling | undefined {
    if (daemon || 'fixed' in scaling) return undefined;
    const { clusterName } = this.cluster;
    const { service, exposure } = this;
    return new ServiceScaling(this, 'Scaling', { clusterName, service, scaling, route: exposure?.route });
  }
}

function boundaryOf(props: AnyServiceProps): string | undefined {
  return 'permissionsBoundaryArn' in props ? props.permissionsBoundaryArn : undefined;
}
