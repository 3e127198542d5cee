/** How AWS writes the ids and ARNs of a resource type. */
export interface AwsIdentifier {
  /** `vpc-` before a hexadecimal number. */
  readonly idPrefix?: string;
  /** The attribute that is the id: a role's id is its name, a load balancer's its ARN. */
  readonly idFrom?: string;
  /** The service in the ARN. @default the second word of the type: `aws_ecs_cluster` is `ecs` */
  readonly service?: string;
  /** What follows the account in the ARN; `{name}` is the resource's name, `{id}` its id, `{hex}` a random number. */
  readonly path?: string;
  /** IAM, S3, Route 53 and CloudFront have no region in their ARNs. */
  readonly global?: boolean;
  /** S3 has no account either. */
  readonly noAccount?: boolean;
}

/**
 * Types whose ids are read, matched or taken apart by what refers to them; others get a plain id and ARN of their type.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const AWS_IDENTIFIERS: Readonly<Record<string, AwsIdentifier>> = {
  aws_acm_certificate: { idFrom: 'arn', path: 'certificate/{uuid}' },
  aws_alb: { idFrom: 'arn', service: 'elasticloadbalancing', path: 'loadbalancer/app/{name}/{hex}' },
  aws_ami: { idPrefix: 'ami-', service: 'ec2', path: 'image/{id}' },
  aws_appautoscaling_target: { service: 'application-autoscaling', path: 'scalable-target/{hex}' },
  aws_autoscaling_group: {
    idFrom: 'name',
    service: 'autoscaling',
    path: 'autoScalingGroup:{uuid}:autoScalingGroupName/{name}',
  },
  aws_cloudwatch_event_rule: { idFrom: 'name', service: 'events', path: 'rule/{name}' },
  aws_cloudwatch_log_group: { idFrom: 'name', service: 'logs', path: 'log-group:{name}' },
  aws_cloudwatch_metric_alarm: { idFrom: 'alarm_name', service: 'cloudwatch', path: 'alarm:{alarm_name}' },
  aws_codedeploy_app: { service: 'codedeploy', path: 'application:{name}' },
  aws_db_instance: { service: 'rds', path: 'db:{identifier}' },
  aws_ecr_repository: { idFrom: 'name', service: 'ecr', path: 'repository/{name}' },
  aws_ecs_capacity_provider: { idFrom: 'arn', path: 'capacity-provider/{name}' },
  aws_ecs_cluster: { idFrom: 'arn', path: 'cluster/{name}' },
  aws_ecs_service: { idFrom: 'arn', path: 'service/cluster/{name}' },
  aws_ecs_task_definition: { idFrom: 'family', path: 'task-definition/{family}:1' },
  aws_efs_access_point: { idPrefix: 'fsap-', service: 'elasticfilesystem', path: 'access-point/{id}' },
  aws_efs_file_system: { idPrefix: 'fs-', service: 'elasticfilesystem', path: 'file-system/{id}' },
  aws_eip: { idPrefix: 'eipalloc-', service: 'ec2', path: 'elastic-ip/{id}' },
  aws_eks_access_entry: { path: 'access-entry/{cluster_name}/role/{hex}' },
  aws_eks_addon: { path: 'addon/{cluster_name}/{addon_name}/{uuid}' },
  aws_eks_cluster: { idFrom: 'name', path: 'cluster/{name}' },
  aws_eks_fargate_profile: { path: 'fargateprofile/{cluster_name}/{fargate_profile_name}/{uuid}' },
  aws_eks_node_group: { path: 'nodegroup/{cluster_name}/{node_group_name}/{uuid}' },
  aws_eks_pod_identity_association: { path: 'podidentityassociation/{cluster_name}/a-{hex}' },
  aws_flow_log: { idPrefix: 'fl-', service: 'ec2', path: 'vpc-flow-log/{id}' },
  aws_iam_instance_profile: { idFrom: 'name', global: true, path: 'instance-profile/{name}' },
  aws_iam_openid_connect_provider: { idFrom: 'arn', global: true, path: 'oidc-provider/oidc.example.com/id/{hex}' },
  aws_iam_policy: { idFrom: 'arn', global: true, path: 'policy/{name}' },
  aws_iam_role: { idFrom: 'name', global: true, path: 'role/{name}' },
  aws_iam_user: { idFrom: 'name', global: true, path: 'user/{name}' },
  aws_instance: { idPrefix: 'i-', service: 'ec2', path: 'instance/{id}' },
  aws_internet_gateway: { idPrefix: 'igw-', service: 'ec2', path: 'internet-gateway/{id}' },
  aws_kms_alias: { idFrom: 'name', path: '{name}' },
  aws_kms_key: { idFrom: 'key_id', path: 'key/{uuid}' },
  aws_lambda_function: { idFrom: 'function_name', path: 'function:{function_name}' },
  aws_launch_template: { idPrefix: 'lt-', service: 'ec2', path: 'launch-template/{id}' },
  aws_lb: { idFrom: 'arn', service: 'elasticloadbalancing', path: 'loadbalancer/app/{name}/{hex}' },
  aws_lb_listener: { idFrom: 'arn', service: 'elasticloadbalancing', path: 'listener/app/{name}/{hex}/{hex}' },
  aws_lb_listener_rule: {
    idFrom: 'arn',
    service: 'elasticloadbalancing',
    path: 'listener-rule/app/{name}/{hex}/{hex}/{hex}',
  },
  aws_lb_target_group: { idFrom: 'arn', service: 'elasticloadbalancing', path: 'targetgroup/{name}/{hex}' },
  aws_nat_gateway: { idPrefix: 'nat-', service: 'ec2', path: 'natgateway/{id}' },
  aws_network_acl: { idPrefix: 'acl-', service: 'ec2', path: 'network-acl/{id}' },
  aws_prefix_list: { idPrefix: 'pl-', service: 'ec2', path: 'prefix-list/{id}' },
  aws_ec2_managed_prefix_list: { idPrefix: 'pl-', service: 'ec2', path: 'prefix-list/{id}' },
  aws_route53_zone: { idFrom: 'zone_id', service: 'route53', global: true, noAccount: true, path: 'hostedzone/{id}' },
  aws_route_table: { idPrefix: 'rtb-', service: 'ec2', path: 'route-table/{id}' },
  aws_s3_bucket: { idFrom: 'bucket', global: true, noAccount: true, path: '{bucket}' },
  aws_secretsmanager_secret: { idFrom: 'arn', path: 'secret:{name}-{short}' },
  aws_security_group: { idPrefix: 'sg-', service: 'ec2', path: 'security-group/{id}' },
  aws_service_discovery_private_dns_namespace: { idPrefix: 'ns-', service: 'servicediscovery', path: 'namespace/{id}' },
  aws_service_discovery_http_namespace: { idPrefix: 'ns-', service: 'servicediscovery', path: 'namespace/{id}' },
  aws_service_discovery_service: { idPrefix: 'srv-', service: 'servicediscovery', path: 'service/{id}' },
  aws_sfn_state_machine: { idFrom: 'arn', service: 'states', path: 'stateMachine:{name}' },
  aws_sns_topic: { idFrom: 'arn', path: '{name}' },
  aws_sqs_queue: { idFrom: 'url', path: '{name}' },
  aws_ssm_parameter: { idFrom: 'name', path: 'parameter{name}' },
  aws_subnet: { idPrefix: 'subnet-', service: 'ec2', path: 'subnet/{id}' },
  aws_vpc: { idPrefix: 'vpc-', service: 'ec2', path: 'vpc/{id}' },
  aws_vpc_endpoint: { idPrefix: 'vpce-', service: 'ec2', path: 'vpc-endpoint/{id}' },
  aws_vpc_security_group_egress_rule: { idPrefix: 'sgr-', service: 'ec2', path: 'security-group-rule/{id}' },
  aws_vpc_security_group_ingress_rule: { idPrefix: 'sgr-', service: 'ec2', path: 'security-group-rule/{id}' },
};

/** The prefix of an id by the attribute that holds it: `vpc_id`, `security_group_ids`. */
export const ID_PREFIXES: Readonly<Record<string, string>> = {
  allocation_id: 'eipalloc-',
  association_id: 'assoc-',
  cluster_security_group_id: 'sg-',
  default_network_acl_id: 'acl-',
  default_route_table_id: 'rtb-',
  default_security_group_id: 'sg-',
  dhcp_options_id: 'dopt-',
  image_id: 'ami-',
  instance_id: 'i-',
  internet_gateway_id: 'igw-',
  main_route_table_id: 'rtb-',
  nat_gateway_id: 'nat-',
  network_interface_id: 'eni-',
  network_interface_ids: 'eni-',
  owner_id: '',
  prefix_list_id: 'pl-',
  route_table_id: 'rtb-',
  route_table_ids: 'rtb-',
  security_group_id: 'sg-',
  security_group_ids: 'sg-',
  security_group_rule_id: 'sgr-',
  security_groups: 'sg-',
  subnet_id: 'subnet-',
  subnet_ids: 'subnet-',
  subnets: 'subnet-',
  vpc_id: 'vpc-',
};
