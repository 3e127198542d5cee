import type { Issue } from '../../shared/problems';
import { check, checkName, checkWholeNumber } from '../../shared/validation';
import type { ContainerHealthCheck, ContainerProps, RestartPolicy } from './container';
import { validateEnvironment } from './environment-validation';
import { imageCredentials, validateImage } from './image';
import type { LinuxParameters } from './linux-parameters';
import { type NetworkMode, portMappings, validatePortMapping } from './port-mapping';
import { validateSecretSource } from './secret';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html';
const FARGATE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html';

/** What the task decides for its containers. */
export interface ContainerPlace {
  readonly fargate: boolean;
  readonly windows: boolean;
  readonly networkMode: NetworkMode;
}

/** Pure: the rules of one container, whatever else is in the task. `field` is its path, `containers.app`. */
export function validateContainer(field: string, name: string, props: ContainerProps, place: ContainerPlace): Issue[] {
  const { image, healthCheck, restartPolicy } = props;
  const credentials = imageCredentials(image);
  return [
    ...checkName(`${field} (its name)`, name, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "_" and "-"',
      fix: 'rename the container',
      see: API,
    }),
    ...validateImage(`${field}.image`, image),
    ...(credentials === undefined ? [] : validateSecretSource(`${field}.image.credentials`, credentials)),
    ...portMappings(props.ports).flatMap((port, index) =>
      validatePortMapping(`${field}.ports[${index}]`, port, place.networkMode),
    ),
    ...validateEnvironment(field, props),
    ...validateSizes(field, props),
    ...validateTimeouts(field, props, place),
    ...(healthCheck === undefined ? [] : validateHealthCheck(`${field}.healthCheck`, healthCheck)),
    ...(restartPolicy === undefined ? [] : validateRestartPolicy(`${field}.restartPolicy`, restartPolicy)),
    ...validateLinux(`${field}.linuxParameters`, props.linuxParameters, place),
    ...validateIsolation(field, props, place),
    ...validateLogging(field, props, place),
    ...check(`${field}.credentialSpecs`, props.credentialSpecs, (specs) => specs.length <= 1, {
      limit: 'one credential spec',
      fix: 'keep one',
      see: API,
    }),
  ];
}

function validateSizes(field: string, { cpu, memoryMib, memoryReservationMib, gpu }: ContainerProps): Issue[] {
  const rule = { see: API };
  return [
    ...checkWholeNumber(`${field}.cpu`, cpu, [0, 196_608], {
      unit: 'CPU units',
      fix: 'write 256 for a quarter of a vCPU',
      ...rule,
    }),
    ...checkWholeNumber(`${field}.memoryMib`, memoryMib, [6, 33_554_432], {
      unit: 'MiB',
      fix: 'write MiB as a whole number such as 512',
      ...rule,
    }),
    ...checkWholeNumber(`${field}.memoryReservationMib`, memoryReservationMib, [6, 33_554_432], {
      unit: 'MiB',
      fix: 'write MiB as a whole number such as 256',
      ...rule,
    }),
    ...check(
      `${field}.memoryReservationMib`,
      memoryReservationMib,
      (reserved) => memoryMib === undefined || !(reserved > memoryMib),
      { limit: `at most memoryMib (${memoryMib})`, fix: 'lower the reservation or raise memoryMib', ...rule },
    ),
    ...checkWholeNumber(`${field}.gpu`, gpu, [1, 16], { fix: 'write how many GPUs the container needs', ...rule }),
  ];
}

function validateTimeouts(field: string, props: ContainerProps, { fargate }: ContainerPlace): Issue[] {
  const { startTimeoutSeconds, stopTimeoutSeconds } = props;
  const max = fargate ? 120 : 3600;
  const where = fargate ? 'seconds on Fargate' : 'seconds';
  return [
    ...checkWholeNumber(`${field}.startTimeoutSeconds`, startTimeoutSeconds, [2, max], {
      unit: where,
      fix: `write at most ${max}`,
      see: API,
    }),
    ...checkWholeNumber(`${field}.stopTimeoutSeconds`, stopTimeoutSeconds, [0, max], {
      unit: where,
      fix: `write at most ${max}`,
      see: API,
    }),
  ];
}

function validateHealthCheck(field: string, healthCheck: ContainerHealthCheck): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html';
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = healthCheck;
  return [
    ...check(`${field}.command`, command, (given) => given.length > 0, {
      limit: 'a command',
      fix: 'write for example "curl -f http://localhost/ || exit 1"',
      see,
    }),
    ...checkWholeNumber(`${field}.intervalSeconds`, intervalSeconds, [5, 300], { fix: 'write 30', see }),
    ...checkWholeNumber(`${field}.timeoutSeconds`, timeoutSeconds, [2, 120], { fix: 'write 5', see }),
    ...check(`${field}.timeoutSeconds`, timeoutSeconds ?? 5, (timeout) => timeout < (intervalSeconds ?? 30), {
      limit: `less than intervalSeconds (${intervalSeconds ?? 30})`,
      fix: 'lower the timeout or raise the interval',
      see,
    }),
    ...checkWholeNumber(`${field}.retries`, retries, [1, 10], { fix: 'write 3', see }),
    ...checkWholeNumber(`${field}.startPeriodSeconds`, startPeriodSeconds, [0, 300], { fix: 'write 60', see }),
  ];
}

function validateRestartPolicy(field: string, { ignoredExitCodes, attemptPeriodSeconds }: RestartPolicy): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html';
  return [
    ...checkWholeNumber(`${field}.attemptPeriodSeconds`, attemptPeriodSeconds, [60, 1800], { fix: 'write 300', see }),
    ...check(`${field}.ignoredExitCodes`, ignoredExitCodes, (codes) => codes.length <= 50, {
      limit: `at most 50 exit codes (${ignoredExitCodes?.length} given)`,
      fix: 'list those that mean success',
      see,
    }),
  ];
}

function validateLinux(
  field: string,
  linux: LinuxParameters | undefined,
  { fargate, windows }: ContainerPlace,
): Issue[] {
  if (linux === undefined) return [];
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html';
  if (windows) {
    return [{ field, value: linux, limit: 'nothing on Windows', fix: 'remove linuxParameters', see }];
  }
  const onlyOnEc2 = (['devices', 'maxSwapMib', 'sharedMemorySizeMib', 'swappiness'] as const).filter(
    (name) => fargate && linux[name] !== undefined,
  );
  const capabilities = fargate ? (linux.capabilities?.add ?? []).filter((name) => name !== 'SYS_PTRACE') : [];
  return [
    ...onlyOnEc2.map((name) => notOnFargate(`${field}.${name}`, linux[name])),
    ...capabilities.map((name) => ({
      field: `${field}.capabilities.add`,
      value: name,
      limit: 'SYS_PTRACE only, on Fargate',
      fix: 'remove the capability, or run the task on EC2 capacity',
      see,
      rule: 'ecs.fargate-feature',
    })),
    ...checkWholeNumber(`${field}.swappiness`, linux.swappiness, [0, 100], { fix: 'write 60', see }),
    ...(linux.tmpfs ?? []).flatMap(({ sizeMib }, index) =>
      checkWholeNumber(`${field}.tmpfs[${index}].sizeMib`, sizeMib, [1, 1_000_000], { fix: 'write 64', see }),
    ),
  ];
}

/** Properties that reach beyond the task's own network interface and file system. */
const BEYOND_THE_TASK = ['hostname', 'dnsServers', 'dnsSearchDomains', 'extraHosts', 'disableNetworking'] as const;

function validateIsolation(field: string, props: ContainerProps, place: ContainerPlace): Issue[] {
  const { fargate, windows, networkMode } = place;
  const outside = networkMode === 'awsvpc' ? BEYOND_THE_TASK.filter((name) => props[name] !== undefined) : [];
  return [
    ...(fargate && props.privileged === true ? [notOnFargate(`${field}.privileged`, true)] : []),
    ...(fargate && props.gpu !== undefined ? [notOnFargate(`${field}.gpu`, props.gpu)] : []),
    ...(fargate && props.dockerSecurityOptions !== undefined
      ? [notOnFargate(`${field}.dockerSecurityOptions`, props.dockerSecurityOptions)]
      : []),
    ...outside.map((name) => ({
      field: `${field}.${name}`,
      value: props[name],
      limit: `nothing in awsvpc mode${fargate ? ', the only one on Fargate' : ''}`,
      fix: 'remove it, or run the task on EC2 capacity in bridge mode',
      see: API,
      rule: 'ecs.awsvpc-feature',
    })),
    ...check(`${field}.links`, props.links, () => networkMode === 'bridge', {
      limit: `links in bridge mode only; this task is in ${networkMode} mode`,
      fix: 'remove links: containers of a task reach each other at 127.0.0.1 in awsvpc mode',
      see: API,
    }),
    ...check(`${field}.readonlyRootFilesystem`, props.readonlyRootFilesystem, (readonly) => !(readonly && windows), {
      limit: 'false on Windows, which cannot do it',
      fix: 'leave it out',
      see: API,
    }),
  ];
}

function validateLogging(field: string, { logging }: ContainerProps, { fargate }: ContainerPlace): Issue[] {
  const onFargate = ['cloudwatch', 'firelens', 'splunk', 'none'];
  return check(`${field}.logging.kind`, logging?.kind, (kind) => !fargate || onFargate.includes(kind), {
    limit: `one of ${onFargate.join(', ')} on Fargate`,
    fix: 'use { kind: "firelens" } with a router for anything else',
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html',
    rule: 'ecs.fargate-feature',
  });
}

function notOnFargate(field: string, value: unknown): Issue {
  return {
    field,
    value,
    limit: 'nothing on Fargate, which does not have it',
    fix: 'remove it, or run the task on EC2 capacity',
    see: FARGATE,
    rule: 'ecs.fargate-feature',
  };
}
