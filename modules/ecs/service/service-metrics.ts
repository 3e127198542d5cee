import type { Metric } from '../../shared/metric';
import type { Graph } from '../../shared/monitoring';

/** Seconds per datapoint, as ECS reports. */
const PERIOD = 60;

/**
 * The metrics that AWS publishes for a service, for alarms, scaling and dashboards.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export class ServiceMetrics {
  public constructor(private readonly names: { readonly clusterName: string; readonly serviceName: string }) {}

  /** Percent of the CPU that the tasks were given. */
  public cpuUtilization(statistic = 'Average'): Metric {
    return this.metric('AWS/ECS', 'CPUUtilization', statistic);
  }

  /** Percent of the memory that the tasks were given. */
  public memoryUtilization(statistic = 'Average'): Metric {
    return this.metric('AWS/ECS', 'MemoryUtilization', statistic);
  }

  /** Tasks that run; with Container Insights. */
  public runningTasks(): Metric {
    return this.metric('ECS/ContainerInsights', 'RunningTaskCount', 'Average');
  }

  /** Tasks that should run; with Container Insights. */
  public desiredTasks(): Metric {
    return this.metric('ECS/ContainerInsights', 'DesiredTaskCount', 'Average');
  }

  /** Bytes a second that came in; with Container Insights. */
  public networkReceived(): Metric {
    return this.metric('ECS/ContainerInsights', 'NetworkRxBytes', 'Average');
  }

  /** Bytes a second that went out; with Container Insights. */
  public networkSent(): Metric {
    return this.metric('ECS/ContainerInsights', 'NetworkTxBytes', 'Average');
  }

  /** What it is short of, and how many tasks there are. */
  public graphs(): Graph[] {
    return [
      { title: 'CPU and memory, percent', metrics: [this.cpuUtilization(), this.memoryUtilization()] },
      { title: 'Tasks', metrics: [this.desiredTasks(), this.runningTasks()] },
    ];
  }

  private metric(namespace: string, metricName: string, statistic: string): Metric {
    const { clusterName, serviceName } = this.names;
    const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
    return { namespace, metricName, dimensions, statistic, period: PERIOD };
  }
}
