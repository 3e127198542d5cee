import type { SecretSource } from '../ecs/task/secret';
import type { JsonObject } from '../shared/json-object';
import type { ComposeReading } from './compose-reading';
import { type ComposeService, serviceOf, withOwnPorts } from './compose-service';
import { numberOf, textsOf } from './compose-values';

/** A named volume of the file. */
export interface ComposeVolume {
  /** Id of an EFS file system that exists. */
  readonly fileSystemId?: string;
  readonly userId?: number;
  readonly groupId?: number;
  readonly backup?: boolean;
  readonly throughput?: 'elastic' | 'bursting';
  readonly encryptionKeyArn?: string;
}

/** A Compose file in the words of ECS. */
export interface ComposeFile {
  readonly projectName?: string;
  readonly services: readonly ComposeService[];
  readonly volumes: Readonly<Record<string, ComposeVolume>>;
  /** Name of a network -> id of the security group that stands for it. */
  readonly securityGroups: Readonly<Record<string, string>>;
  readonly logRetentionDays?: number;
}

/** Pure; problems and unknown fields stay with `json`. */
export function composeFile(json: JsonObject, reading: ComposeReading): ComposeFile {
  reading.ignoreExtensions(json);
  reading.ignore(json, {
    version: 'Compose has no versions any more',
    'x-aws-cluster': 'the program hands it over: `cluster`',
    'x-aws-loadbalancer': 'the program hands it over: `entry`',
    'x-aws-vpc': 'the program hands it over: the network of `cluster`',
  });
  json.refuse('include', 'one file', 'put the files together: docker compose config');
  json.refuse('configs', 'nothing: ECS has no such files', 'put them into the image, or use secrets');
  json.refuse(
    'x-aws-cloudformation',
    'nothing: Terraform makes the resources',
    'write settings, or change the resource: application.services.web?.service.addOverride(...)',
  );
  reading.secrets = secretsOf(json, reading);
  return {
    projectName: json.text('name'),
    services: servicesOf(json, reading),
    volumes: Object.fromEntries(json.members('volumes').map(([name, volume]) => [name, volumeOf(volume, reading)])),
    securityGroups: securityGroupsOf(json, reading),
    logRetentionDays: numberOf(json, 'x-aws-logs_retention'),
  };
}

/** Services with profiles start on demand only, which is not what a service of ECS does. */
function servicesOf(json: JsonObject, reading: ComposeReading): readonly ComposeService[] {
  const services = json.object('services');
  const onDemand = (name: string): boolean => Reflect.has(Object(services?.any(name)), 'profiles');
  for (const name of services?.keys.filter(onDemand) ?? []) {
    reading.ignored.push({ field: `services.${name}`, reason: 'its profiles start it by hand: make it an EcsJob' });
  }
  const members = json.members('services', (name) => !onDemand(name));
  return withOwnPorts(members.map(([name, service]) => serviceOf(name, service, reading)));
}

/** The name of an external thing; the older form has it inside of `external`. */
function externalName(json: JsonObject): string | undefined {
  const external = json.any('external');
  const name = json.text('name');
  if (typeof external === 'object') return json.object('external')?.text('name') ?? name;
  return external === true ? name : undefined;
}

function volumeOf(json: JsonObject, reading: ComposeReading): ComposeVolume {
  const fileSystemId = externalName(json);
  reading.ignore(json, { driver: 'volumes are directories of EFS, or of the task', labels: 'tags are of the program' });
  reading.ignoreExtensions(json);
  if (json.any('external') === true && fileSystemId?.startsWith('fs-') !== true) {
    json.refuse('external', 'together with name: the id of an EFS file system, fs-0123456789abcdef0', 'write the id');
  }
  const options = json.object('driver_opts');
  if (options === undefined) return { fileSystemId };
  const limit = 'nothing here';
  const fix = 'make an EfsFileSystem and hand it over in `volumes`';
  for (const key of ['lifecycle_policy', 'performance_mode', 'provisioned_throughput']) options.refuse(key, limit, fix);
  const backup = options.oneOf('backup_policy', ['ENABLED', 'DISABLED']);
  return {
    fileSystemId,
    userId: numberOf(options, 'uid'),
    groupId: numberOf(options, 'gid'),
    backup: backup === undefined ? undefined : backup === 'ENABLED',
    throughput: options.oneOf('throughput_mode', ['elastic', 'bursting']),
    encryptionKeyArn: options.text('kms_key_id'),
  };
}

function secretsOf(json: JsonObject, reading: ComposeReading): Record<string, Readonly<Record<string, SecretSource>>> {
  const fix = 'create it outside of this program, and write external: true and name: its ARN';
  return Object.fromEntries(
    json.members('secrets').map(([name, secret]) => {
      const given = reading.secrets[name];
      if (given !== undefined) {
        reading.ignore(secret, Object.fromEntries(secret.keys.map((key) => [key, 'handed over: `secrets`'])));
        return [name, given];
      }
      secret.refuse('file', 'nothing: the value would stand in the state', fix);
      secret.refuse('environment', 'nothing: the value would stand in the state', fix);
      const arn = externalName(secret) ?? '';
      const keys = textsOf(secret, 'x-aws-keys');
      if (keys.includes('*')) secret.refuse('x-aws-keys', 'keys by name: ECS cannot list them', 'name each key');
      if (keys.length === 0) return [name, { '': arn }];
      return [name, Object.fromEntries(keys.map((key) => [`_${key}`, { secretArn: arn, jsonKey: key }]))];
    }),
  );
}

/** A network is a security group where the file says which one; otherwise the services in it may call each other. */
function securityGroupsOf(json: JsonObject, reading: ComposeReading): Record<string, string> {
  const vpc = 'the network is a VPC of the program';
  return Object.fromEntries(
    json.members('networks').flatMap(([name, network]) => {
      reading.ignore(network, {
        driver: vpc,
        driver_opts: vpc,
        ipam: vpc,
        attachable: vpc,
        internal: vpc,
        labels: vpc,
      });
      reading.ignoreExtensions(network);
      const id = network.text('x-aws-securitygroup') ?? externalName(network);
      if (id === undefined) network.text('name');
      return id === undefined ? [] : [[name, id]];
    }),
  );
}
