import type { IEcsCluster } from '../ecs/cluster/ecs-cluster-interface';
import type { Issue } from '../shared/issue';
import { LOG_RETENTION_DAYS } from '../shared/log-retention';
import { check } from '../shared/validation';
import type { ComposeApplicationProps } from './compose-application-props';
import type { ComposeTask } from './compose-tasks';
import type { ComposeSources } from './read-compose';

const SEE = 'https://docs.docker.com/reference/compose-file/services/';

interface Facts extends ComposeSources {
  readonly tasks: readonly ComposeTask[];
  /** Of the stack; missing where it is not a literal. */
  readonly region?: string;
}

/** Pure: what no single field shows. */
export function validateComposeApplication(props: ComposeApplicationProps, facts: Facts): Issue[] {
  const { file, params, tasks } = facts;
  const names = file.services.map(({ name }) => name);
  const known = (field: string, given: readonly string[], fix: string): Issue[] =>
    given
      .filter((name) => !names.includes(name))
      .map((name) => ({ field, value: name, limit: `a service of the file: ${names.join(', ')}`, fix, see: SEE }));
  const mains = tasks.map(({ main }) => main.name);
  return [
    ...check('compose.services', names, (given) => given.length > 0, {
      limit: 'at least one service',
      fix: 'write services: { web: { image: ... } }',
      see: SEE,
    }),
    ...file.services.flatMap(({ name, dependsOn, inTaskOf }) => [
      ...known(`compose.services.${name}.depends_on`, Object.keys(dependsOn), 'correct the name'),
      ...known(`compose.services.${name}.network_mode`, inTaskOf === undefined ? [] : [inTaskOf], 'correct the name'),
      ...(inTaskOf === undefined || mains.includes(inTaskOf) || !names.includes(inTaskOf) || tasks.length === 1
        ? []
        : [
            {
              field: `compose.services.${name}.network_mode`,
              value: `service:${inTaskOf}`,
              limit: 'a service with a network of its own',
              fix: 'name the service that the other one names',
              see: SEE,
            },
          ]),
    ]),
    ...known('ecsParams.task_definition.services', Object.keys(params.containers), 'correct the name'),
    ...Object.keys(props.settings ?? {})
      .filter((name) => !mains.includes(name))
      .map((name) => ({
        field: `settings.${name}`,
        value: name,
        limit: `a service of ECS: ${mains.join(', ')}`,
        fix: 'name the service whose task it is',
        see: SEE,
      })),
    ...tasks.flatMap((task) => validateTask(task, tasks)),
    ...validateLogs(facts),
  ];
}

/** Containers of one task share what a task has once; a service never ends. */
function validateTask(task: ComposeTask, tasks: readonly ComposeTask[]): Issue[] {
  const { main, services } = task;
  const others = services.filter((service) => service !== main);
  const single = others.flatMap(({ name, deploy, task: settings }) => {
    const [mine, theirs] = [
      JSON.stringify({ ...main.deploy, ...main.task }),
      JSON.stringify({ ...deploy, ...settings }),
    ];
    return theirs === '{}' || mine === theirs
      ? []
      : [
          {
            field: `compose.services.${name}.deploy`,
            value: JSON.parse(theirs) as unknown,
            limit: `what "${main.name}" has: they run in one task, and there are as many of both`,
            fix: `say it of "${main.name}", or write tasks: 'per-service'`,
            see: SEE,
          },
        ];
  });
  const endless = services.flatMap(({ name, dependsOn }) =>
    Object.entries(dependsOn)
      .filter(([other, condition]) => condition === 'SUCCESS' && tasks.some((one) => one !== task && one.has(other)))
      .map(([other]) => ({
        field: `compose.services.${name}.depends_on.${other}.condition`,
        value: 'service_completed_successfully',
        limit: 'service_started or service_healthy: another ECS service never ends',
        fix: `put both into one task (network_mode: "service:${main.name}" in ${other}), or run it as an EcsJob`,
        see: SEE,
      })),
  );
  return [...single, ...endless];
}

function validateLogs({ file, region }: Facts): Issue[] {
  const { logRetentionDays } = file;
  return [
    ...check(
      'compose.x-aws-logs_retention',
      logRetentionDays,
      (days) => LOG_RETENTION_DAYS.some((one) => one === days),
      {
        limit: `one of ${LOG_RETENTION_DAYS.join(', ')} days`,
        fix: 'use 30 for a month, 365 for a year',
        see: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html',
      },
    ),
    ...file.services.flatMap(({ name, logging }) =>
      logging.kind !== 'cloudwatch' || region === undefined
        ? []
        : check(`compose.services.${name}.logging.options.awslogs-region`, logging.region, (own) => own === region, {
            limit: `${region}, the region of the stack: the group is there`,
            fix: `write ${region}, or remove the line`,
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
          }),
    ),
  ];
}

/** Legal, but nobody gets in, or nobody finds the other. */
export function closedDoors(
  { entry }: ComposeApplicationProps,
  { tasks, cluster, ...sources }: Pick<Facts, 'tasks'> & ComposeSources & { readonly cluster: IEcsCluster },
): Issue[] {
  const closed = tasks.filter((task) => entry === undefined && task.securityGroups(sources).length === 0);
  return [
    ...closed
      .flatMap(({ published }) => published)
      .map(({ container, containerPort }) => ({
        field: `compose.services.${container}.ports`,
        value: containerPort,
        limit: 'a port that somebody may connect to; it is published, and no one is admitted',
        fix: "write entry: { kind: 'tasks', cidrs: ['203.0.113.0/24'] }, or { kind: 'application', loadBalancer }",
        see: 'modules/compose/README.md',
      })),
    ...(tasks.length > 1 && cluster.namespace === undefined
      ? [
          {
            field: 'cluster.namespace',
            value: undefined,
            limit: 'a namespace: without one no service finds another by its name',
            fix: "write namespace: { kind: 'http' } at the cluster",
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html',
          },
        ]
      : []),
  ];
}
