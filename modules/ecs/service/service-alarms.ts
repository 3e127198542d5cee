import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { IRoute } from '../../load-balancing/load-balancer';
import { ApplicationLoadBalancerMetrics } from '../../load-balancing/load-balancer-metrics';
import { ALARMS, type AlarmSettings, validateAlarmSettings } from '../../shared/alarm-settings';
import { alarmMetric, type Metric, queriedMetric } from '../../shared/metric';
import { generatedName } from '../../shared/names';
import { type Issue, report } from '../../shared/problems';
import { checkWholeNumber } from '../../shared/validation';
import type { ServiceMetrics } from './service-metrics';

export interface ServiceAlarmsSettings extends AlarmSettings {
  /** 5XX answers of the program in 5 minutes. @default 10 */
  readonly errorsIn5Minutes?: number;
}

export interface ServiceAlarmsProps extends ServiceAlarmsSettings {
  readonly serviceName: string;
  readonly metrics: ServiceMetrics;
  /** Adds errors and unhealthy targets. */
  readonly route?: IRoute;
}

type Condition = Pick<
  CloudwatchMetricAlarmConfig,
  'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData' | 'metricQuery'
>;

/** The alarms that every service should have: too few tasks, no room left, errors, unhealthy targets. */
export class ServiceAlarms extends Construct {
  /** Fewer tasks run than should; needs Container Insights on the cluster. */
  public readonly missingTasks: CloudwatchMetricAlarm;
  public readonly cpu: CloudwatchMetricAlarm;
  public readonly memory: CloudwatchMetricAlarm;
  /** Missing where no application load balancer sees the answers. */
  public readonly errors?: CloudwatchMetricAlarm;
  /** Missing where the service is not exposed. */
  public readonly unhealthyTargets?: CloudwatchMetricAlarm;

  private readonly props: ServiceAlarmsProps;

  /**
   * What a deployment can be judged by. Missing tasks are left to the circuit breaker: a service that has no metrics yet
   * counts as missing all of them.
   */
  public get ofDeployments(): readonly CloudwatchMetricAlarm[] {
    const { cpu, memory, errors, unhealthyTargets } = this;
    return [cpu, memory, errors, unhealthyTargets].filter((alarm) => alarm !== undefined);
  }

  public constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    report(this, validateServiceAlarms(props));
    this.props = props;
    const { metrics, route, cpuPercent = 90, memoryPercent = 90, errorsIn5Minutes = 10 } = props;
    this.missingTasks = this.alarm('MissingTasks', 'fewer tasks run than should', {
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 10, // a deployment or a move between zones takes minutes
      datapointsToAlarm: 10,
      treatMissingData: 'breaching',
      metricQuery: [
        { id: 'missing', expression: 'desired - running', label: 'missing tasks', returnData: true },
        { id: 'desired', metric: queriedMetric(metrics.desiredTasks()), returnData: false },
        { id: 'running', metric: queriedMetric(metrics.runningTasks()), returnData: false },
      ],
    });
    const full = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 15, treatMissingData: 'missing' };
    this.cpu = this.alarm('Cpu', 'CPU is used up', { ...full, threshold: cpuPercent }, metrics.cpuUtilization());
    this.memory = this.alarm(
      'Memory',
      'memory is used up',
      { ...full, threshold: memoryPercent },
      metrics.memoryUtilization(),
    );
    if (route === undefined) return;
    if (route.metrics instanceof ApplicationLoadBalancerMetrics) {
      this.errors = this.errorAlarm(route.metrics, errorsIn5Minutes);
    }
    this.unhealthyTargets = this.alarm(
      'UnhealthyTargets',
      'tasks fail their health check',
      {
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 0,
        evaluationPeriods: 5,
        treatMissingData: 'notBreaching',
      },
      route.metrics.unhealthyTargets(),
    );
  }

  private errorAlarm(metrics: ApplicationLoadBalancerMetrics, threshold: number): CloudwatchMetricAlarm {
    return this.alarm(
      'Errors',
      'the program answers 5XX',
      {
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold,
        evaluationPeriods: 1,
        treatMissingData: 'notBreaching', // without errors there are no datapoints
      },
      { ...metrics.target5xx(), period: 300 },
    );
  }

  private alarm(id: string, what: string, condition: Condition, metric?: Metric): CloudwatchMetricAlarm {
    const topics = [...this.props.topicArns];
    return new CloudwatchMetricAlarm(this, id, {
      alarmName: generatedName(this, { max: 255, suffix: id.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase() }),
      alarmDescription: `Service ${this.props.serviceName}: ${what}`,
      ...(metric === undefined ? {} : alarmMetric(metric)),
      ...condition,
      actionsEnabled: true,
      alarmActions: topics,
      okActions: topics,
    });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServiceAlarms({ errorsIn5Minutes, ...settings }: ServiceAlarmsSettings): Issue[] {
  return [
    ...validateAlarmSettings(settings),
    ...checkWholeNumber('errorsIn5Minutes', errorsIn5Minutes, [1, 1_000_000], { fix: 'write 10', see: ALARMS }),
  ];
}
