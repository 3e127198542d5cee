import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkWholeNumber } from '../../shared/validation';
import type { Deployment, DeploymentHook } from './deployment';
import { isShifting, percentages, type Shifting, usesRecommendedAlarms } from './deployment-arguments';
import type { ServiceAlarms } from './service-alarms';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';
const BLUE_GREEN = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html';

export interface DeploymentSubject {
  readonly daemon: boolean;
  /** A load balancer or Service Connect, whose traffic can be shifted. */
  readonly shiftable: boolean;
  readonly exposed: boolean;
  /** The fewest tasks that run at any time. */
  readonly leastTasks: number;
}

/** Pure: percentages that let at least one task move, and shifts that have something to shift. */
export function validateDeployment(deployment: Deployment, subject: DeploymentSubject): Issue[] {
  const { daemon, exposed } = subject;
  if (deployment.kind === 'external') {
    return exposed
      ? [
          {
            field: 'expose',
            value: 'a load balancer',
            limit: 'nothing on a service with external deployments: its task sets have the load balancers',
            fix: 'give the load balancer to the task set',
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html',
          },
        ]
      : [];
  }
  if (deployment.kind === 'code-deploy') {
    return exposed ? [] : [needsLoadBalancer(deployment.kind, 'a load balancer')];
  }
  return [
    ...validatePercentages(deployment, subject),
    ...check('deployment.alarms', deployment.alarms, (alarms) => alarms.length > 0, {
      limit: 'at least one alarm',
      fix: 'leave alarms out for none',
      see: SEE,
    }),
    ...(isShifting(deployment) ? validateShift(deployment, subject) : []),
    ...(isShifting(deployment) && daemon
      ? [
          {
            field: 'deployment.kind',
            value: deployment.kind,
            limit: 'rolling for a daemon',
            fix: 'write { kind: "rolling" }',
            see: SEE,
          },
        ]
      : []),
  ];
}

/** Of the finished program: the alarms need somebody to tell, so only the program can make them. */
export function validateRecommendedAlarms(deployment: Deployment, alarms: ServiceAlarms | undefined): Issue[] {
  if (!usesRecommendedAlarms(deployment) || alarms !== undefined) return [];
  return [
    {
      field: 'deployment.alarms',
      value: 'recommended',
      limit: 'recommended where the service has its recommended alarms; this one has none',
      fix: 'write service.recommendedAlarms({ topicArns: [...] }), or name alarms',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html',
    },
  ];
}

function validatePercentages(deployment: Deployment, { daemon, leastTasks }: DeploymentSubject): Issue[] {
  const { minimumHealthyPercent: min, maximumPercent: max } = percentages(deployment, daemon);
  const ranges = [
    ...checkWholeNumber('deployment.minimumHealthyPercent', min, [0, daemon ? 100 : 200], {
      unit: 'percent',
      fix: 'write 100',
      see: SEE,
    }),
    ...checkWholeNumber('deployment.maximumPercent', max, daemon ? [100, 100] : [100, 200], {
      unit: daemon ? 'percent for a daemon' : 'percent',
      fix: `write ${daemon ? 100 : 200}`,
      see: SEE,
    }),
  ];
  if (ranges.length > 0 || [min, max, leastTasks].some(isUnknown)) return ranges;
  if (min >= max) {
    return [
      {
        field: 'deployment.minimumHealthyPercent',
        value: min,
        limit: `below maximumPercent (${max}): with both equal no task can be replaced`,
        fix: daemon ? 'write minimumHealthyPercent: 0' : 'write maximumPercent: 200 or minimumHealthyPercent: 50',
        see: SEE,
      },
    ];
  }
  const tasks = Math.max(1, leastTasks);
  const [staying, atMost] = [Math.ceil((tasks * min) / 100), Math.floor((tasks * max) / 100)];
  if (daemon || atMost > staying) return [];
  return [
    {
      field: 'deployment.maximumPercent',
      value: max,
      limit: `enough for one task more than stays: of ${tasks} task${tasks === 1 ? '' : 's'}, ${min} percent are ${staying} that stay and ${max} percent are ${atMost} at most, so no deployment would ever move`,
      fix: 'write maximumPercent: 200, or a lower minimumHealthyPercent',
      see: SEE,
    },
  ];
}

function validateShift(deployment: Shifting, { shiftable }: DeploymentSubject): Issue[] {
  const minutes = { unit: 'minutes', fix: 'write 10', see: SEE };
  return [
    ...(shiftable ? [] : [needsLoadBalancer(deployment.kind, 'a load balancer or Service Connect')]),
    ...checkWholeNumber('deployment.bakeMinutes', deployment.bakeMinutes, [0, 1440], minutes),
    ...(deployment.kind === 'linear'
      ? [
          ...checkTenths('deployment.stepPercent', deployment.stepPercent, 3),
          ...checkWholeNumber('deployment.stepMinutes', deployment.stepMinutes, [0, 1440], minutes),
        ]
      : []),
    ...(deployment.kind === 'canary'
      ? [
          ...checkTenths('deployment.canaryPercent', deployment.canaryPercent, 0.1),
          ...checkWholeNumber('deployment.canaryMinutes', deployment.canaryMinutes, [0, 1440], minutes),
        ]
      : []),
    ...(deployment.hooks ?? []).flatMap((hook, index) => validateHook(`deployment.hooks[${index}]`, hook)),
  ];
}

function validateHook(field: string, { stages }: DeploymentHook): Issue[] {
  return check(`${field}.stages`, stages, (list) => list.length > 0, {
    limit: 'at least one stage',
    fix: 'write for example ["POST_TEST_TRAFFIC_SHIFT"]',
    see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html',
  });
}

function checkTenths(field: string, value: number, min: number): Issue[] {
  const isTenth = (n: number): boolean => Math.abs(n * 10 - Math.round(n * 10)) < 1e-9;
  return check(field, value, (n) => n >= min && n <= 100 && isTenth(n), {
    limit: `${min} to 100 percent, in tenths`,
    fix: 'write 10',
    see: SEE,
  });
}

function needsLoadBalancer(kind: Deployment['kind'], what: string): Issue {
  return {
    field: 'deployment.kind',
    value: kind,
    limit: `rolling without ${what}: there is no traffic to shift`,
    fix: 'add expose, or write { kind: "rolling" }',
    see: BLUE_GREEN,
  };
}
