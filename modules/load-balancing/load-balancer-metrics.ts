import type { Metric } from '../shared/metric';

/** Seconds per datapoint: Elastic Load Balancing reports every minute, a shorter period would be empty. */
const PERIOD = 60;

type MetricName = Pick<Metric, 'metricName' | 'statistic'>;

export interface LoadBalancerMetricsProps {
  readonly kind: 'application' | 'network';
  /** `app/web/50dc6c495c0c9188`. */
  readonly loadBalancerSuffix: string;
  /** `targetgroup/web/73e2d6bc24d8a067`; narrows every metric to one target group. */
  readonly targetGroupSuffix?: string;
}

/**
 * The metrics that AWS publishes for a balancer, with the dimensions that belong to them.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class LoadBalancerMetrics {
  public constructor(private readonly props: LoadBalancerMetricsProps) {}

  /** The same metrics, of one target group only. */
  public of(targetGroup: { readonly arnSuffix: string }): LoadBalancerMetrics {
    return new LoadBalancerMetrics({ ...this.props, targetGroupSuffix: targetGroup.arnSuffix });
  }

  /** Requests that the balancer answered or passed on. */
  public requests(): Metric {
    return this.metric({ metricName: 'RequestCount', statistic: 'Sum' });
  }

  /** Requests per healthy target; CloudWatch has it for one target group at a time. */
  public requestsPerTarget(): Metric {
    return this.metric({ metricName: 'RequestCountPerTarget', statistic: 'Sum' });
  }

  /** 5XX answers that the targets gave: the program fails. */
  public target5xx(): Metric {
    return this.metric({ metricName: 'HTTPCode_Target_5XX_Count', statistic: 'Sum' });
  }

  /** 4XX answers that the targets gave. */
  public target4xx(): Metric {
    return this.metric({ metricName: 'HTTPCode_Target_4XX_Count', statistic: 'Sum' });
  }

  /** 5XX answers of the balancer itself (no healthy target, timeout); it has no target group dimension. */
  public balancer5xx(): Metric {
    return this.metric({ metricName: 'HTTPCode_ELB_5XX_Count', statistic: 'Sum' }, 'balancer');
  }

  /** 4XX answers of the balancer itself (malformed request, no rule); it has no target group dimension. */
  public balancer4xx(): Metric {
    return this.metric({ metricName: 'HTTPCode_ELB_4XX_Count', statistic: 'Sum' }, 'balancer');
  }

  /** Seconds until the target began to answer. @param statistic @default 'p99', what the slowest hundredth sees */
  public targetResponseTime(statistic = 'p99'): Metric {
    return this.metric({ metricName: 'TargetResponseTime', statistic });
  }

  /** Connections to targets that failed. */
  public targetConnectionErrors(): Metric {
    return this.metric({ metricName: 'TargetConnectionErrorCount', statistic: 'Sum' });
  }

  /** Targets that fail their health check; needs a target group (`metrics.of(targetGroup)`). */
  public unhealthyTargets(): Metric {
    return this.metric({ metricName: 'UnHealthyHostCount', statistic: 'Maximum' });
  }

  /** Targets that pass their health check; needs a target group (`metrics.of(targetGroup)`). */
  public healthyTargets(): Metric {
    return this.metric({ metricName: 'HealthyHostCount', statistic: 'Minimum' });
  }

  /** Flows that are open (network balancer). */
  public activeFlows(): Metric {
    return this.metric({ metricName: 'ActiveFlowCount', statistic: 'Average' }, 'balancer');
  }

  /** Bytes that went through. */
  public processedBytes(): Metric {
    return this.metric({ metricName: 'ProcessedBytes', statistic: 'Sum' }, 'balancer');
  }

  private metric({ metricName, statistic }: MetricName, level: 'balancer' | 'target' = 'target'): Metric {
    const { kind, loadBalancerSuffix, targetGroupSuffix } = this.props;
    const narrowed = level === 'target' && targetGroupSuffix !== undefined;
    return {
      namespace: kind === 'application' ? 'AWS/ApplicationELB' : 'AWS/NetworkELB',
      metricName,
      dimensions: {
        LoadBalancer: loadBalancerSuffix,
        ...(narrowed ? { TargetGroup: targetGroupSuffix } : {}),
      },
      statistic,
      period: PERIOD,
    };
  }
}
