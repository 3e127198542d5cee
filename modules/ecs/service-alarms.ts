import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { IRoute } from '../load-balancing/load-balancer';
import { ApplicationLoadBalancerMetrics } from '../load-balancing/load-balancer-metrics';
import type { Metric } from '../shared/metric';
import { generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { ServiceMetrics } from './service-metrics';

export interface ServiceAlarmsSettings {
  /** ARNs of SNS topics that are told of an alarm, and of its end; 1 to 5. */
  readonly topicArns: readonly string[];
  /** Percent of the tasks' CPU, 1-100. @default 90 over 15 minutes: scaling has had its chance */
  readonly cpuPercent?: number;
  /** Percent of the tasks' memory, 1-100. @default 90 over 15 minutes: above 100 containers are killed */
  readonly memoryPercent?: number;
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
        { id: 'desired', metric: queried(metrics.desiredTasks()), returnData: false },
        { id: 'running', metric: queried(metrics.runningTasks()), returnData: false },
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
      ...(metric === undefined
        ? {}
        : {
            namespace: metric.namespace,
            metricName: metric.metricName,
            dimensions: { ...metric.dimensions },
            statistic: metric.statistic,
            period: metric.period,
          }),
      ...condition,
      actionsEnabled: true,
      alarmActions: topics,
      okActions: topics,
    });
  }
}

function queried({ namespace, metricName, dimensions, statistic, period }: Metric): {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  stat: string;
  period: number;
} {
  return { namespace, metricName, dimensions: { ...dimensions }, stat: statistic, period };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServiceAlarms({
  topicArns,
  cpuPercent,
  memoryPercent,
  errorsIn5Minutes,
}: ServiceAlarmsSettings): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
  const percent = { unit: 'percent', fix: 'write 90', see };
  return [
    ...check('topicArns', topicArns, (arns) => arns.length >= 1 && arns.length <= 5, {
      limit: `1 to 5 topics (${topicArns.length} given): an alarm that nobody hears is none`,
      fix: 'write the ARN of the SNS topic of whoever is on call',
      see,
    }),
    ...checkWholeNumber('cpuPercent', cpuPercent, [1, 100], percent),
    ...checkWholeNumber('memoryPercent', memoryPercent, [1, 100], percent),
    ...checkWholeNumber('errorsIn5Minutes', errorsIn5Minutes, [1, 1_000_000], { fix: 'write 10', see }),
  ];
}
