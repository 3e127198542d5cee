import type { Metric } from '../shared/metric';
import type { Graph } from '../shared/monitoring';

/** Seconds per datapoint, as the agent reports. */
const PERIOD = 60;

/**
 * The metrics that Container Insights publishes for the pods of a workload, for alarms and dashboards; they need the
 * add-on amazon-cloudwatch-observability.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html
 */
export class WorkloadMetrics {
  public constructor(
    private readonly names: { readonly clusterName: string; readonly namespaceName: string; readonly name: string },
  ) {}

  /** Percent of the CPU that the pods were given. */
  public cpuUtilization(statistic = 'Average'): Metric {
    return this.metric('pod_cpu_utilization_over_pod_limit', statistic);
  }

  /** Percent of the memory that the pods were given. */
  public memoryUtilization(statistic = 'Average'): Metric {
    return this.metric('pod_memory_utilization_over_pod_limit', statistic);
  }

  /** Pods that are ready; of a Deployment only. */
  public readyPods(): Metric {
    return this.metric('replicas_ready', 'Average');
  }

  /** Pods that should run; of a Deployment only. */
  public desiredPods(): Metric {
    return this.metric('replicas_desired', 'Average');
  }

  /** Bytes a second that came in. */
  public networkReceived(): Metric {
    return this.metric('pod_network_rx_bytes', 'Average');
  }

  /** Bytes a second that went out. */
  public networkSent(): Metric {
    return this.metric('pod_network_tx_bytes', 'Average');
  }

  /** What it is short of, and how many pods there are where a Deployment counts them. */
  public graphs({ countsPods }: { readonly countsPods: boolean }): Graph[] {
    const pods = { title: 'Pods', metrics: [this.desiredPods(), this.readyPods()] };
    return [
      { title: 'CPU and memory, percent', metrics: [this.cpuUtilization(), this.memoryUtilization()] },
      ...(countsPods ? [pods] : []),
    ];
  }

  private metric(metricName: string, statistic: string): Metric {
    const { clusterName, namespaceName, name } = this.names;
    const dimensions = { ClusterName: clusterName, Namespace: namespaceName, PodName: name };
    return { namespace: 'ContainerInsights', metricName, dimensions, statistic, period: PERIOD };
  }
}
