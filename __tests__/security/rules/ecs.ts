import { at, type Body, document, list, type Part, record, type SecurityRule, type State } from '../security-rule';

const TASK = 'aws_ecs_task_definition';
const SERVICE = 'aws_ecs_service';

/** What is in the name of a secret, and not in the name of a setting. */
const SECRET_NAME = /(password|passwd|secret|api_?key|access_?key|private_?key|token)$/i;

function containers({ body }: Part): Body[] {
  return list(document(body.container_definitions)).map(record);
}

/** A task with one container, as little as breaks a rule. */
function taskWith(container: Body): Body {
  return { [TASK]: { A: { container_definitions: JSON.stringify([container]) } } };
}

function isWindows({ body }: Part): boolean {
  return String(at(body, 'runtime_platform', 'operating_system_family')).startsWith('WINDOWS');
}

/** Tasks of the cluster may be entered: a service of the state has exec switched on. */
function execIsOn(state: State): boolean {
  return state.all(SERVICE).some(({ body }) => body.enable_execute_command === true);
}

export const ecsRules: readonly SecurityRule[] = [
  {
    id: 'ecs-container-insights',
    what: 'A cluster has Container Insights',
    why: 'without it nobody sees tasks die of memory',
    controls: ['FSBP ECS.12', 'CKV_AWS_65'],
    change: '`EcsCluster.containerInsights`',
    types: ['aws_ecs_cluster'],
    holds: ({ body }) =>
      list(body.setting).some(
        (setting) => at(setting, 'name') === 'containerInsights' && at(setting, 'value') !== 'disabled',
      ),
    violation: { aws_ecs_cluster: { A: {} } },
  },
  {
    id: 'ecs-exec-recorded',
    what: 'Where ECS Exec is on, its sessions are encrypted and kept',
    why: 'a shell in production is what auditors ask about first',
    controls: ['CKV_AWS_223', 'CKV_AWS_224'],
    change: '`EcsCluster.exec: { kind: "recorded" }`',
    types: ['aws_ecs_cluster'],
    holds: ({ body }, state) => {
      const exec = at(body, 'configuration', 'execute_command_configuration');
      return !execIsOn(state) || (at(exec, 'logging') === 'OVERRIDE' && at(exec, 'kms_key_id') !== undefined);
    },
    violation: { aws_ecs_cluster: { A: {} }, [SERVICE]: { A: { enable_execute_command: true } } },
  },
  {
    id: 'task-own-network-interface',
    what: 'A task has a network interface of its own',
    why: 'only so is a security group about one service',
    controls: ['FSBP ECS.1', 'SH ECS.17'],
    change: '`networkMode: "bridge"`, on instances only',
    types: [TASK],
    holds: ({ body }) => body.network_mode === 'awsvpc',
    violation: { [TASK]: { A: { network_mode: 'host' } } },
  },
  {
    id: 'task-no-host-namespace',
    what: 'A task does not share processes or memory with its host',
    why: 'it would see what the neighbours do',
    controls: ['FSBP ECS.3', 'CKV_AWS_335'],
    change: '`TaskDefinition.pidMode`, `ipcMode`',
    types: [TASK],
    holds: ({ body }) => body.pid_mode !== 'host' && body.ipc_mode !== 'host',
    violation: { [TASK]: { A: { pid_mode: 'host' } } },
  },
  {
    id: 'container-unprivileged',
    what: 'No container is privileged',
    why: 'privileged is root on the host',
    controls: ['FSBP ECS.4', 'CKV_AWS_334'],
    change: '`privileged: true`, on instances only',
    types: [TASK],
    holds: (task) => containers(task).every(({ privileged }) => privileged !== true),
    violation: taskWith({ privileged: true }),
  },
  {
    id: 'container-read-only',
    what: 'The file system of a container is read-only',
    why: 'nothing can be installed; images that are known to write get volumes where they do',
    controls: ['FSBP ECS.5', 'CKV_AWS_336'],
    change: '`writablePaths`, or `readonlyRootFilesystem: false`',
    types: [TASK],
    holds: (task) => isWindows(task) || containers(task).every(({ readonlyRootFilesystem: only }) => only === true),
    violation: taskWith({ name: 'app' }),
  },
  {
    id: 'container-no-plain-secret',
    what: 'No environment variable with the name of a secret has a plain value',
    why: 'it would be in the state, in the console and in every log of a deployment',
    controls: ['FSBP ECS.8'],
    change: '`secrets`',
    types: [TASK],
    holds: (task) =>
      containers(task).every(({ environment }) =>
        list(environment).every((variable) => !SECRET_NAME.test(String(at(variable, 'name')))),
      ),
    violation: taskWith({ environment: [{ name: 'DB_PASSWORD', value: 'x' }] }),
  },
  {
    id: 'container-logs',
    what: 'Every container sends its output somewhere',
    why: 'what was not kept cannot be read after the task is gone',
    controls: ['FSBP ECS.9'],
    change: '`logging`',
    types: [TASK],
    holds: (task) => containers(task).every(({ logConfiguration }) => logConfiguration !== undefined),
    violation: taskWith({ name: 'app' }),
  },
  {
    id: 'container-not-root',
    what: 'A container runs as a user of its own',
    why: 'a user that the image does not have breaks it, so only you can name one',
    controls: ['SH ECS.20'],
    change: '`user: "1000:1000"`',
    optIn: true,
    types: [TASK],
    holds: (task) =>
      isWindows(task) ||
      containers(task).every(({ user }) => user !== undefined && !/^(0|root)(:|$)/.test(String(user))),
    violation: taskWith({ name: 'app' }),
  },
  {
    id: 'task-volumes-encrypted',
    what: 'EFS volumes are mounted with TLS, through an access point, by the task role',
    why: 'then IAM decides who sees which folder, and nobody reads along',
    controls: ['SH ECS.18', 'CKV_AWS_97'],
    change: 'always',
    types: [TASK],
    holds: ({ body }) =>
      list(body.volume).every((volume) => {
        const efs = at(volume, 'efs_volume_configuration');
        if (efs === undefined) return true;
        const access = at(efs, 'authorization_config');
        return (
          at(efs, 'transit_encryption') === 'ENABLED' &&
          at(access, 'iam') === 'ENABLED' &&
          at(access, 'access_point_id') !== undefined
        );
      }),
    violation: { [TASK]: { A: { volume: [{ name: 'data', efs_volume_configuration: { file_system_id: 'fs-1' } }] } } },
  },
  {
    id: 'task-two-roles',
    what: 'The program and the agent that starts it have different roles',
    why: 'a program must not read the secrets of its siblings',
    controls: ['CKV_AWS_249'],
    change: 'always',
    types: [TASK],
    holds: ({ body }) => body.task_role_arn === undefined || body.task_role_arn !== body.execution_role_arn,
    violation: { [TASK]: { A: { task_role_arn: 'arn:1', execution_role_arn: 'arn:1' } } },
  },
  {
    id: 'service-no-public-address',
    what: 'Tasks have no public address',
    why: 'a load balancer is the one way in',
    controls: ['FSBP ECS.2', 'CKV_AWS_333'],
    change: '`publicTasks: true`',
    types: [SERVICE],
    holds: ({ body }) => at(body, 'network_configuration', 'assign_public_ip') !== true,
    violation: { [SERVICE]: { A: { network_configuration: { assign_public_ip: true } } } },
  },
  {
    id: 'service-latest-platform',
    what: 'Fargate tasks start on the latest platform version',
    why: 'AWS patches that one',
    controls: ['FSBP ECS.10', 'CKV_AWS_332'],
    change: '`platformVersion` of the Fargate capacity',
    types: [SERVICE],
    holds: ({ body }) => [undefined, 'LATEST'].includes(body.platform_version as string | undefined),
    violation: { [SERVICE]: { A: { platform_version: '1.3.0' } } },
  },
  {
    id: 'service-careful-deployment',
    what: 'A rolling deployment that fails goes back by itself',
    why: 'otherwise ECS starts the broken task for ever',
    controls: [],
    change: '`deployment`',
    types: [SERVICE],
    holds: ({ body }) =>
      at(body, 'deployment_controller', 'type') !== 'ECS' ||
      at(body, 'deployment_circuit_breaker', 'rollback') === true ||
      at(body, 'alarms', 'rollback') === true,
    violation: { [SERVICE]: { A: { deployment_controller: { type: 'ECS' } } } },
  },
  {
    id: 'service-no-shell',
    what: 'ECS Exec is off',
    why: 'it is a way into production that passes every review',
    controls: [],
    change: '`exec` of the service',
    types: [SERVICE],
    holds: ({ body }) => body.enable_execute_command !== true,
    violation: { [SERVICE]: { A: { enable_execute_command: true } } },
  },
  {
    id: 'capacity-protects-tasks',
    what: 'ECS does not let an instance go that still has tasks',
    why: 'scaling in would kill them',
    controls: ['SH ECS.19'],
    change: '`managedTerminationProtection: false`',
    types: ['aws_ecs_capacity_provider'],
    holds: ({ body }) => {
      const provider = at(body, 'auto_scaling_group_provider');
      return provider === undefined || at(provider, 'managed_termination_protection') === 'ENABLED';
    },
    violation: { aws_ecs_capacity_provider: { A: { auto_scaling_group_provider: {} } } },
  },
];
