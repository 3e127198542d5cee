import type { ContainerProps } from '../ecs/task/container';
import type { TaskSettings } from '../ecs/task/task-definition-props';
import type { JsonObject } from '../shared/json-object';
import { healthCheckOf } from './compose-container';
import type { ComposeReading } from './compose-reading';
import { mebibytesOf, numberOf, textMapOf, textsOf, wrong } from './compose-values';

/** An EFS directory that the parameters name. */
export interface EfsDirectory {
  readonly fileSystemId: string;
  readonly rootDirectory?: string;
  readonly accessPointId?: string;
}

/** Parameters of the ECS CLI in the words of this library. */
export interface EcsParams {
  readonly task: Pick<TaskSettings, 'networkMode' | 'pidMode' | 'ipcMode'>;
  readonly taskRoleArn?: string;
  readonly cpu?: number;
  readonly memoryMib?: number;
  /** What a container gets besides what the Compose file says. */
  readonly containers: Readonly<Record<string, Partial<ContainerProps>>>;
  readonly efsVolumes: Readonly<Record<string, EfsDirectory>>;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp?: boolean;
}

/** Pure; problems and unknown fields stay with `json`. */
export function ecsParams(json: JsonObject, reading: ComposeReading): EcsParams {
  reading.ignore(json, { version: 'there is one version' });
  const task = json.object('task_definition');
  const run = json.object('run_params');
  const vpc = run?.object('network_configuration')?.object('awsvpc_configuration');
  if (task !== undefined) {
    reading.ignore(task, { task_execution_role: 'the task gets a role with the rights that it needs' });
    task.refuse('docker_volumes', 'nothing here', "hand them over: volumes: { data: { kind: 'docker' } }");
    task.refuse('placement_constraints', 'nothing here', 'write placement in `settings`');
  }
  run?.refuse('task_placement', 'nothing here', 'write placement in `settings`');
  run?.refuse('service_discovery', 'nothing here', "write discovery: { kind: 'dns' } in `settings`");
  const size = task?.object('task_size');
  const publicIp = vpc?.oneOf('assign_public_ip', ['ENABLED', 'DISABLED']);
  return {
    task: {
      networkMode: task?.oneOf('ecs_network_mode', ['awsvpc', 'bridge', 'host', 'none']),
      pidMode: task?.oneOf('pid_mode', ['task', 'host']),
      ipcMode: task?.oneOf('ipc_mode', ['task', 'host', 'none']),
    },
    taskRoleArn: task?.text('task_role_arn'),
    cpu: size && taskCpuOf(size),
    memoryMib: size && mebibytesOf(size, 'mem_limit', 'mib'),
    containers: Object.fromEntries(
      (task?.members('services') ?? []).map(([name, service]) => [name, containerOf(service, reading)]),
    ),
    efsVolumes: Object.fromEntries((task?.objects('efs_volumes') ?? []).map(efsVolumeOf)),
    subnetIds: vpc === undefined ? [] : textsOf(vpc, 'subnets'),
    securityGroupIds: vpc === undefined ? [] : textsOf(vpc, 'security_groups'),
    assignPublicIp: publicIp === undefined ? undefined : publicIp === 'ENABLED',
  };
}

/** `256`, or `0.25 vCPU`. */
function taskCpuOf(size: JsonObject): number | undefined {
  const [, vcpus] = /^([\d.]+)\s*vcpu$/i.exec(String(size.any('cpu_limit'))) ?? [];
  return vcpus === undefined ? numberOf(size, 'cpu_limit') : Number(vcpus) * 1024;
}

function containerOf(json: JsonObject, reading: ComposeReading): Partial<ContainerProps> {
  const credentials = json.object('repository_credentials')?.text('credentials_parameter');
  const firelens = json.object('firelens_configuration');
  const type = firelens?.oneOf('type', ['fluentbit', 'fluentd']);
  const init = json.flag('init_process_enabled');
  json.refuse('depends_on', 'nothing here', 'write depends_on with its condition in the Compose file');
  const given: Partial<ContainerProps> = {
    essential: json.flag('essential'),
    cpu: numberOf(json, 'cpu_shares'),
    memoryMib: mebibytesOf(json, 'mem_limit'),
    memoryReservationMib: mebibytesOf(json, 'mem_reservation'),
    gpu: numberOf(json, 'gpu'),
    healthCheck: healthCheckOf(json.object('healthcheck'), reading),
    secrets: json.has('secrets')
      ? Object.fromEntries(json.objects('secrets').map((one) => [one.text('name') ?? '', one.text('value_from') ?? '']))
      : undefined,
    linuxParameters: init === undefined ? undefined : { initProcessEnabled: init },
    firelens: type && { type, options: firelens && textMapOf(firelens, 'options') },
    // The name of the image is in the Compose file.
    image: credentials === undefined ? undefined : { name: '', credentials },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function efsVolumeOf(json: JsonObject): readonly [string, EfsDirectory] {
  const encrypted = 'ENABLED: EFS is reached encrypted and with the role of the task';
  for (const key of ['transit_encryption', 'iam']) {
    if (json.oneOf(key, ['ENABLED', 'DISABLED']) === 'DISABLED') wrong(json, key, encrypted);
  }
  json.refuse('transit_encryption_port', 'nothing: ECS chooses the port', 'remove it');
  return [
    json.text('name') ?? '',
    {
      fileSystemId: json.text('filesystem_id') ?? '',
      rootDirectory: json.text('root_directory'),
      accessPointId: json.text('access_point'),
    },
  ];
}
