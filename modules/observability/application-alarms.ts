import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { AlarmSettings } from '../shared/alarm-settings';
import { alarmMetric, type Metric, queriedMetric } from '../shared/metric';
import { generatedName, kebabCase } from '../shared/names';

/** When an alarm goes off. */
export type AlarmCondition = Pick<
  CloudwatchMetricAlarmConfig,
  'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData' | 'metricQuery'
>;

export interface ApplicationAlarmsProps extends AlarmSettings {
  /** Begins every description, `Service shop-web`. */
  readonly subject: string;
  readonly metrics: { cpuUtilization(): Metric; memoryUtilization(): Metric };
}

/** The alarms of an application wherever it runs; what else it needs, its kind adds. */
export abstract class ApplicationAlarms extends Construct {
  public readonly cpu: CloudwatchMetricAlarm;
  public readonly memory: CloudwatchMetricAlarm;

  protected constructor(
    scope: Construct,
    id: string,
    private readonly application: ApplicationAlarmsProps,
  ) {
    super(scope, id);
    const { metrics, cpuPercent = 90, memoryPercent = 90 } = application;
    const full = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 15, treatMissingData: 'missing' };
    this.cpu = this.alarm('Cpu', 'CPU is used up', { ...full, threshold: cpuPercent }, metrics.cpuUtilization());
    this.memory = this.alarm(
      'Memory',
      'memory is used up',
      { ...full, threshold: memoryPercent },
      metrics.memoryUtilization(),
    );
  }

  /** Fewer tasks or pods than there should be; without any metric that is all of them. */
  protected missing(id: string, what: string, counts: MissingCounts): CloudwatchMetricAlarm {
    const { label, desired, actual } = counts;
    return this.alarm(id, what, {
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 10, // a deployment or a move takes minutes
      datapointsToAlarm: 10,
      treatMissingData: 'breaching',
      metricQuery: [
        { id: 'missing', expression: `desired - ${actual.id}`, label, returnData: true },
        { id: 'desired', metric: queriedMetric(desired), returnData: false },
        { id: actual.id, metric: queriedMetric(actual.metric), returnData: false },
      ],
    });
  }

  protected alarm(id: string, what: string, condition: AlarmCondition, metric?: Metric): CloudwatchMetricAlarm {
    const topics = [...this.application.topicArns];
    return new CloudwatchMetricAlarm(this, id, {
      alarmName: generatedName(this, { max: 255, suffix: kebabCase(id) }),
      alarmDescription: `${this.application.subject}: ${what}`,
      ...(metric === undefined ? {} : alarmMetric(metric)),
      ...condition,
      actionsEnabled: true,
      alarmActions: topics,
      okActions: topics,
    });
  }
}

/** The two counts whose difference is what is missing. */
export interface MissingCounts {
  /** `missing tasks`. */
  readonly label: string;
  readonly desired: Metric;
  /** `id`: what the count is called in the expression. */
  readonly actual: { readonly id: string; readonly metric: Metric };
}
