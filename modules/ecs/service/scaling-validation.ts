import type { Issue } from '../../shared/problems';
import { isUnknown } from '../../shared/unknown';
import { check, checkLiteral, checkWholeNumber } from '../../shared/validation';
import type { Autoscaling, MetricTarget, Scaling, ScheduledScaling, StepScaling } from './scaling';

const SEE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html';
const TARGET = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html';
const BACKLOG =
  'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html';
const STEPS = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html';

/** What target tracking takes without metric math. */
const SIMPLE_STATISTICS = ['Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'];

/** Most tasks of one service. */
const MAX_TASKS = 5000;

/** Pure: bounds, targets, steps and schedules of one service. */
export function validateScaling(scaling: Scaling): Issue[] {
  const count = { unit: 'tasks', see: TARGET };
  if ('fixed' in scaling) {
    return checkWholeNumber('scaling.fixed', scaling.fixed, [0, MAX_TASKS], { ...count, fix: 'write 2' });
  }
  const { min, max, desired } = scaling;
  return [
    ...checkWholeNumber('scaling.min', min, [0, MAX_TASKS], { ...count, fix: 'write 2' }),
    ...checkWholeNumber('scaling.max', max, [0, MAX_TASKS], { ...count, fix: 'write 10' }),
    ...check('scaling.max', max, (upper) => isUnknown(min) || !(upper < min), {
      limit: `at least scaling.min (${min})`,
      fix: 'exchange min and max',
      see: TARGET,
    }),
    ...check('scaling.desired', desired, (n) => isUnknown(min) || isUnknown(max) || (n >= min && n <= max), {
      limit: `from scaling.min (${min}) to scaling.max (${max})`,
      fix: 'leave it out to begin with min',
      see: TARGET,
    }),
    ...validateTargets(scaling),
    ...Object.entries(scaling.steps ?? {}).flatMap(([name, step]) => validateSteps(`scaling.steps.${name}`, step)),
    ...Object.entries(scaling.schedules ?? {}).flatMap(([name, schedule]) =>
      validateSchedule(`scaling.schedules.${name}`, schedule, scaling),
    ),
  ];
}

function validateTargets(scaling: Autoscaling): Issue[] {
  const percent = {
    limit: 'over 0 to 100 percent',
    fix: 'write 70: room for the time that new tasks take to start',
    see: SEE,
  };
  const { cpuPercent, memoryPercent, requestsPerTarget, queueBacklog } = scaling;
  const { scaleInCooldownSeconds, scaleOutCooldownSeconds } = scaling;
  const seconds = { unit: 'seconds', fix: 'write 60', see: SEE };
  return [
    ...check('scaling.cpuPercent', cpuPercent, (n) => n > 0 && n <= 100, percent),
    ...check('scaling.memoryPercent', memoryPercent, (n) => n > 0 && n <= 100, percent),
    ...check('scaling.requestsPerTarget', requestsPerTarget, (n) => n > 0 && Number.isFinite(n), {
      limit: 'over 0 requests per minute and task',
      fix: 'write what one task answers in a minute, with room to spare',
      see: SEE,
    }),
    ...check(
      'scaling.queueBacklog.messagesPerTask',
      queueBacklog?.messagesPerTask,
      (n) => n > 0 && Number.isFinite(n),
      {
        limit: 'over 0 messages for each task',
        fix: 'write how many messages one task works off in the time that one may wait',
        see: BACKLOG,
      },
    ),
    ...check('scaling.min', queueBacklog === undefined ? undefined : scaling.min, (min) => min >= 1, {
      limit: '1 or more with queueBacklog: the messages are divided by the tasks that run',
      fix: 'write min: 1, or scale with steps on the length of the queue',
      see: BACKLOG,
    }),
    ...checkWholeNumber('scaling.scaleInCooldownSeconds', scaleInCooldownSeconds, [0, 3600], seconds),
    ...checkWholeNumber('scaling.scaleOutCooldownSeconds', scaleOutCooldownSeconds, [0, 3600], seconds),
    ...checkLiteral('scaling.metrics', scaling.metrics),
    ...Object.entries(scaling.metrics ?? {}).flatMap(([name, target]) =>
      validateMetricTarget(`scaling.metrics.${name}`, target),
    ),
  ];
}

function validateMetricTarget(field: string, { metric, target }: MetricTarget): Issue[] {
  const see =
    'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html';
  const ids = 'metrics' in metric ? Object.keys(metric.metrics) : [];
  const statistic = 'statistic' in metric ? metric.statistic : undefined;
  return [
    ...check(`${field}.metric.statistic`, statistic, (name) => SIMPLE_STATISTICS.includes(name), {
      limit: `one of ${SIMPLE_STATISTICS.join(', ')} for a single metric`,
      fix: 'write it as metric math, { expression: "m", metrics: { m } }, which takes any statistic',
      see,
    }),
    ...check(`${field}.target`, target, (n) => n > 0 && Number.isFinite(n), {
      limit: 'over 0',
      fix: 'write the value to hold',
      see,
    }),
    ...check(
      `${field}.metric.metrics`,
      ids,
      (names) => !('metrics' in metric) || (names.length >= 1 && names.length <= 9),
      {
        limit: `1 to 9 metrics beside the expression (${ids.length} given)`,
        fix: 'simplify the expression',
        see,
      },
    ),
    ...ids.flatMap((id) =>
      check(`${field}.metric.metrics`, id, (text) => /^[a-z]\w*$/.test(text) && text !== 'result', {
        limit: 'ids that begin with a lower-case letter; "result" is the expression itself',
        fix: 'rename it',
        see,
      }),
    ),
  ];
}

function validateSteps(
  field: string,
  { scaleOut = [], scaleIn = [], evaluationPeriods, cooldownSeconds }: StepScaling,
): Issue[] {
  const first = scaleOut[0];
  const nearest = scaleIn[0];
  const count = scaleOut.length + scaleIn.length;
  return [
    ...check(field, count, (n) => n >= 2 && n <= 40, {
      limit: `2 to 40 steps over both directions (${count} given)`,
      fix: count < 2 ? 'add a step, or hold a metric with scaling.metrics instead' : 'join steps',
      see: STEPS,
    }),
    ...check(`${field}.scaleOut`, scaleOut, (steps) => ascends(steps.map(({ from }) => from)), {
      limit: 'steps in ascending order of "from", each value once',
      fix: 'sort them; intervals then have no gap and no overlap',
      see: STEPS,
    }),
    ...check(`${field}.scaleIn`, scaleIn, (steps) => ascends(steps.map(({ to }) => -to)), {
      limit: 'steps in descending order of "to", each value once',
      fix: 'sort them; intervals then have no gap and no overlap',
      see: STEPS,
    }),
    ...(first !== undefined && nearest !== undefined && nearest.to >= first.from
      ? [
          {
            field: `${field}.scaleIn[0].to`,
            value: nearest.to,
            limit: `below scaleOut[0].from (${first.from}): between the two the number of tasks rests`,
            fix: 'leave a distance between the two directions',
            see: STEPS,
          },
        ]
      : []),
    ...scaleOut.flatMap(({ add }, index) =>
      checkWholeNumber(`${field}.scaleOut[${index}].add`, add, [1, MAX_TASKS], { fix: 'write 1', see: STEPS }),
    ),
    ...scaleIn.flatMap(({ remove }, index) =>
      checkWholeNumber(`${field}.scaleIn[${index}].remove`, remove, [1, MAX_TASKS], { fix: 'write 1', see: STEPS }),
    ),
    ...checkWholeNumber(`${field}.evaluationPeriods`, evaluationPeriods, [1, 100], { fix: 'write 2', see: STEPS }),
    ...checkWholeNumber(`${field}.cooldownSeconds`, cooldownSeconds, [0, 3600], { fix: 'write 60', see: STEPS }),
  ];
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? value));
}

function validateSchedule(field: string, { schedule, min, max }: ScheduledScaling, bounds: Autoscaling): Issue[] {
  const see =
    'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html';
  const lower = min ?? bounds.min;
  return [
    ...check(`${field}.schedule`, schedule, isSchedule, {
      limit: 'cron(...) with six fields, rate(n minutes|hours|days) or at(yyyy-mm-ddThh:mm:ss)',
      fix: 'write for example cron(0 8 ? * MON-FRI *)',
      see,
    }),
    ...(min === undefined && max === undefined
      ? [{ field, value: { schedule }, limit: 'min, max or both', fix: 'say what changes at that time', see }]
      : []),
    ...checkWholeNumber(`${field}.min`, min, [0, MAX_TASKS], { unit: 'tasks', fix: 'write 2', see }),
    ...checkWholeNumber(`${field}.max`, max, [0, MAX_TASKS], { unit: 'tasks', fix: 'write 10', see }),
    ...check(`${field}.max`, max, (upper) => isUnknown(lower) || !(min !== undefined && upper < lower), {
      limit: `at least min (${lower})`,
      fix: 'exchange min and max',
      see,
    }),
  ];
}

/** Shared with scheduled jobs: the three forms of EventBridge and Application Auto Scaling. */
export function isSchedule(text: string): boolean {
  if (/^rate\(([2-9]|[1-9]\d+) (minutes|hours|days)\)$|^rate\(1 (minute|hour|day)\)$/.test(text)) return true;
  if (/^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/.test(text)) return true;
  const [, fields] = /^cron\((.+)\)$/.exec(text) ?? [];
  return fields !== undefined && isCron(fields.trim().split(/\s+/));
}

/** Smallest and largest number of each field, and the names that it takes. */
const CRON_FIELDS: readonly (readonly [min: number, max: number, names?: RegExp])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12, /^(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/i],
  [1, 7, /^(SUN|MON|TUE|WED|THU|FRI|SAT)$/i],
  [1970, 2199],
];

function isCron(fields: readonly string[]): boolean {
  if (fields.length !== CRON_FIELDS.length) return false;
  // AWS asks for "?" in exactly one of day of month and day of week.
  const questions = [fields[2], fields[4]].filter((field) => field === '?').length;
  return questions === 1 && fields.every((field, index) => isCronField(field, index));
}

function isCronField(field: string, index: number): boolean {
  if (field === '*' || field === '?') return field === '*' || index === 2 || index === 4;
  if (index === 2 && /^(L|LW|\d{1,2}W)$/.test(field)) return true;
  if (index === 4 && /^(L|[1-7]L|[1-7]#[1-5])$/.test(field)) return true;
  const [min, max, names] = CRON_FIELDS[index] ?? [0, 0];
  const isValue = (text: string): boolean =>
    names?.test(text) === true || (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max);
  return field.split(',').every((part) => {
    const [range = '', step, ...rest] = part.split('/');
    const ends = range.split('-');
    const stepHolds = step === undefined || (/^\d+$/.test(step) && Number(step) >= 1);
    return rest.length === 0 && stepHolds && ends.length <= 2 && (range === '*' || ends.every(isValue));
  });
}

/** Legal, but without effect: bounds between which nothing moves the number of tasks. */
export function scalingWarnings(scaling: Scaling): Issue[] {
  if ('fixed' in scaling) return [];
  const { min, max, cpuPercent, memoryPercent, requestsPerTarget, queueBacklog } = scaling;
  const { metrics = {}, steps = {}, schedules = {} } = scaling;
  const moved = [cpuPercent, memoryPercent, requestsPerTarget, queueBacklog].some((target) => target !== undefined);
  const others = Object.keys(metrics).length + Object.keys(steps).length + Object.keys(schedules).length;
  if (moved || others > 0 || min === max) return [];
  return [
    {
      field: 'scaling',
      value: { min, max },
      limit: 'something that moves the number of tasks between min and max',
      fix: 'add cpuPercent: 70, or write { fixed: n }',
      see: SEE,
    },
  ];
}
