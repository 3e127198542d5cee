import type { Metric } from '../shared/metric';
import type { Graph } from '../shared/monitoring';

/** Seconds per datapoint: Elastic Load Balancing reports every minute, a shorter period would be empty. */
const PERIOD = 60;

/** What a metric's dimensions are made of. */
export interface LoadBalancerMetricsProps {
  /** `app/web/50dc6c495c0c9188`. */
  readonly loadBalancerSuffix: string;
  /** `targetgroup/web/73e2d6bc24d8a067`; narrows what targets do to one target group. */
  readonly targetGroupSuffix?: string;
}

/** Something with the end of an ARN: a target group. */
interface HasArnSuffix {
  readonly arnSuffix: string;
}

/** What balancers of both kinds report. CloudWatch has target health per target group only: `metrics.of(targetGroup)`. */
export abstract class LoadBalancerMetrics {
  protected abstract readonly namespace: string;

  public constructor(protected readonly props: LoadBalancerMetricsProps) {}

  /** Targets that fail their health check, or are not known to pass it. */
  public unhealthyTargets(): Metric {
    return this.ofTargets('UnHealthyHostCount', 'Maximum');
  }

  /** Targets that pass their health check. */
  public healthyTargets(): Metric {
    return this.ofTargets('HealthyHostCount', 'Minimum');
  }

  /** Bytes that went through, in and out. */
  public processedBytes(): Metric {
    return this.ofBalancer('ProcessedBytes', 'Sum');
  }

  /** What clients ask for, how they are answered and, of one target group, who is there to answer. */
  public graphs(): Graph[] {
    const targets = { title: 'Targets', metrics: [this.healthyTargets(), this.unhealthyTargets()] };
    return [...this.trafficGraphs(), ...(this.props.targetGroupSuffix === undefined ? [] : [targets])];
  }

  /** The same metrics, of one target group where that makes sense. */
  public abstract of(targetGroup: HasArnSuffix): LoadBalancerMetrics;

  protected abstract trafficGraphs(): Graph[];

  /** What the balancer itself does: there is no target group in it. */
  protected ofBalancer(metricName: string, statistic: string): Metric {
    const dimensions = { LoadBalancer: this.props.loadBalancerSuffix };
    return { namespace: this.namespace, metricName, dimensions, statistic, period: PERIOD };
  }

  /** What targets do: of one group, or of all of them. */
  protected ofTargets(metricName: string, statistic: string): Metric {
    const { targetGroupSuffix } = this.props;
    const metric = this.ofBalancer(metricName, statistic);
    if (targetGroupSuffix === undefined) return metric;
    return { ...metric, dimensions: { ...metric.dimensions, TargetGroup: targetGroupSuffix } };
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export class ApplicationLoadBalancerMetrics extends LoadBalancerMetrics {
  protected readonly namespace = 'AWS/ApplicationELB';

  public of({ arnSuffix }: HasArnSuffix): ApplicationLoadBalancerMetrics {
    return new ApplicationLoadBalancerMetrics({ ...this.props, targetGroupSuffix: arnSuffix });
  }

  /** Requests that went to a target. */
  public requests(): Metric {
    return this.ofTargets('RequestCount', 'Sum');
  }

  /** Requests per target; CloudWatch has it for one target group at a time. */
  public requestsPerTarget(): Metric {
    return this.ofTargets('RequestCountPerTarget', 'Sum');
  }

  /** 5XX answers of the targets: the program fails. */
  public target5xx(): Metric {
    return this.ofTargets('HTTPCode_Target_5XX_Count', 'Sum');
  }

  /** 4XX answers of the targets. */
  public target4xx(): Metric {
    return this.ofTargets('HTTPCode_Target_4XX_Count', 'Sum');
  }

  /** 5XX answers of the balancer's own: no healthy target, or a target that took too long. */
  public balancer5xx(): Metric {
    return this.ofBalancer('HTTPCode_ELB_5XX_Count', 'Sum');
  }

  /** 4XX answers of the balancer's own: malformed requests. */
  public balancer4xx(): Metric {
    return this.ofBalancer('HTTPCode_ELB_4XX_Count', 'Sum');
  }

  /** Seconds until the target began to answer. @param statistic `p99`, what the slowest hundredth sees, or another one */
  public targetResponseTime(statistic = 'p99'): Metric {
    return this.ofTargets('TargetResponseTime', statistic);
  }

  /** Connections to targets that failed. */
  public targetConnectionErrors(): Metric {
    return this.ofTargets('TargetConnectionErrorCount', 'Sum');
  }

  /** Connections that are open, of clients and to targets. */
  public activeConnections(): Metric {
    return this.ofBalancer('ActiveConnectionCount', 'Sum');
  }

  /** Capacity units used, what the bill counts. */
  public capacityUnits(): Metric {
    return this.ofBalancer('ConsumedLCUs', 'Sum');
  }

  protected trafficGraphs(): Graph[] {
    return [
      { title: 'Requests', metrics: [this.requests()] },
      { title: 'Errors', metrics: [this.target5xx(), this.target4xx(), this.balancer5xx()] },
      { title: 'Response time, seconds', metrics: [this.targetResponseTime('p50'), this.targetResponseTime()] },
    ];
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
export class NetworkLoadBalancerMetrics extends LoadBalancerMetrics {
  protected readonly namespace = 'AWS/NetworkELB';

  public of({ arnSuffix }: HasArnSuffix): NetworkLoadBalancerMetrics {
    return new NetworkLoadBalancerMetrics({ ...this.props, targetGroupSuffix: arnSuffix });
  }

  /** Flows that are open. */
  public activeFlows(): Metric {
    return this.ofBalancer('ActiveFlowCount', 'Average');
  }

  /** Flows that began. */
  public newFlows(): Metric {
    return this.ofBalancer('NewFlowCount', 'Sum');
  }

  /** Connections that a target broke off. */
  public targetResets(): Metric {
    return this.ofBalancer('TCP_Target_Reset_Count', 'Sum');
  }

  protected trafficGraphs(): Graph[] {
    return [
      { title: 'Flows', metrics: [this.activeFlows(), this.newFlows(), this.targetResets()] },
      { title: 'Bytes', metrics: [this.processedBytes()] },
    ];
  }
}
