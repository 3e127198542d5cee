import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformLocal } from 'cdktf';
import { EcsCluster, EcsService } from '../../../modules/ecs';
import { FARGATE_MEMORY_MIB, validateFargateTaskSize } from '../../../modules/ecs/task/fargate-task-size';
import { accountIdOf } from '../../../modules/identity';
import { ApplicationLoadBalancer, ApplicationRoute } from '../../../modules/load-balancing';
import { Network } from '../../../modules/network';
import { pullStatements } from '../../../modules/registry/ecr-rights';
import { addDependency } from '../../../modules/shared/dependencies';
import type { ModuleDefinition, ModuleShape } from '../definition';
import type { ModuleStack } from '../module-stack';
import { EXPOSED_VARIABLES, SERVICE_VARIABLES } from './ecs-service-variables';

const example = {
  name: 'api',
  cluster_name: 'shop-dev',
  cluster_arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop-dev',
  vpc_id: 'vpc-0123456789abcdef0',
  subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  image: 'nginx:1.27',
};

function service(isExposed: boolean, summary: string): ModuleShape {
  return {
    summary,
    variables: { ...SERVICE_VARIABLES, ...(isExposed ? EXPOSED_VARIABLES : {}) },
    outputs: {
      service_name: 'Name of the service.',
      security_group_id: 'Security group of the tasks; let it into databases and the like.',
      task_role_name: 'Role of the program; attach policies to it.',
      task_role_arn: 'ARN of the role of the program.',
      log_group_name: 'Log group of the tasks.',
      ...(isExposed ? { target_group_arn: 'Target group of the service.' } : {}),
    },
    example: {
      ...example,
      ...(isExposed
        ? {
            listener_arn:
              'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop-dev/50dc6c495c0c9188/f2f7dc8efc522ab2',
            load_balancer_security_group_id: 'sg-0123456789abcdef0',
            priority: 100,
            hosts: ['api.acme.dev'],
          }
        : {}),
      environment: { LOG_LEVEL: 'info' },
    },
    build: (stack) => buildService(stack, isExposed),
  };
}

function buildService(stack: ModuleStack, isExposed: boolean): Record<string, unknown> {
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: stack.text('vpc_id'),
    tiers: { private: { subnetIds: stack.subnetIds('private') } },
  });
  const name = stack.sample('name');
  const made = new EcsService(stack, 'Default', {
    cluster: EcsCluster.fromAttributes(stack, 'Cluster', {
      clusterName: stack.text('cluster_name'),
      clusterArn: stack.text('cluster_arn'),
      network,
    }),
    serviceName: name,
    image: stack.text('image'),
    cpu: 256,
    memoryMib: 512,
    scaling: {
      min: stack.number('min_tasks'),
      max: stack.number('max_tasks'),
      cpuPercent: stack.number('cpu_percent'),
    },
    commandOutput: false,
    ...(isExposed ? exposure(stack, network.vpcId) : {}),
  });
  const { securityGroup, taskDefinition } = made;
  made.service.networkConfiguration.subnets = stack.list('subnet_ids');
  if (securityGroup !== undefined) securityGroup.securityGroup.name = `${name}-tasks`;
  if (taskDefinition.logGroup !== undefined) {
    taskDefinition.logGroup.retentionInDays = stack.number('log_retention_days');
  }
  const { executionRole, ownTaskRole } = taskDefinition.roles;
  executionRole.role.description = `What ECS may do to start the tasks of service ${name}`;
  if (ownTaskRole !== undefined) ownTaskRole.role.description = `What the program of service ${name} may do`;
  sizeAndSettings(stack, made);
  grantPullAndSecrets(stack, made);
  const route = made.exposure?.route;
  if (route instanceof ApplicationRoute) {
    // A new one is made before the old one goes, so the name follows what replaces it; the construct's is a hash of all.
    route.targetGroup.targetGroup.name = `\${var.name}-\${substr(sha256("\${var.vpc_id}:\${var.port}"), 0, 6)}`;
    route.rule.rule.priority = stack.number('priority');
    route.rule.rule.putCondition([
      { hostHeader: { values: stack.list('hosts') } },
      { pathPattern: { values: stack.list('paths') } },
    ]);
  }
  return {
    service_name: made.service.name,
    security_group_id: securityGroup?.securityGroupId,
    task_role_name: ownTaskRole?.roleName,
    task_role_arn: taskDefinition.roles.taskRole.roleArn,
    log_group_name: taskDefinition.logGroup?.name,
    ...(isExposed ? { target_group_arn: route?.targetGroup.targetGroupArn } : {}),
  };
}

function exposure(stack: ModuleStack, vpc: string) {
  const loadBalancer = ApplicationLoadBalancer.fromAttributes(stack, 'LoadBalancer', {
    // Of the balancer itself only rules to its group are made; nothing here asks for its ARN or its names.
    loadBalancerArn: stack.text('listener_arn'),
    securityGroupId: stack.text('load_balancer_security_group_id'),
    vpcId: vpc,
    dnsName: stack.text('listener_arn'),
    canonicalHostedZoneId: stack.text('listener_arn'),
    listener: { listenerArn: stack.text('listener_arn') },
  });
  return {
    port: stack.sampleNumberOf('port'),
    expose: { loadBalancer, hosts: ['api.example.com'], paths: ['/*'], priority: 1 },
    healthCheck: { path: stack.text('health_check_path') },
  };
}

/** Maps of any size need an expression: the containers as the construct wrote them, with these two lists laid over. */
function sizeAndSettings(stack: ModuleStack, { taskDefinition: { taskDefinition } }: EcsService): void {
  const written = new TerraformLocal(stack, 'written_containers', taskDefinition.containerDefinitionsInput);
  const list = (name: string, key: string): string =>
    `[for name in sort(keys(${stack.reference(name)})) : { name = name, ${key} = ${stack.reference(name)}[name] }]`;
  taskDefinition.containerDefinitions = `\${jsonencode([for container in jsondecode(${written.fqn}) : merge(container, { environment = ${list('environment', 'value')}, secrets = ${list('secrets', 'valueFrom')} })])}`;
  taskDefinition.cpu = `\${${stack.reference('cpu')}}`;
  taskDefinition.memory = `\${${stack.reference('memory_mib')}}`;
  const sizes = Object.entries(FARGATE_MEMORY_MIB).map(([cpu, memories]) => `"${cpu}" = [${memories.join(', ')}]`);
  const [issue] = validateFargateTaskSize({ cpu: 256, memoryMib: 8192 });
  taskDefinition.lifecycle = {
    ...taskDefinition.lifecycle,
    precondition: [
      {
        condition: `\${contains(lookup({ ${sizes.join(', ')} }, tostring(var.cpu), []), var.memory_mib)}`,
        errorMessage: `memory_mib is \${var.memory_mib} with cpu \${var.cpu}; allowed: a pair that Fargate sells. See ${issue?.see}`,
      },
    ],
  };
}

/** The names of images and secrets are not known here: pulling is limited to the account's registry, secrets to the list. */
function grantPullAndSecrets(stack: ModuleStack, { taskDefinition: { roles }, service }: EcsService): void {
  const { executionRole } = roles;
  const repositories = `arn:aws:ecr:${stack.region}:${accountIdOf(stack)}:repository/*`;
  for (const statement of pullStatements(repositories)) executionRole.addToPolicy(statement);
  // IAM refuses a statement without resources; secrets under the service's own name are always its own.
  const own = `format("arn:aws:secretsmanager:${stack.region}:%s:secret:%s/*", ${accountIdOf(stack)}, ${stack.reference('name')})`;
  const given = `[for source in values(${stack.reference('secrets')}) : join(":", slice(split(":", source), 0, min(7, length(split(":", source)))))]`;
  const policy = new IamRolePolicy(stack, 'execution_secrets', {
    name: 'secrets',
    role: executionRole.roleName,
    policy: `\${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["secretsmanager:GetSecretValue", "ssm:GetParameters"], Resource = sort(distinct(concat([${own}], ${given}))) }] })}`,
  });
  addDependency(service, policy);
}

export const ecsServiceModule: ModuleDefinition = {
  name: 'ecs-service',
  root: service(
    true,
    'A Fargate service behind a rule of an Application Load Balancer: task definition, roles, log, security group, autoscaling.',
  ),
  variants: {
    worker: service(
      false,
      'A Fargate service that nothing calls: task definition, roles, log, security group, autoscaling.',
    ),
  },
  fixed: [
    'Behind a load balancer or not is the choice of root module or `worker`: target group and rule exist or do not.',
    'The number of tasks belongs to autoscaling by CPU; Terraform leaves it alone after the first apply. For a fixed number set `min_tasks` and `max_tasks` to the same.',
    'One container on Fargate, x86. Sidecars, volumes, EC2 capacity and blue/green deployments change the set of resources: use the TypeScript construct `EcsService`.',
  ],
};
