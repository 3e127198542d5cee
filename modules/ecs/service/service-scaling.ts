import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { EcsService as AwsEcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { Construct } from 'constructs';
import type { IRoute } from '../../load-balancing/load-balancer';
import type { Metric } from '../../shared/metric';
import type { Autoscaling, MetricMath, QueueBacklog } from './scaling';
import { ServiceMetrics } from './service-metrics';
import { StepScalingPolicy } from './step-scaling-policy';

export interface ServiceScalingProps {
  readonly clusterName: string;
  readonly service: AwsEcsService;
  readonly scaling: Autoscaling;
  /** The way that requests take to the service, for `requestsPerTarget`. */
  readonly route?: IRoute;
}

const SCALE_IN_COOLDOWN = 300;
const SCALE_OUT_COOLDOWN = 60;

/** Bounds and policies of one service in Application Auto Scaling. */
export class ServiceScaling extends Construct {
  public readonly target: AppautoscalingTarget;
  /** By name: `Cpu`, `Memory`, `Requests`, `QueueBacklog`, and those of `metrics`. */
  public readonly policies: Readonly<Record<string, AppautoscalingPolicy>>;
  public readonly steps: Readonly<Record<string, StepScalingPolicy>>;
  public readonly schedules: Readonly<Record<string, AppautoscalingScheduledAction>>;

  public constructor(scope: Construct, id: string, { clusterName, service, scaling, route }: ServiceScalingProps) {
    super(scope, id);
    const {
      min,
      max,
      cpuPercent,
      memoryPercent,
      requestsPerTarget,
      queueBacklog,
      metrics = {},
      steps = {},
      schedules = {},
    } = scaling;
    this.target = new AppautoscalingTarget(this, 'Target', {
      serviceNamespace: 'ecs',
      resourceId: `service/${clusterName}/${service.name}`,
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: min,
      maxCapacity: max,
    });
    const predefined = {
      ...(cpuPercent === undefined ? {} : { Cpu: ['ECSServiceAverageCPUUtilization', cpuPercent] as const }),
      ...(memoryPercent === undefined
        ? {}
        : { Memory: ['ECSServiceAverageMemoryUtilization', memoryPercent] as const }),
      ...(requestsPerTarget === undefined
        ? {}
        : { Requests: ['ALBRequestCountPerTarget', requestsPerTarget] as const }),
    };
    this.policies = Object.fromEntries([
      ...Object.entries(predefined).map(([name, [predefinedMetricType, targetValue]]) => [
        name,
        this.track(name, scaling, {
          targetValue,
          predefinedMetricSpecification: {
            predefinedMetricType,
            resourceLabel: predefinedMetricType === 'ALBRequestCountPerTarget' ? route?.resourceLabel : undefined,
          },
        }),
      ]),
      ...(queueBacklog === undefined
        ? []
        : [
            [
              'QueueBacklog',
              this.track('QueueBacklog', scaling, {
                targetValue: queueBacklog.messagesPerTask,
                customizedMetricSpecification: customizedMetric(
                  backlogPerTask(queueBacklog, new ServiceMetrics({ clusterName, serviceName: service.name })),
                ),
              }),
            ] as const,
          ]),
      ...Object.entries(metrics).map(([name, { metric, target }]) => [
        name,
        this.track(`Metric-${name}`, scaling, {
          targetValue: target,
          customizedMetricSpecification: customizedMetric(metric),
        }),
      ]),
    ]);
    this.steps = Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        name,
        new StepScalingPolicy(this, `Step-${name}`, { target: this.target, step, service }),
      ]),
    );
    this.schedules = Object.fromEntries(
      Object.entries(schedules).map(([name, { schedule, timezone = 'UTC', min: minCapacity, max: maxCapacity }]) => [
        name,
        new AppautoscalingScheduledAction(this, `Schedule-${name}`, {
          name,
          ...this.ofTarget(),
          schedule,
          timezone,
          scalableTargetAction: {
            minCapacity: minCapacity === undefined ? undefined : String(minCapacity),
            maxCapacity: maxCapacity === undefined ? undefined : String(maxCapacity),
          },
        }),
      ]),
    );
  }

  private track(
    id: string,
    scaling: Autoscaling,
    configuration: Pick<
      NonNullable<ConstructorParameters<typeof AppautoscalingPolicy>[2]['targetTrackingScalingPolicyConfiguration']>,
      'targetValue' | 'predefinedMetricSpecification' | 'customizedMetricSpecification'
    >,
  ): AppautoscalingPolicy {
    const { scaleInCooldownSeconds, scaleOutCooldownSeconds, scaleIn = true } = scaling;
    return new AppautoscalingPolicy(this, id, {
      name: id,
      policyType: 'TargetTrackingScaling',
      ...this.ofTarget(),
      targetTrackingScalingPolicyConfiguration: {
        ...configuration,
        scaleInCooldown: scaleInCooldownSeconds ?? SCALE_IN_COOLDOWN,
        scaleOutCooldown: scaleOutCooldownSeconds ?? SCALE_OUT_COOLDOWN,
        disableScaleIn: !scaleIn,
      },
    });
  }

  /** References, not the same literals: the policy must wait for the target (ObjectNotFoundException otherwise). */
  private ofTarget(): { serviceNamespace: string; resourceId: string; scalableDimension: string } {
    const { serviceNamespace, resourceId, scalableDimension } = this.target;
    return { serviceNamespace, resourceId, scalableDimension };
  }
}

/** In minutes without a task the whole queue counts, so that the policy sees it at all. */
function backlogPerTask({ queueName }: QueueBacklog, service: ServiceMetrics): MetricMath {
  const visible = {
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queueName },
    statistic: 'Average',
    period: 60,
  };
  return { expression: 'visible / IF(tasks > 0, tasks, 1)', metrics: { visible, tasks: service.runningTasks() } };
}

function customizedMetric(
  metric: Metric | MetricMath,
): NonNullable<
  NonNullable<
    ConstructorParameters<typeof AppautoscalingPolicy>[2]['targetTrackingScalingPolicyConfiguration']
  >['customizedMetricSpecification']
> {
  if (!('expression' in metric)) {
    const { namespace, metricName, dimensions, statistic } = metric;
    return { namespace, metricName, statistic, dimensions: dimensionList(dimensions) };
  }
  return {
    metrics: [
      ...Object.entries(metric.metrics).map(([id, { namespace, metricName, dimensions, statistic }]) => ({
        id,
        metricStat: { stat: statistic, metric: { namespace, metricName, dimensions: dimensionList(dimensions) } },
        returnData: false,
      })),
      { id: 'result', expression: metric.expression, returnData: true },
    ],
  };
}

function dimensionList(dimensions: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(dimensions)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
