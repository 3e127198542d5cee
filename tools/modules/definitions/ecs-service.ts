import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformLocal } from 'cdktf';
import { EcsCluster, EcsService } from '../../../modules/ecs';
import { FARGATE_MEMORY_MIB, validateFargateTaskSize } from '../../../modules/ecs/fargate-task-size';
import { validateScaling } from '../../../modules/ecs/scaling-validation';
import { accountIdOf } from '../../../modules/identity';
import { ApplicationLoadBalancer, ApplicationRoute } from '../../../modules/load-balancing';
import { validateRuleConditions } from '../../../modules/load-balancing/rule-conditions';
import { Network } from '../../../modules/network';
import { addDependency } from '../../../modules/shared/dependencies';
import type { Issue } from '../../../modules/shared/issue';
import { checkWholeNumber } from '../../../modules/shared/validation';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { type InputRule, issueIf, matches, oneOf, wholeNumber } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';
import { nameVariable, retentionDays, subnetIds, vpcId } from './common';

const CPUS = Object.keys(FARGATE_MEMORY_MIB).map(Number);
const SIZES =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size';

const arn = /^arn:aws[a-z-]*:(secretsmanager|ssm):/;

const secretsRule: InputRule = {
  condition: (value) => `alltrue([for source in values(${value}) : can(regex(${JSON.stringify(arn.source)}, source))])`,
  check: (secrets: Readonly<Record<string, string>>) =>
    issueIf(!Object.values(secrets).every((source) => arn.test(source)), {
      limit: 'ARNs of secrets (Secrets Manager) and parameters (SSM), by the name of the environment variable',
      fix: 'pass aws_secretsmanager_secret.db.arn, with :key:: behind it for one key of a JSON secret',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
    }),
  accepts: [{}, { DB: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::' }],
  rejects: [{ DB: 'hunter2' }],
};

/** Of a list of patterns; the construct's check knows the form of each. */
function patternsRule(
  pattern: RegExp,
  check: (values: readonly string[]) => readonly Issue[],
  [accepts, rejects]: readonly [string, string],
): InputRule {
  return {
    condition: (value) =>
      `length(${value}) >= 1 && length(${value}) <= 3 && alltrue([for text in ${value} : length(text) <= 128 && can(regex(${JSON.stringify(pattern.source)}, text))])`,
    check: (values: readonly string[]) => [
      ...check(values),
      ...issueIf(values.length > 3, { limit: '', fix: '', see: '' }),
    ],
    accepts: [[accepts]],
    rejects: [[rejects], [], [accepts, accepts, accepts, accepts], [`${accepts}${'x'.repeat(128)}`]],
    words: {
      limit: `1 to 3 patterns such as "${accepts}", up to 128 characters each; hosts and paths together 5 at most`,
      fix: `write for example "${accepts}"`,
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
    },
  };
}

const common: Readonly<Record<string, InputVariable>> = {
  name: nameVariable(25, 'Name of the service.'),
  cluster_name: { type: 'string', description: 'Name of the ECS cluster.' },
  cluster_arn: { type: 'string', description: 'ARN of the ECS cluster.' },
  vpc_id: vpcId,
  subnet_ids: subnetIds('Private subnets of the tasks, with a way to the image and to AWS (NAT or endpoints).'),
  image: {
    type: 'string',
    description:
      'Image with a tag or digest that stays, `nginx:1.27`; images of this account and region may be pulled from ECR.',
  },
  cpu: {
    type: 'number',
    default: 256,
    description: 'CPU units of a task, 1024 are one vCPU.',
    rules: [
      oneOf(
        CPUS,
        (cpu) =>
          issueIf(!CPUS.includes(cpu), { limit: `one of ${CPUS.join(', ')} CPU units`, fix: 'write 256', see: SIZES }),
        [128, 300],
      ),
    ],
  },
  memory_mib: {
    type: 'number',
    default: 512,
    description: 'MiB of a task; what is allowed follows from `cpu`, and a plan refuses other pairs.',
    rules: [
      wholeNumber([512, 122_880], (memoryMib) =>
        checkWholeNumber('memoryMib', memoryMib, [512, 122_880], { unit: 'MiB', fix: 'write 512', see: SIZES }),
      ),
    ],
  },
  environment: {
    type: 'map(string)',
    default: {},
    description: 'Environment variables; nothing secret, for it stands in the task definition.',
  },
  secrets: {
    type: 'map(string)',
    default: {},
    description:
      'Environment variable -> ARN of a secret (Secrets Manager) or parameter (SSM). Keys of your own (KMS) must admit the execution role.',
    rules: [secretsRule],
  },
  min_tasks: {
    type: 'number',
    default: 2,
    description: 'Fewest tasks, 0 to 5000; two, so that one can fail or move.',
    rules: [wholeNumber([0, 5000], (fixed) => validateScaling({ fixed }))],
  },
  max_tasks: {
    type: 'number',
    default: 10,
    description: 'Most tasks, at least `min_tasks`, up to 5000.',
    rules: [wholeNumber([0, 5000], (fixed) => validateScaling({ fixed }))],
  },
  cpu_percent: {
    type: 'number',
    default: 70,
    description: 'Average CPU of the service that autoscaling holds, over 0 to 100 percent.',
    rules: [
      {
        condition: (value) => `${value} > 0 && ${value} <= 100`,
        check: (cpuPercent: number) => validateScaling({ min: 1, max: 2, cpuPercent }),
        accepts: [0.5, 100],
        rejects: [0, 101],
      },
    ],
  },
  log_retention_days: retentionDays('Days that the log of the tasks is kept.', 30),
};

const exposed: Readonly<Record<string, InputVariable>> = {
  port: {
    type: 'number',
    default: 80,
    description: 'TCP port that the program listens on, 1 to 65535.',
    samples: [41_173, 52_319],
    rules: [
      wholeNumber([1, 65_535], (port) =>
        checkWholeNumber('port', port, [1, 65_535], {
          fix: 'write the port of the program',
          see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
        }),
      ),
    ],
  },
  listener_arn: {
    type: 'string',
    description: 'HTTPS listener of an Application Load Balancer.',
    rules: [
      matches(/:listener\/app\//, {
        check: (value: string) =>
          issueIf(!value.includes(':listener/app/'), {
            limit: 'the ARN of a listener of an application load balancer, "...:listener/app/..."',
            fix: 'pass module.load_balancer.listener_arn',
            see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html',
          }),
        accepts: [
          'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
        ],
        rejects: [
          'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/net/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
        ],
      }),
    ],
  },
  load_balancer_security_group_id: {
    type: 'string',
    description: 'Security group of the load balancer; it and the tasks get one rule each, for the port.',
  },
  priority: {
    type: 'number',
    description:
      'Priority of the rule on the listener, 1 to 50000; lower comes first, and no two rules of a listener share one.',
    rules: [
      wholeNumber([1, 50_000], (priority) =>
        checkWholeNumber('priority', priority, [1, 50_000], {
          fix: 'choose one that no other rule of the listener has',
          see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
        }),
      ),
    ],
  },
  hosts: {
    type: 'list(string)',
    description: 'Host names that lead to the service, with `*` and `?`.',
    rules: [
      patternsRule(/^[A-Za-z0-9.*?-]*[.][A-Za-z*?][A-Za-z0-9*?-]*$/, (hosts) => validateRuleConditions({ hosts }), [
        '*.acme.dev',
        'localhost',
      ]),
    ],
  },
  paths: {
    type: 'list(string)',
    default: ['/*'],
    description: 'Paths that lead to the service, with `*` and `?`: `/api` and `/api/*` are two.',
    rules: [patternsRule(/^[/*]/, (paths) => validateRuleConditions({ paths }), ['/api/*', 'api/*'])],
  },
  health_check_path: {
    type: 'string',
    default: '/',
    description: "Path of the load balancer's health check.",
    rules: [
      matches(/^\//, {
        check: (path: string) =>
          issueIf(!path.startsWith('/'), {
            limit: 'a path that begins with "/"',
            fix: 'write "/" or "/healthz"',
            see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
          }),
        accepts: ['/', '/healthz'],
        rejects: ['healthz'],
      }),
    ],
  },
};

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
    variables: { ...common, ...(isExposed ? exposed : {}) },
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
  executionRole.addToPolicy({
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    resources: [`arn:aws:ecr:${stack.region}:${accountIdOf(stack)}:repository/*`],
  });
  executionRole.addToPolicy({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] });
  // IAM refuses a statement without resources; secrets under the service's own name are always its own.
  const own = `"arn:aws:secretsmanager:${stack.region}:\${${'data.aws_caller_identity.caller_identity.account_id'}}:secret:${stack.sample('name')}/*"`;
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
