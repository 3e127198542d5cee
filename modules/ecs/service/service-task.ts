import type { Construct } from 'constructs';
import { generatedName } from '../../shared/names';
import { report } from '../../shared/problems';
import { capacitiesOf, capacityKind, usesFargateSpot } from '../cluster/capacity-strategy';
import type { TaskCapacity } from '../cluster/ecs-cluster-interface';
import type { ContainerProps } from '../task/container';
import { logRouterContainer, logRouterStatements, routedLogging, validateLogRouter } from '../task/log-router';
import { TaskDefinition } from '../task/task-definition';
import type { TaskPlacement } from '../task/task-definition-props';
import { tracingCollector, tracingEnvironment, tracingStatements, validateTracing } from '../task/tracing';
import type { ServiceContainer, ServiceSettings, ServiceSize } from './ecs-service-props';

/** MiB that a task on instances may use where nothing else is said: placement needs a number to count with. */
const MEMORY_ON_INSTANCES = 512;

/** The task definition of a service that was described by its one container. */
export function serviceTask(
  service: Construct,
  props: Pick<ServiceSettings, 'discovery'> & ServiceContainer & ServiceSize,
  capacity: TaskCapacity,
): TaskDefinition {
  const { family, networkMode, operatingSystem, volumes, tracing, logRouter } = props;
  const { ephemeralStorageGib, logs, executeCommand, pidMode, ipcMode, faultInjection } = props;
  const { placementConstraints, releases, taskRole, permissionsBoundaryArn } = props;
  const [instances] = capacitiesOf(capacity);
  const task = new TaskDefinition(service, 'Task', {
    ...placementOf(props, capacity),
    family: family ?? generatedName(service, { max: 255 }),
    containers: containersOf(props),
    architecture: props.architecture ?? instances?.architecture,
    interruptible: usesFargateSpot(capacity),
    networkMode,
    operatingSystem: operatingSystem ?? instances?.operatingSystem,
    volumes,
    ephemeralStorageGib,
    logs,
    executeCommand,
    pidMode,
    ipcMode,
    faultInjection,
    placementConstraints,
    releases,
    taskRole,
    permissionsBoundaryArn,
  });
  report(service, [
    ...(tracing === undefined ? [] : validateTracing(tracing, task.networkMode)),
    ...(logRouter === undefined ? [] : validateLogRouter(logRouter)),
  ]);
  const statements = [
    ...(tracing === undefined ? [] : tracingStatements(tracing)),
    ...(logRouter === undefined ? [] : logRouterStatements(logRouter)),
  ];
  for (const statement of statements) task.addToPolicy(statement);
  return task;
}

/** The one container, those beside it, and those that tracing and log routing bring. */
function containersOf(props: Pick<ServiceSettings, 'discovery'> & ServiceContainer): Record<string, ContainerProps> {
  const { containerName = 'app', sidecars = {}, tracing, logRouter } = props;
  const main = containerOf(props, mainPort(props));
  const traced =
    tracing === undefined ? main : { ...main, environment: { ...tracingEnvironment(), ...main.environment } };
  const logging = logRouter === undefined ? undefined : routedLogging(logRouter);
  const routed = Object.entries({ [containerName]: traced, ...sidecars }).map(([name, container]) => [
    name,
    logging === undefined ? container : { ...container, logging: container.logging ?? logging },
  ]);
  return {
    ...Object.fromEntries(routed),
    ...(tracing === undefined ? {} : { tracing: { ...tracingCollector(tracing), logging } }),
    ...(logRouter === undefined ? {} : { 'log-router': logRouterContainer(logRouter) }),
  };
}

/** The type of the props has tied size and capacity together; here they are looked at apart. */
function placementOf({ cpu, memoryMib }: { cpu?: number; memoryMib?: number }, capacity: TaskCapacity): TaskPlacement {
  const compatibility = capacityKind(capacity);
  if (compatibility !== 'fargate') return { compatibility, cpu, memoryMib: memoryMib ?? MEMORY_ON_INSTANCES };
  return { compatibility, cpu, memoryMib } as TaskPlacement;
}

/** Service Connect refers to ports by name; otherwise a number is enough. */
function mainPort({
  port,
  discovery,
}: Pick<ServiceSettings, 'discovery'> & ServiceContainer): NonNullable<ContainerProps['ports']> {
  if (port === undefined) return [];
  if (discovery?.kind !== 'service-connect') return [port];
  return [{ containerPort: port, name: 'main', appProtocol: discovery.appProtocol ?? 'http' }];
}

function containerOf(props: ServiceContainer, main: NonNullable<ContainerProps['ports']>): ContainerProps {
  const { ports = [], containerHealthCheck } = props;
  const { image, environment, environmentFiles, secrets, gpu, essential, command, entryPoint, workingDirectory } =
    props;
  const { user, dependsOn, startTimeoutSeconds, stopTimeoutSeconds, restartPolicy, versionConsistency } = props;
  const { readonlyRootFilesystem, writablePaths, mounts, volumesFrom, logging, firelens, linuxParameters } = props;
  const { ulimits, systemControls, privileged, dockerSecurityOptions, credentialSpecs, dockerLabels } = props;
  const { disableNetworking, links, hostname, dnsServers, dnsSearchDomains, extraHosts, interactive } = props;
  return {
    image,
    ports: [...main, ...ports],
    healthCheck: containerHealthCheck,
    environment,
    environmentFiles,
    secrets,
    gpu,
    essential,
    command,
    entryPoint,
    workingDirectory,
    user,
    dependsOn,
    startTimeoutSeconds,
    stopTimeoutSeconds,
    restartPolicy,
    versionConsistency,
    readonlyRootFilesystem,
    writablePaths,
    mounts,
    volumesFrom,
    logging,
    firelens,
    linuxParameters,
    ulimits,
    systemControls,
    privileged,
    dockerSecurityOptions,
    credentialSpecs,
    dockerLabels,
    disableNetworking,
    links,
    hostname,
    dnsServers,
    dnsSearchDomains,
    extraHosts,
    interactive,
    pseudoTerminal: props.pseudoTerminal,
  };
}
