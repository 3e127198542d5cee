import { isObject, sameValue, type Value } from './msgpack-values';

/**
 * The arguments of common AWS resources that cannot be changed in place. The bindings do not say it, so this is a copy
 * of what the provider's documentation calls "forces new resource"; a type or argument that is missing here plans as
 * an update.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const FORCES_REPLACEMENT: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ['name'],
  aws_ecr_repository: ['name', 'encryption_configuration'],
  aws_ecs_cluster: ['name'],
  aws_ecs_service: ['cluster', 'launch_type', 'name', 'scheduling_strategy'],
  aws_ecs_task_definition: [
    'container_definitions',
    'cpu',
    'ephemeral_storage',
    'execution_role_arn',
    'family',
    'ipc_mode',
    'memory',
    'network_mode',
    'pid_mode',
    'placement_constraints',
    'proxy_configuration',
    'requires_compatibilities',
    'runtime_platform',
    'task_role_arn',
    'volume',
  ],
  aws_eks_cluster: ['encryption_config', 'name', 'role_arn'],
  aws_eks_fargate_profile: ['cluster_name', 'fargate_profile_name', 'pod_execution_role_arn', 'selector', 'subnet_ids'],
  aws_eks_node_group: [
    'ami_type',
    'capacity_type',
    'cluster_name',
    'disk_size',
    'instance_types',
    'node_group_name',
    'node_role_arn',
    'subnet_ids',
  ],
  aws_iam_instance_profile: ['name', 'path'],
  aws_iam_policy: ['name', 'path'],
  aws_iam_role: ['name', 'path'],
  aws_launch_template: ['name'],
  aws_lb: ['internal', 'load_balancer_type', 'name'],
  aws_lb_target_group: ['ip_address_type', 'name', 'port', 'protocol', 'protocol_version', 'target_type', 'vpc_id'],
  aws_nat_gateway: ['allocation_id', 'connectivity_type', 'subnet_id'],
  aws_s3_bucket: ['bucket'],
  aws_security_group: ['description', 'name', 'vpc_id'],
  aws_subnet: ['availability_zone', 'cidr_block', 'vpc_id'],
  aws_vpc: ['cidr_block', 'instance_tenancy'],
  aws_vpc_endpoint: ['service_name', 'vpc_endpoint_type', 'vpc_id'],
};

/** The changed arguments for which the resource has to be created anew; none on create and on destroy. */
export function replacedBy(type: string, prior: Value, proposed: Value): string[] {
  if (!isObject(prior) || !isObject(proposed)) return [];
  return (FORCES_REPLACEMENT[type] ?? []).filter((name) => {
    const before = prior[name] ?? null;
    // An imported resource begins with nulls, which say nothing about what it is.
    return before !== null && !sameValue(before, proposed[name] ?? null);
  });
}
