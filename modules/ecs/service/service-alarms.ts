import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { IRoute } from '../../load-balancing/load-balancer';
import { ApplicationLoadBalancerMetrics } from '../../load-balancing/load-balancer-metrics';
import { ApplicationAlarms } from '../../observability/application-alarms';
import { ALARMS, type AlarmSettings, validateAlarmSettings } from '../../shared/alarm-settings';
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

/** The alarms that every service should have: too few tasks, no room left, errors, unhealthy targets. */
export class ServiceAlarms extends ApplicationAlarms {
  /** Fewer tasks run than should; needs Container Insights on the cluster. */
  public readonly missingTasks: CloudwatchMetricAlarm;
  /** Missing where no application load balancer sees the answers. */
  public readonly errors?: CloudwatchMetricAlarm;
  /** Missing where the service is not exposed. */
  public readonly unhealthyTargets?: CloudwatchMetricAlarm;

  /**
   * What a deployment can be judged by. Missing tasks are left to the circuit breaker: a service that has no metrics yet
   * counts as missing all of them.
   */
  public get ofDeployments(): readonly CloudwatchMetricAlarm[] {
    const { cpu, memory, errors, unhealthyTargets } = this;
    return [cpu, memory, errors, unhealthyTargets].filter((alarm) => alarm !== undefined);
  }

  public constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id, { ...props, subject: `Service ${props.serviceName}` });
    report(this, validateServiceAlarms(props));
    const { metrics, route, errorsIn5Minutes = 10 } = props;
    this.missingTasks = this.missing('MissingTasks', 'fewer tasks run than should', {
      label: 'missing tasks',
      desired: metrics.desiredTasks(),
      actual: { id: 'running', metric: metrics.runningTasks() },
    });
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
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServiceAlarms({ errorsIn5Minutes, ...settings }: ServiceAlarmsSettings): Issue[] {
  return [
    ...validateAlarmSettings(settings),
    ...checkWholeNumber('errorsIn5Minutes', errorsIn5Minutes, [1, 1_000_000], { fix: 'write 10', see: ALARMS }),
  ];
}
