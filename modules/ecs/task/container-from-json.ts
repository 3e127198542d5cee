import type { IConstruct } from 'constructs';
import type { JsonObject } from '../../shared/json-object';
import type { ContainerCondition, ContainerHealthCheck, ContainerProps, FirelensConfiguration } from './container';
import { CAPABILITIES, type LinuxParameters, ULIMITS } from './linux-parameters';
import { loggingFromJson, namedTexts } from './logging-from-json';
import type { PortMapping } from './port-mapping';

/**
 * A container definition of the ECS API as our own props, without what this library adds of its own: a root file system
 * stays writable and a container without logs stays without where the JSON does not say otherwise.
 */
export function containerFromJson(scope: IConstruct, json: JsonObject): ContainerProps {
  const restart = json.object('restartPolicy');
  return {
    image: imageOf(json),
    cpu: json.number('cpu') || undefined, // 0 is what ECS itself writes for none
    memoryMib: json.number('memory'),
    memoryReservationMib: json.number('memoryReservation'),
    gpu: gpuOf(json),
    links: json.texts('links'),
    ports: json.objects('portMappings').map(portOf),
    essential: json.flag('essential'),
    restartPolicy:
      restart?.flag('enabled') === true
        ? {
            ignoredExitCodes: restart.numbers('ignoredExitCodes'),
            attemptPeriodSeconds: restart.number('restartAttemptPeriod'),
          }
        : undefined,
    entryPoint: json.words('entryPoint'),
    command: json.words('command'),
    environment: namedTexts(json, 'environment', 'value'),
    environmentFiles: json.objects('environmentFiles').flatMap((file) => {
      file.text('type');
      return given(file.text('value'));
    }),
    mounts: json.objects('mountPoints').map((mount) => ({
      volume: mount.text('sourceVolume') ?? '',
      containerPath: mount.text('containerPath') ?? '',
      readOnly: mount.flag('readOnly'),
    })),
    volumesFrom: json.objects('volumesFrom').map((from) => ({
      container: from.text('sourceContainer') ?? '',
      readOnly: from.flag('readOnly'),
    })),
    linuxParameters: linuxOf(json.object('linuxParameters')),
    secrets: namedTexts(json, 'secrets', 'valueFrom'),
    dependsOn: dependencies(json),
    startTimeoutSeconds: json.number('startTimeout'),
    stopTimeoutSeconds: json.number('stopTimeout'),
    versionConsistency: json.oneOf('versionConsistency', ['enabled', 'disabled']),
    hostname: json.text('hostname'),
    user: json.text('user'),
    workingDirectory: json.text('workingDirectory'),
    disableNetworking: json.flag('disableNetworking'),
    privileged: json.flag('privileged'),
    readonlyRootFilesystem: json.flag('readonlyRootFilesystem') ?? false,
    writablePaths: [],
    dnsServers: json.texts('dnsServers'),
    dnsSearchDomains: json.texts('dnsSearchDomains'),
    extraHosts: json.has('extraHosts') ? namedTexts(json, 'extraHosts', 'ipAddress', 'hostname') : undefined,
    dockerSecurityOptions: json.texts('dockerSecurityOptions'),
    interactive: json.flag('interactive'),
    pseudoTerminal: json.flag('pseudoTerminal'),
    dockerLabels: json.textMap('dockerLabels'),
    ulimits: json.objects('ulimits').map((limit) => ({
      name: limit.oneOf('name', ULIMITS) ?? 'nofile',
      soft: limit.number('softLimit') ?? 0,
      hard: limit.number('hardLimit') ?? 0,
    })),
    logging: loggingFromJson(scope, json.object('logConfiguration')),
    healthCheck: healthCheckOf(json.object('healthCheck')),
    systemControls: json.objects('systemControls').map((control) => ({
      namespace: control.text('namespace') ?? '',
      value: control.text('value') ?? '',
    })),
    firelens: firelensOf(json.object('firelensConfiguration')),
    credentialSpecs: json.texts('credentialSpecs'),
  };
}

function imageOf(json: JsonObject): ContainerProps['image'] {
  const name = json.text('image') ?? '';
  const credentials = json.object('repositoryCredentials')?.text('credentialsParameter');
  return credentials === undefined ? name : { name, credentials };
}

function gpuOf(json: JsonObject): number | undefined {
  const requirements = json
    .objects('resourceRequirements')
    .map((one) => [one.text('type'), one.text('value')] as const);
  const gpus = requirements.find(([type]) => type === 'GPU')?.[1];
  return gpus === undefined ? undefined : Number(gpus);
}

function portOf(json: JsonObject): PortMapping {
  const common = {
    name: json.text('name'),
    protocol: json.oneOf('protocol', ['tcp', 'udp']),
    appProtocol: json.oneOf('appProtocol', ['http', 'http2', 'grpc']),
  };
  const containerPortRange = json.text('containerPortRange');
  const containerPort = json.number('containerPort') ?? 0;
  const hostPort = json.number('hostPort');
  return containerPortRange === undefined ? { ...common, containerPort, hostPort } : { ...common, containerPortRange };
}

function dependencies(json: JsonObject): Record<string, ContainerCondition> {
  return Object.fromEntries(
    json
      .objects('dependsOn')
      .map((one) => [
        one.text('containerName') ?? '',
        one.oneOf('condition', ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']) ?? 'START',
      ]),
  );
}

function healthCheckOf(json: JsonObject | undefined): ContainerHealthCheck | undefined {
  if (json === undefined) return undefined;
  const [form, ...rest] = json.texts('command') ?? [];
  return {
    command: form === 'CMD-SHELL' ? rest.join(' ') : rest,
    intervalSeconds: json.number('interval'),
    timeoutSeconds: json.number('timeout'),
    retries: json.number('retries'),
    startPeriodSeconds: json.number('startPeriod'),
  };
}

function firelensOf(json: JsonObject | undefined): FirelensConfiguration | undefined {
  if (json === undefined) return undefined;
  return { type: json.oneOf('type', ['fluentbit', 'fluentd']) ?? 'fluentbit', options: json.textMap('options') };
}

function linuxOf(json: JsonObject | undefined): LinuxParameters | undefined {
  if (json === undefined) return undefined;
  const capabilities = json.object('capabilities');
  return {
    capabilities: capabilities && {
      add: capabilities.allOf('add', CAPABILITIES),
      drop: capabilities.allOf('drop', CAPABILITIES),
    },
    devices: json.objects('devices').map((device) => ({
      hostPath: device.text('hostPath') ?? '',
      containerPath: device.text('containerPath'),
      permissions: device.allOf('permissions', ['read', 'write', 'mknod']),
    })),
    initProcessEnabled: json.flag('initProcessEnabled'),
    sharedMemorySizeMib: json.number('sharedMemorySize'),
    maxSwapMib: json.number('maxSwap'),
    swappiness: json.number('swappiness'),
    tmpfs: json.objects('tmpfs').map((directory) => ({
      containerPath: directory.text('containerPath') ?? '',
      sizeMib: directory.number('size') ?? 0,
      mountOptions: directory.texts('mountOptions'),
    })),
  };
}

function given<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
