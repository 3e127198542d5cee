import { undeclaredReferences } from '../../testing/references';
import type { StackJson } from '../support/synth';

type Block = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly body: Block;
}

/** The longest name that AWS takes, by type and argument. */
const NAME_LIMITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  aws_lb: { name: 32 },
  aws_lb_target_group: { name: 32 },
  aws_iam_role: { name: 64 },
  aws_iam_role_policy: { name: 128 },
  aws_iam_instance_profile: { name: 128 },
  aws_launch_template: { name: 125 },
  aws_autoscaling_group: { name: 255 },
  aws_security_group: { name: 255 },
  aws_cloudwatch_log_group: { name: 512 },
  aws_cloudwatch_metric_alarm: { alarm_name: 255 },
  aws_ecs_cluster: { name: 255 },
  aws_ecs_service: { name: 255 },
  aws_ecs_task_definition: { family: 255 },
  aws_ecs_capacity_provider: { name: 255 },
  aws_appautoscaling_policy: { name: 255 },
  aws_appautoscaling_scheduled_action: { name: 256 },
  aws_eks_cluster: { name: 100 },
  aws_eks_node_group: { node_group_name: 63 },
  aws_eks_fargate_profile: { fargate_profile_name: 100 },
  aws_kms_alias: { name: 256 },
  aws_s3_bucket: { bucket: 63 },
  aws_service_discovery_service: { name: 63 },
};

/** Within what a name has to be unique, where that is less than the account and region. */
const UNIQUE_WITHIN: Readonly<Record<string, string>> = {
  aws_security_group: 'vpc_id',
  aws_ecs_service: 'cluster',
  aws_iam_role_policy: 'role',
  aws_eks_node_group: 'cluster_name',
  aws_eks_fargate_profile: 'cluster_name',
  aws_appautoscaling_policy: 'resource_id',
  aws_appautoscaling_scheduled_action: 'resource_id',
  aws_service_discovery_service: 'dns_config',
};

/** What is never right in a file for Terraform, whatever the program was; each line names the place. */
export function brokenRules(json: StackJson): string[] {
  const resources = Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => ({ type, name, body })),
  );
  const data = Object.entries(json.data ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => ({ type: `data.${type}`, name, body })),
  );
  return [
    ...[...resources, ...data].flatMap((block) => brokenValues(place(block), block.body, [])),
    ...resources.flatMap(brokenResource),
    ...repeatedNames(resources),
    ...undeclaredReferences(json).map(({ place: where, reference }) => `${where}: ${reference} is not declared`),
  ];
}

function place({ type, name }: Resource): string {
  return `${type}.${name}`;
}

/** `NaN` and `Infinity` are `null` in JSON. */
function brokenValues(where: string, value: unknown, path: readonly string[]): string[] {
  const here = `${where}: ${path.join('.')}`;
  if (value === null) return [`${here} is null`];
  if (typeof value === 'string') return /\b(NaN|undefined)\b|\[object /.test(value) ? [`${here} is ${value}`] : [];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value).filter(([name]) => name !== '//');
  if (entries.length === 0 && path.length > 0) return [`${here} is empty`];
  return entries.flatMap(([name, part]) => brokenValues(where, part, [...path, name]));
}

function brokenResource(resource: Resource): string[] {
  const { type, body } = resource;
  const limits = Object.entries(NAME_LIMITS[type] ?? {});
  const isGroupOrRule = /^aws_(vpc_)?security_group(_(in|e)gress)?(_rule)?$/.test(type);
  // What is unknown at plan makes Terraform replace the resource, or refuse to plan it.
  const known = ['policy_arn', 'name', 'name_prefix', 'vpc_id', ...limits.map(([key]) => key)];
  return [
    ...['count', 'for_each'].filter((key) => key in body).map((key) => `has ${key}`),
    ...(isGroupOrRule && !body.description ? ['has no description'] : []),
    ...known.filter((key) => String(body[key]).includes('data.')).map((key) => `looks up its ${key}`),
    ...limits.flatMap(([key, max]) => lengthProblem(key, body[key], max)),
  ].map((problem) => `${place(resource)} ${problem}`);
}

function lengthProblem(key: string, name: unknown, max: number): string[] {
  if (typeof name !== 'string' || name.includes('${')) return [];
  return name.length >= 1 && name.length <= max ? [] : [`has a ${key} of ${name.length} characters`];
}

function repeatedNames(resources: readonly Resource[]): string[] {
  const first = new Map<string, string>();
  return resources.flatMap((resource) => {
    const { type, body } = resource;
    return Object.keys(NAME_LIMITS[type] ?? {}).flatMap((key) => {
      if (typeof body[key] !== 'string') return [];
      const within = UNIQUE_WITHIN[type];
      const identity = JSON.stringify([type, key, body[key], within === undefined ? '' : body[within]]);
      const other = first.get(identity);
      first.set(identity, place(resource));
      return other === undefined ? [] : [`${place(resource)} and ${other} are both named ${body[key]}`];
    });
  });
}
