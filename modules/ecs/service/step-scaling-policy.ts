import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import type { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EcsService as AwsEcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { Construct } from 'constructs';
import { generatedName } from '../../shared/names';
import type { StepScaling } from './scaling';

interface StepScalingPolicyProps {
  readonly target: AppautoscalingTarget;
  readonly service: AwsEcsService;
  readonly step: StepScaling;
}

/** One direction: the alarm's threshold, and what is added or removed by distance from it. */
interface Direction {
  readonly threshold: number;
  readonly comparisonOperator: 'GreaterThanOrEqualToThreshold' | 'LessThanOrEqualToThreshold';
  readonly adjustments: readonly StepAdjustment[];
}

export interface StepAdjustment {
  readonly metricIntervalLowerBound?: string;
  readonly metricIntervalUpperBound?: string;
  readonly scalingAdjustment: number;
}

/** Alarms on a metric, and the steps that they take: one alarm and one policy for each direction. */
export class StepScalingPolicy extends Construct {
  public readonly scaleOut?: AppautoscalingPolicy;
  public readonly scaleIn?: AppautoscalingPolicy;
  public readonly alarms: readonly CloudwatchMetricAlarm[];

  public constructor(scope: Construct, id: string, { target, service, step }: StepScalingPolicyProps) {
    super(scope, id);
    const { scaleOut = [], scaleIn = [] } = step;
    const alarms: CloudwatchMetricAlarm[] = [];
    const add = (name: string, { threshold, comparisonOperator, adjustments }: Direction): AppautoscalingPolicy => {
      const policy = new AppautoscalingPolicy(this, name, {
        name: `${id}-${name}`,
        policyType: 'StepScaling',
        serviceNamespace: target.serviceNamespace,
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        stepScalingPolicyConfiguration: {
          adjustmentType: 'ChangeInCapacity',
          metricAggregationType: 'Average',
          cooldown: step.cooldownSeconds ?? 60,
          stepAdjustment: [...adjustments],
        },
      });
      const { metric, evaluationPeriods = 2 } = step;
      alarms.push(
        new CloudwatchMetricAlarm(this, `${name}Alarm`, {
          alarmName: generatedName(this, { max: 255, suffix: name.toLowerCase() }),
          alarmDescription: `${name} of service ${service.friendlyUniqueId}`,
          namespace: metric.namespace,
          metricName: metric.metricName,
          dimensions: { ...metric.dimensions },
          ...statisticArgument(metric.statistic),
          period: metric.period,
          evaluationPeriods,
          threshold,
          comparisonOperator,
          alarmActions: [policy.arn],
        }),
      );
      return policy;
    };
    if (scaleOut.length > 0) this.scaleOut = add('ScaleOut', outward(scaleOut));
    if (scaleIn.length > 0) this.scaleIn = add('ScaleIn', inward(scaleIn));
    this.alarms = alarms;
  }
}

/** CloudWatch keeps percentiles and trimmed means in an argument of their own. */
function statisticArgument(statistic: string): { statistic: string } | { extendedStatistic: string } {
  const simple = ['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount'];
  return simple.includes(statistic) ? { statistic } : { extendedStatistic: statistic };
}

/** Bounds are distances from the alarm's threshold, the lowest `from`; the last interval is open. */
export function outward(steps: readonly { readonly from: number; readonly add: number }[]): Direction {
  const threshold = steps[0]?.from ?? 0;
  return {
    threshold,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    adjustments: steps.map(({ from, add }, index) => {
      const next = steps[index + 1];
      return {
        metricIntervalLowerBound: String(from - threshold),
        ...(next === undefined ? {} : { metricIntervalUpperBound: String(next.from - threshold) }),
        scalingAdjustment: add,
      };
    }),
  };
}

/** The same downwards from the highest `to`. */
export function inward(steps: readonly { readonly to: number; readonly remove: number }[]): Direction {
  const threshold = steps[0]?.to ?? 0;
  return {
    threshold,
    comparisonOperator: 'LessThanOrEqualToThreshold',
    adjustments: steps.map(({ to, remove }, index) => {
      const next = steps[index + 1];
      return {
        ...(next === undefined ? {} : { metricIntervalLowerBound: String(next.to - threshold) }),
        metricIntervalUpperBound: String(to - threshold),
        scalingAdjustment: -remove,
      };
    }),
  };
}
