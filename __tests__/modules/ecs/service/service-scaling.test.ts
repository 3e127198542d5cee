import { EcsService, type EcsServiceProps, type Scaling } from '../../../../modules/ecs';
import { isSchedule, validateScaling } from '../../../../modules/ecs/service/scaling-validation';
import { inward, outward } from '../../../../modules/ecs/service/step-scaling-policy';
import type { Metric } from '../../../../modules/shared/metric';
import { platform, synthService } from '../../../support/ecs';
import { refusal, resources, type synth, theResource } from '../../../support/synth';

const queue: Metric = {
  namespace: 'AWS/SQS',
  metricName: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: 'jobs' },
  statistic: 'Average',
  period: 60,
};

const scaled = (scaling: Scaling, rest: Partial<EcsServiceProps> = {}): ReturnType<typeof synth> =>
  synthService({ image: 'a:1', scaling, ...rest } as EcsServiceProps);
const fieldsOf = (scaling: Scaling): string[] => validateScaling(scaling).map(({ field }) => field);

describe('autoscaling', () => {
  it('[row 85] holds CPU at 70 percent between 1 and 10 tasks', () => {
    const json = scaled({ min: 1, max: 10, cpuPercent: 70 });
    expect(theResource(json, 'aws_appautoscaling_target')).toMatchObject({
      service_namespace: 'ecs',
      scalable_dimension: 'ecs:service:DesiredCount',
      resource_id: expect.stringMatching(/^service\/test-cluster\/\$\{aws_ecs_service\..*\.name\}$/),
      min_capacity: 1,
      max_capacity: 10,
    });
    expect(theResource(json, 'aws_appautoscaling_policy')).toMatchObject({
      policy_type: 'TargetTrackingScaling',
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
      },
    });
  });

  it('refers to the target, so that no policy is made before it', () => {
    const policy = theResource(scaled({ min: 1, max: 10, cpuPercent: 70 }), 'aws_appautoscaling_policy');
    for (const argument of ['resource_id', 'scalable_dimension', 'service_namespace']) {
      expect(policy[argument]).toMatch(/^\$\{aws_appautoscaling_target\./);
    }
  });

  it('[row 36] owns the number of tasks: Terraform writes it once', () => {
    const service = theResource(scaled({ min: 2, max: 10, desired: 4, cpuPercent: 70 }), 'aws_ecs_service');
    expect(service).toMatchObject({ desired_count: 4, lifecycle: { ignore_changes: ['desired_count'] } });
    expect(theResource(scaled({ fixed: 3 }), 'aws_ecs_service')).toMatchObject({ desired_count: 3 });
    expect(theResource(scaled({ fixed: 3 }), 'aws_ecs_service').lifecycle).toBeUndefined();
  });

  it('[row 86] holds CPU and memory by two policies on one target', () => {
    const json = scaled({ min: 1, max: 10, cpuPercent: 70, memoryPercent: 80 });
    expect(resources(json, 'aws_appautoscaling_target')).toHaveLength(1);
    expect(resources(json, 'aws_appautoscaling_policy').map(({ name }) => name)).toEqual(['Cpu', 'Memory']);
  });

  it('[row 87] counts requests of the one target group behind the one balancer', () => {
    const json = scaled({ min: 1, max: 10, requestsPerTarget: 1000 }, { port: 80, expose: { plainHttp: true } });
    expect(theResource(json, 'aws_appautoscaling_policy')).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: {
          predefined_metric_type: 'ALBRequestCountPerTarget',
          resource_label: expect.stringMatching(
            /^\$\{aws_lb\..*\.arn_suffix\}\/\$\{aws_lb_target_group\..*\.arn_suffix\}$/,
          ),
        },
      },
    });
  });

  it('[row 87] cannot count requests without a balancer', () => {
    const message = refusal((stack) => {
      const scaling = { min: 1, max: 2, requestsPerTarget: 100 };
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'a:1', scaling });
    });
    expect(message).toContain('scaling.requestsPerTarget is 100');
  });

  it('[row 88] [row 120] holds any metric, and metric math', () => {
    const json = scaled({
      min: 1,
      max: 10,
      metrics: {
        backlog: { metric: queue, target: 100 },
        perTask: { metric: { expression: 'visible / 2', metrics: { visible: queue } }, target: 10 },
      },
    });
    const [backlog, perTask] = resources(json, 'aws_appautoscaling_policy').map(
      (policy) => policy.target_tracking_scaling_policy_configuration as Record<string, unknown>,
    );
    expect(backlog?.customized_metric_specification).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Average',
      dimensions: [{ name: 'QueueName', value: 'jobs' }],
    });
    expect(perTask?.customized_metric_specification).toMatchObject({
      metrics: [
        { id: 'visible', return_data: false, metric_stat: { stat: 'Average' } },
        { id: 'result', expression: 'visible / 2', return_data: true },
      ],
    });
  });

  it('[row 90] changes bounds at set times, in a time zone', () => {
    const json = scaled({
      min: 1,
      max: 10,
      cpuPercent: 70,
      schedules: { morning: { schedule: 'cron(0 8 ? * MON-FRI *)', timezone: 'Europe/Madrid', min: 4 } },
    });
    expect(theResource(json, 'aws_appautoscaling_scheduled_action')).toMatchObject({
      name: 'morning',
      schedule: 'cron(0 8 ? * MON-FRI *)',
      timezone: 'Europe/Madrid',
      scalable_target_action: { min_capacity: '4' },
      resource_id: expect.stringMatching(/^\$\{aws_appautoscaling_target\./),
    });
  });

  it('[row 95] adds and removes, unless it is told otherwise', () => {
    const configurationOf = (scaling: Scaling): unknown =>
      theResource(scaled(scaling), 'aws_appautoscaling_policy').target_tracking_scaling_policy_configuration;
    expect(configurationOf({ min: 1, max: 2, cpuPercent: 70 })).toMatchObject({ disable_scale_in: false });
    expect(configurationOf({ min: 1, max: 2, cpuPercent: 70, scaleIn: false })).toMatchObject({
      disable_scale_in: true,
    });
  });

  it('[row 89] steps by the distance from an alarm', () => {
    const json = scaled({
      min: 1,
      max: 10,
      steps: {
        queue: {
          metric: queue,
          scaleOut: [
            { from: 100, add: 1 },
            { from: 500, add: 5 },
          ],
          scaleIn: [{ to: 10, remove: 1 }],
        },
      },
    });
    const alarms = resources(json, 'aws_cloudwatch_metric_alarm');
    expect(alarms.map(({ threshold, comparison_operator }) => [threshold, comparison_operator])).toEqual([
      [10, 'LessThanOrEqualToThreshold'],
      [100, 'GreaterThanOrEqualToThreshold'],
    ]);
    const [down, out] = resources(json, 'aws_appautoscaling_policy');
    expect(out?.step_scaling_policy_configuration).toMatchObject({
      adjustment_type: 'ChangeInCapacity',
      step_adjustment: [
        { metric_interval_lower_bound: '0', metric_interval_upper_bound: '400', scaling_adjustment: 1 },
        { metric_interval_lower_bound: '400', scaling_adjustment: 5 },
      ],
    });
    expect(down?.step_scaling_policy_configuration).toMatchObject({
      step_adjustment: [{ metric_interval_upper_bound: '0', scaling_adjustment: -1 }],
    });
  });
});

describe('steps', () => {
  it('leave no gap and no overlap', () => {
    const { adjustments } = outward([
      { from: 10, add: 1 },
      { from: 20, add: 2 },
      { from: 50, add: 3 },
    ]);
    for (const [index, { metricIntervalUpperBound }] of adjustments.entries()) {
      expect(metricIntervalUpperBound).toBe(adjustments[index + 1]?.metricIntervalLowerBound);
    }
    expect(
      inward([
        { to: 10, remove: 1 },
        { to: 5, remove: 2 },
      ]).adjustments,
    ).toEqual([
      { metricIntervalLowerBound: '-5', metricIntervalUpperBound: '0', scalingAdjustment: -1 },
      { metricIntervalUpperBound: '-5', scalingAdjustment: -2 },
    ]);
  });
});

describe('bounds', () => {
  it.each<[string, Scaling]>([
    ['[A5] min equal to max', { min: 2, max: 2 }],
    ['0 to 1', { min: 0, max: 1, cpuPercent: 50 }],
    ['desired at the upper bound', { min: 1, max: 4, desired: 4, cpuPercent: 50 }],
    ['exactly 100 percent', { min: 1, max: 4, cpuPercent: 100 }],
  ])('accept %s', (_, scaling) => {
    expect(fieldsOf(scaling)).toEqual([]);
  });

  it.each<[string, Scaling, string]>([
    ['min above max', { min: 5, max: 2, cpuPercent: 50 }, 'scaling.max'],
    ['a negative number', { fixed: -1 }, 'scaling.fixed'],
    ['half a task', { fixed: 1.5 }, 'scaling.fixed'],
    ['0 percent', { min: 1, max: 2, cpuPercent: 0 }, 'scaling.cpuPercent'],
    ['101 percent', { min: 1, max: 2, memoryPercent: 101 }, 'scaling.memoryPercent'],
    [
      'a schedule that changes nothing',
      { min: 1, max: 2, schedules: { a: { schedule: 'rate(1 day)' } } },
      'scaling.schedules.a',
    ],
    [
      'a schedule with min above max',
      { min: 1, max: 9, schedules: { a: { schedule: 'rate(1 day)', min: 4, max: 3 } } },
      'scaling.schedules.a.max',
    ],
    [
      'a bad cron',
      { min: 1, max: 9, schedules: { a: { schedule: 'cron(0 8 * * * *)', min: 4 } } },
      'scaling.schedules.a.schedule',
    ],
    [
      'one step',
      { min: 1, max: 2, steps: { a: { metric: queue, scaleOut: [{ from: 1, add: 1 }] } } },
      'scaling.steps.a',
    ],
    [
      'steps out of order',
      {
        min: 1,
        max: 2,
        steps: {
          a: {
            metric: queue,
            scaleOut: [
              { from: 2, add: 1 },
              { from: 1, add: 2 },
            ],
          },
        },
      },
      'scaling.steps.a.scaleOut',
    ],
    [
      'two directions that meet',
      {
        min: 1,
        max: 2,
        steps: { a: { metric: queue, scaleOut: [{ from: 2, add: 1 }], scaleIn: [{ to: 2, remove: 1 }] } },
      },
      'scaling.steps.a.scaleIn[0].to',
    ],
  ])('refuse %s', (_, scaling, field) => {
    expect(fieldsOf(scaling)).toEqual([field]);
  });

  it('[33] the number at the start lies within them', () => {
    const message = refusal((stack) => {
      const scaling = { min: 1, max: 4, desired: 10, cpuPercent: 50 };
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'a:1', scaling });
    });
    for (const part of ['desired', '10', '4', 'test/web']) expect(message).toContain(part);
  });
});

describe('a schedule', () => {
  it.each([
    'rate(1 minute)',
    'rate(5 minutes)',
    'at(2026-12-24T18:00:00)',
    'cron(0 8 ? * MON-FRI *)',
    'cron(0/15 8-18 * * ? *)',
    'cron(0 0 L * ? *)',
    'cron(0 0 ? * 2#1 2026-2030)',
    'cron(0 0 1 JAN,JUL ? *)',
  ])('may be %s', (schedule) => {
    expect(isSchedule(schedule)).toBe(true);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'cron(0 8 * * * *)',
    'cron(0 8 ? * ? *)',
    'cron(0 8 * * MON)',
    'cron(60 8 ? * MON *)',
    'cron(0 24 ? * MON *)',
    'cron(0 8 ? * 8 *)',
    'every day',
  ])('may not be %s', (schedule) => {
    expect(isSchedule(schedule)).toBe(false);
  });
});
