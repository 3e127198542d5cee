import type { IConstruct } from 'constructs';
import type { Issue } from '../../shared/issue';
import { JsonObject } from '../../shared/json-object';
import { containerFromJson } from './container-from-json';
import { ExistingTaskRole } from './existing-task-role';
import type { TaskCompatibility, TaskDefinitionProps, TaskPlacement } from './task-definition-props';
import { volumeFromJson } from './volume-from-json';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';

const SYSTEMS = [
  'LINUX',
  'WINDOWS_SERVER_2019_CORE',
  'WINDOWS_SERVER_2019_FULL',
  'WINDOWS_SERVER_2022_CORE',
  'WINDOWS_SERVER_2022_FULL',
  'WINDOWS_SERVER_2025_CORE',
  'WINDOWS_SERVER_2025_FULL',
] as const;

/** What `describe-task-definition` adds and `register-task-definition` does not take. */
const ANSWERS = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
];

/** The input of `register-task-definition` as our own props. The execution role is always a narrow one of our own. */
export function taskFromJson(
  scope: IConstruct,
  text: string | object,
): { props: TaskDefinitionProps; tags: Record<string, string>; issues: Issue[] } {
  const json = JsonObject.parse(text, API);
  json.text('executionRoleArn');
  const taskRoleArn = json.text('taskRoleArn');
  const platform = json.object('runtimePlatform');
  const containers = json.objects('containerDefinitions').map((container) => {
    const name = container.text('name') ?? '';
    return [name, containerFromJson(scope, container)] as const;
  });
  const compatibility = compatibilityOf(json);
  const props: TaskDefinitionProps = {
    ...placementOf(json, compatibility),
    family: json.text('family'),
    containers: Object.fromEntries(containers),
    networkMode: json.oneOf('networkMode', ['awsvpc', 'bridge', 'host', 'none']) ?? 'bridge',
    operatingSystem: platform?.oneOf('operatingSystemFamily', SYSTEMS),
    architecture: platform?.oneOf('cpuArchitecture', ['X86_64', 'ARM64']),
    volumes: Object.fromEntries(
      json.objects('volumes').map((volume) => [volume.text('name') ?? '', volumeFromJson(volume)]),
    ),
    ephemeralStorageGib: json.object('ephemeralStorage')?.number('sizeInGiB'),
    pidMode: json.oneOf('pidMode', ['task', 'host']),
    ipcMode: json.oneOf('ipcMode', ['task', 'host', 'none']),
    faultInjection: json.flag('enableFaultInjection'),
    placementConstraints: constraintsOf(json),
    taskRole: taskRoleArn === undefined ? undefined : new ExistingTaskRole(scope, taskRoleArn),
  };
  const tags = json.objects('tags').map((tag) => [tag.text('key') ?? '', tag.text('value') ?? ''] as const);
  for (const answer of ANSWERS) {
    json.refuse(answer, 'what register-task-definition takes', `remove "${answer}": ECS gives it, nobody sets it`);
  }
  json.refuse('proxyConfiguration', 'nothing: App Mesh has ended', "use discovery: { kind: 'service-connect' }");
  json.refuse('inferenceAccelerators', 'nothing: Elastic Inference has ended', 'use Inferentia instances');
  return { props, tags: Object.fromEntries(tags), issues: json.issues() };
}

function compatibilityOf(json: JsonObject): TaskCompatibility {
  const named = json.allOf('requiresCompatibilities', ['EC2', 'FARGATE', 'MANAGED_INSTANCES', 'EXTERNAL']) ?? [];
  if (named.includes('FARGATE')) return 'fargate';
  if (named.includes('MANAGED_INSTANCES')) return 'managed-instances';
  return named.includes('EXTERNAL') ? 'external' : 'ec2';
}

function constraintsOf(json: JsonObject): readonly string[] | undefined {
  const expressions = json.objects('placementConstraints').map((constraint) => {
    constraint.oneOf('type', ['memberOf']);
    return constraint.text('expression') ?? '';
  });
  return expressions.length === 0 ? undefined : expressions;
}

/** Sizes are text there; which of them Fargate sells, the task definition checks. */
function placementOf(json: JsonObject, compatibility: TaskCompatibility): TaskPlacement {
  const cpu = units(json.text('cpu'), 'vcpu');
  const memoryMib = units(json.text('memory'), 'gb');
  return { compatibility, cpu, memoryMib } as TaskPlacement;
}

/** `256`, `.25 vCPU` and `0.25 vcpu` are one size; so are `512` and `0.5 GB`. */
function units(text: string | undefined, unit: 'vcpu' | 'gb'): number | undefined {
  if (text === undefined) return undefined;
  const compact = text.replaceAll(' ', '').toLowerCase();
  return compact.endsWith(unit) ? Number(compact.slice(0, -unit.length)) * 1024 : Number(compact);
}
