/** What one CloudWatch metric is called and how to read it: enough for an alarm, a dashboard or a scaling policy. */
export interface Metric {
  /** `AWS/ApplicationELB`. */
  readonly namespace: string;
  readonly metricName: string;
  /** Dimension name -> value; CloudWatch finds nothing unless every one of the metric's dimensions is given. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Average`, `p99` ... @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
  readonly statistic: string;
  /** Seconds that one datapoint covers. */
  readonly period: number;
}

/** The metric as the arguments of an alarm. */
export function alarmMetric({ namespace, metricName, dimensions, statistic, period }: Metric): {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  statistic: string;
  period: number;
} {
  return { namespace, metricName, dimensions: { ...dimensions }, statistic, period };
}

/** The metric as a part of an expression. */
export function queriedMetric(metric: Metric): {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  stat: string;
  period: number;
} {
  const { statistic: stat, ...rest } = alarmMetric(metric);
  return { ...rest, stat };
}
