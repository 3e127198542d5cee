/** Gateway endpoints are free and live in route tables. @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
export const GATEWAY_ENDPOINT_SERVICES = ['s3', 'dynamodb'] as const;

/**
 * Interface endpoints cost per zone and hour (about 8 USD a month each in us-east-1) and per GB. The services that
 * containers on ECS and EKS call.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const INTERFACE_ENDPOINT_SERVICES = [
  'acm-pca',
  'aps-workspaces',
  'autoscaling',
  'bedrock-runtime',
  'cloudformation',
  'codedeploy',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'ecs-agent',
  'ecs-telemetry',
  'eks',
  'eks-auth',
  'elasticfilesystem',
  'elasticloadbalancing',
  'email-smtp',
  'events',
  'execute-api',
  'fsx',
  'guardduty-data',
  'kinesis-firehose',
  'kinesis-streams',
  'kms',
  'lambda',
  'logs',
  'monitoring',
  'rds',
  'rds-data',
  'secretsmanager',
  'servicediscovery',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'states',
  'sts',
  'xray',
] as const;

export type GatewayEndpointService = (typeof GATEWAY_ENDPOINT_SERVICES)[number];
export type InterfaceEndpointService = (typeof INTERFACE_ENDPOINT_SERVICES)[number];

/** Any other PrivateLink service: a partner's, your own, or one of AWS's that the list above does not have yet. */
export interface OtherEndpointService {
  /** Names the endpoint in this network for good, `billing`; lower-case letters, digits, `.` and `-`. */
  readonly name: string;
  /** `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0` or `com.amazonaws.eu-west-1.athena`. */
  readonly serviceName: string;
  /** Its public DNS name answers with private addresses; the service must offer that. @default false */
  readonly privateDns?: boolean;
}

/** One service by AWS's short name (`ecr.api`), or any other by its full one. */
export type EndpointService = GatewayEndpointService | InterfaceEndpointService | OtherEndpointService;

/** What a task or a node needs to run without any way out; each list was composed from AWS's own pages. */
export type EndpointPreset = keyof typeof ENDPOINT_PRESETS;

/**
 * - `ecs-tasks`: Fargate and EC2 tasks: pull from private ECR, log, read secrets and parameters, ECS Exec.
 *   https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * - `eks-nodes`: nodes and pods beside an API endpoint that is reachable otherwise: pull, log, Pod Identity, IRSA.
 * - `private-cluster`: all that an EKS cluster without internet access calls.
 *   https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export const ENDPOINT_PRESETS = {
  'ecs-tasks': ['s3', 'ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages', 'kms'],
  'eks-nodes': ['s3', 'ecr.api', 'ecr.dkr', 'logs', 'sts', 'ec2', 'eks-auth'],
  'private-cluster': [
    's3',
    'ecr.api',
    'ecr.dkr',
    'logs',
    'sts',
    'ec2',
    'eks',
    'eks-auth',
    'elasticloadbalancing',
    'autoscaling',
    'ssm',
  ],
} as const satisfies Record<string, readonly (GatewayEndpointService | InterfaceEndpointService)[]>;

export function isGatewayEndpointService(name: string): name is GatewayEndpointService {
  return GATEWAY_ENDPOINT_SERVICES.some((service) => service === name);
}

export function isEndpointPreset(name: string): name is EndpointPreset {
  return name in ENDPOINT_PRESETS;
}
