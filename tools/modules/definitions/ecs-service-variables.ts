import { validateScaling } from '../../../modules/ecs/service/scaling-validation';
import { FARGATE_MEMORY_MIB } from '../../../modules/ecs/task/fargate-task-size';
import { validateRuleConditions } from '../../../modules/load-balancing/rule-conditions';
import type { Issue } from '../../../modules/shared/issue';
import { checkWholeNumber } from '../../../modules/shared/validation';
import { type InputRule, issueIf, matches, oneOf, wholeNumber } from '../input-rules';
import type { InputVariable } from '../input-variable';
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

/** Of every service. */
export const SERVICE_VARIABLES: Readonly<Record<string, InputVariable>> = {
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
        (cpu: number) =>
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

/** Of a service behind a load balancer, besides. */
export const EXPOSED_VARIABLES: Readonly<Record<string, InputVariable>> = {
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
