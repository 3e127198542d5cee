import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkLiteral, checkName, checkWholeNumber } from '../../shared/validation';
import { validateCapacity } from '../cluster/capacity-strategy';
import { validateApiWords } from '../task/api-words';
import { isShifting, percentages } from './deployment-arguments';
import { validateDeployment } from './deployment-validation';
import type { ServiceSettings } from './ecs-service-props';
import { allowsZoneRebalancing, validatePlacement } from './placement';
import { validateScaling } from './scaling-validation';
import type { ServiceFacts } from './service-facts';
import { validateFit } from './task-fit';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';

/** Pure: the rules of a service, without those of its task definition. */
export function validateService(settings: ServiceSettings, facts: ServiceFacts): Issue[] {
  const { serviceName, redeploy, healthCheck, expose, securityGroups, placement = {} } = settings;
  const { capacity, cluster, kind, deployment, daemon, scaling } = facts;
  return [
    ...validateApiWords(settings),
    ...checkName('serviceName', serviceName, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "_" and "-"',
      see: API,
    }),
    ...validateCapacity('capacity', capacity, cluster),
    ...validateFit(facts),
    ...(daemon ? validateDaemon(settings, facts) : validateScaling(scaling)),
    ...validateDeployment(deployment, {
      daemon,
      shiftable: expose !== undefined || settings.discovery?.kind === 'service-connect',
      exposed: expose !== undefined,
      leastTasks: 'fixed' in scaling ? scaling.fixed : scaling.min,
    }),
    ...validatePlacement(placement, { kind, daemon }),
    ...validateRebalancing(settings, facts),
    ...validateNetwork(settings, facts),
    ...check('securityGroups', securityGroups?.length, (count) => count <= 4, {
      limit: `at most 5 security groups of a task, its own and 4 more (${(securityGroups?.length ?? 0) + 1} with its own)`,
      fix: 'open ports with connections.allowFrom instead of sharing groups',
      see: API,
    }),
    ...checkWholeNumber('revision', settings.revision, [1, 2_147_483_647], { fix: 'write 7 for family:7', see: API }),
    ...check('redeploy', redeploy, (text) => text.length >= 1 && text.length <= 255, {
      limit: '1 to 255 characters',
      fix: 'write a date or a commit',
      see: API,
    }),
    ...validateHealthCheck(settings),
    ...check('expose', expose === undefined ? undefined : facts.networkMode, (mode) => mode !== 'none', {
      limit: 'nothing in network mode none',
      fix: 'use network mode awsvpc',
      see: API,
    }),
    ...validateRequestScaling(settings, facts),
    ...(healthCheck?.path !== undefined && expose === undefined
      ? [
          {
            field: 'healthCheck.path',
            value: healthCheck.path,
            limit: 'nothing without a load balancer, which would ask for the path',
            fix: 'add expose, or write containerHealthCheck: { command }',
            see: API,
          },
        ]
      : []),
  ];
}

function validateDaemon({ scaling, zoneRebalancing }: ServiceSettings, { kind, deployment }: ServiceFacts): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler';
  return [
    ...(kind === 'ec2'
      ? []
      : [
          {
            field: 'scheduling',
            value: 'DAEMON',
            limit: `REPLICA on ${kind === 'fargate' ? 'Fargate' : 'Managed Instances'}: a daemon runs on each instance of EC2 capacity`,
            fix: 'write scheduling: "replica", or run it on EC2 capacity',
            see,
          },
        ]),
    ...(scaling === undefined
      ? []
      : [
          {
            field: 'scaling',
            value: scaling,
            limit: 'nothing for a daemon: the number of instances is the number of tasks',
            fix: 'remove scaling',
            see,
          },
        ]),
    ...check('zoneRebalancing', zoneRebalancing, (on) => !on, {
      limit: 'false for a daemon, which runs on every instance',
      fix: 'leave it out',
      see,
    }),
    ...check('deployment.kind', deployment.kind, (chosen) => chosen !== 'code-deploy' && chosen !== 'external', {
      limit: 'rolling for a daemon',
      fix: 'leave deployment out',
      see,
    }),
  ];
}

/** True where ECS can move tasks back into a zone that lost them, and nothing says not to. */
export function zoneRebalancing(
  { zoneRebalancing: given, placement = {} }: ServiceSettings,
  facts: ServiceFacts,
): boolean {
  return given ?? canRebalance(placement, facts);
}

function canRebalance(
  placement: NonNullable<ServiceSettings['placement']>,
  { daemon, deployment }: ServiceFacts,
): boolean {
  const ownDeployment = deployment.kind === 'rolling' || isShifting(deployment);
  return (
    !daemon && ownDeployment && percentages(deployment, daemon).maximumPercent > 100 && allowsZoneRebalancing(placement)
  );
}

function validateRebalancing(
  { zoneRebalancing: given, placement = {} }: ServiceSettings,
  facts: ServiceFacts,
): Issue[] {
  if (facts.daemon) return [];
  return check('zoneRebalancing', given, (on) => !on || canRebalance(placement, facts), {
    limit:
      'true with maximumPercent over 100, a placement that spreads over zones first, no constraint on zones, and deployments of ECS itself',
    fix: 'leave it out',
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html',
  });
}

function validateNetwork(settings: ServiceSettings, { networkMode, kind, capacity }: ServiceFacts): Issue[] {
  const { subnets, publicTasks = false, securityGroups } = settings;
  const only = { limit: `nothing in ${networkMode} mode: tasks have the network of their instance`, see: API };
  const outside = networkMode !== 'awsvpc';
  return [
    ...checkLiteral('publicTasks', publicTasks),
    ...(outside && subnets !== undefined
      ? [{ field: 'subnets', value: subnets, ...only, fix: 'place the instances instead' }]
      : []),
    ...(outside && securityGroups !== undefined
      ? [{ field: 'securityGroups', value: securityGroups.length, ...only, fix: "use the capacity's connections" }]
      : []),
    ...(publicTasks && (outside || kind === 'ec2')
      ? [
          {
            field: 'publicTasks',
            value: true,
            limit: 'public addresses on Fargate only: tasks on instances cannot have one of their own',
            fix: 'remove publicTasks, and give the subnets a NAT gateway',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html',
          },
        ]
      : []),
    ...(outside && networkMode !== 'none' && capacity.kind === 'shared' && capacity.shares.length > 1
      ? [
          {
            field: 'capacity',
            value: `${capacity.shares.length} capacities`,
            limit: `one capacity in ${networkMode} mode, where its security group is that of the tasks`,
            fix: 'use network mode awsvpc, or make one service per capacity',
            see: API,
          },
        ]
      : []),
  ];
}

function validateHealthCheck({ healthCheck }: ServiceSettings): Issue[] {
  return checkWholeNumber('healthCheck.gracePeriodSeconds', healthCheck?.gracePeriodSeconds, [1, 2_147_483_647], {
    unit: 'seconds',
    fix: 'write how long a task takes to start, 60',
    see: API,
  });
}

function validateRequestScaling({ expose }: ServiceSettings, { scaling, deployment }: ServiceFacts): Issue[] {
  if ('fixed' in scaling || scaling.requestsPerTarget === undefined) return [];
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html';
  const field = 'scaling.requestsPerTarget';
  const value = isUnknown(scaling.requestsPerTarget) ? 'a token' : scaling.requestsPerTarget;
  if (expose === undefined || 'networkLoadBalancer' in expose) {
    return [
      {
        field,
        value,
        limit: 'nothing without an application load balancer, which counts the requests',
        fix: 'add expose, or scale by cpuPercent',
        see,
      },
    ];
  }
  return isShifting(deployment) || deployment.kind === 'code-deploy'
    ? [
        {
          field,
          value,
          limit: 'nothing with deployments that change the target group: the metric belongs to one of the two',
          fix: 'scale by cpuPercent',
          see,
          rule: 'ecs.requests-with-blue-green',
        },
      ]
    : [];
}
