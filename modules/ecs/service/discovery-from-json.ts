import type {
  EcsService as AwsEcsService,
  EcsServiceServiceConnectConfiguration,
  EcsServiceServiceConnectConfigurationService,
  EcsServiceServiceRegistries,
} from '@cdktf/provider-aws/lib/ecs-service';
import type { JsonObject } from '../../shared/json-object';
import type { Logging } from '../task/logging';
import { loggingFromJson } from '../task/logging-from-json';
import { portMappings } from '../task/port-mapping';
import { secretValueFrom } from '../task/secret';
import type { TaskDefinition } from '../task/task-definition';

/**
 * Service Connect and the Cloud Map registry of `create-service`, put into a service as they are there: namespace, CA,
 * role and registry are names and ARNs of things that exist.
 */
export function discoveryFromJson(json: JsonObject, task: TaskDefinition): (service: AwsEcsService) => void {
  const connect = json.object('serviceConnectConfiguration');
  const logging = loggingFromJson(task, connect?.object('logConfiguration'));
  const configuration = connect && connectOf(connect, task, logging);
  const registries = registriesOf(json);
  return (service) => {
    if (configuration !== undefined) service.putServiceConnectConfiguration(configuration);
    if (registries !== undefined) service.putServiceRegistries(registries);
    task.roles.grantLog(logging);
  };
}

function connectOf(json: JsonObject, task: TaskDefinition, logging: Logging): EcsServiceServiceConnectConfiguration {
  json.refuse('accessLogConfiguration', 'nothing: AWS provider 6.25 cannot say it', 'remove it');
  const service = json.objects('services').map((one) => calledBy(one, task));
  return {
    enabled: json.flag('enabled') ?? false,
    namespace: json.text('namespace'),
    service: service.length === 0 ? undefined : service,
    logConfiguration: logConfigurationOf(logging),
  };
}

function logConfigurationOf(logging: Logging): EcsServiceServiceConnectConfiguration['logConfiguration'] {
  const options = logging.options && { ...logging.options };
  if (logging.kind === 'none') return undefined;
  if (logging.kind === 'cloudwatch') return { logDriver: 'awslogs', options };
  const secrets = Object.entries(logging.secretOptions ?? {});
  return {
    logDriver: logging.kind === 'firelens' ? 'awsfirelens' : logging.kind,
    options,
    secretOption:
      secrets.length === 0
        ? undefined
        : secrets.map(([name, source]) => ({ name, valueFrom: secretValueFrom(source) })),
  };
}

function registriesOf(json: JsonObject): EcsServiceServiceRegistries | undefined {
  const [registry, second] = json.objects('serviceRegistries').map((one) => ({
    registryArn: one.text('registryArn') ?? '',
    containerName: one.text('containerName'),
    containerPort: one.number('containerPort'),
    port: one.number('port'),
  }));
  if (second !== undefined) json.refuse('serviceRegistries', 'one registry of a service', 'keep one');
  return registry;
}

function calledBy(json: JsonObject, task: TaskDefinition): EcsServiceServiceConnectConfigurationService {
  const portName = json.text('portName') ?? '';
  const names = Object.values(task.containers).flatMap(({ ports }) => portMappings(ports).map(({ name }) => name));
  if (!names.includes(portName)) {
    json.refuse(
      'portName',
      'the name of a port of the task definition',
      `give the port mapping the name "${portName}"`,
    );
  }
  const [clientAlias, second] = json.objects('clientAliases').map((alias) => {
    alias.refuse('testTrafficRules', 'nothing with a rolling deployment', "write deployment: { kind: 'blue-green' }");
    return { port: alias.number('port') ?? 0, dnsName: alias.text('dnsName') };
  });
  if (second !== undefined) json.refuse('clientAliases', 'one alias: AWS provider 6.25 takes no more', 'keep one');
  const timeout = json.object('timeout');
  const tls = json.object('tls');
  return {
    portName,
    discoveryName: json.text('discoveryName'),
    ingressPortOverride: json.number('ingressPortOverride'),
    clientAlias,
    timeout: timeout && {
      idleTimeoutSeconds: timeout.number('idleTimeoutSeconds'),
      perRequestTimeoutSeconds: timeout.number('perRequestTimeoutSeconds'),
    },
    tls: tls && {
      issuerCertAuthority: {
        awsPcaAuthorityArn: tls.object('issuerCertificateAuthority')?.text('awsPcaAuthorityArn') ?? '',
      },
      kmsKey: tls.text('kmsKey'),
      roleArn: tls.text('roleArn'),
    },
  };
}
