import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { podsRunOn } from '../eks-addons/pod-settings';
import { type AlarmSettings, validateAlarmSettings } from '../shared/alarm-settings';
import { alarmMetric, type Metric, queriedMetric } from '../shared/metric';
import { generatedName, kebabCase } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import type { WorkloadMetrics } from './workload-metrics';

export interface WorkloadAlarmsProps extends AlarmSettings {
  /** `shop/web`, for descriptions. */
  readonly workloadName: string;
  readonly namespaceName: string;
  readonly metrics: WorkloadMetrics;
  /** A Deployment counts its pods; a Rollout does it where CloudWatch does not look. */
  readonly countsPods: boolean;
}

type Condition = Pick<
  CloudwatchMetricAlarmConfig,
  'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData' | 'metricQuery'
>;

const INSIGHTS = 'amazon-cloudwatch-observability';

/** The alarms that every workload should have: too few pods, no room left. The load balancer's are its controller's. */
export class WorkloadAlarms extends Construct {
  /** Fewer pods are ready than should; missing where Argo Rollouts replaces the pods. */
  public readonly missingPods?: CloudwatchMetricAlarm;
  public readonly cpu: CloudwatchMetricAlarm;
  public readonly memory: CloudwatchMetricAlarm;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkloadAlarmsProps,
  ) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    report(this, validateAlarmSettings(props));
    checkAtSynth(this, () => [
      ...(cluster.addonNames.includes(INSIGHTS) || parts.has('container-insights') ? [] : [withoutInsights(cluster)]),
      ...(podsRunOn(cluster, props.namespaceName) === 'fargate' ? [onFargate(props.namespaceName)] : []),
    ]);
    const { metrics, countsPods, cpuPercent = 90, memoryPercent = 90 } = props;
    if (countsPods) {
      this.missingPods = this.alarm('MissingPods', 'fewer pods are ready than should', {
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 0,
        evaluationPeriods: 10, // a deployment or a move between nodes takes minutes
        datapointsToAlarm: 10,
        treatMissingData: 'breaching',
        metricQuery: [
          { id: 'missing', expression: 'desired - ready', label: 'missing pods', returnData: true },
          { id: 'desired', metric: queriedMetric(metrics.desiredPods()), returnData: false },
          { id: 'ready', metric: queriedMetric(metrics.readyPods()), returnData: false },
        ],
      });
    }
    const full = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 15, treatMissingData: 'missing' };
    this.cpu = this.alarm('Cpu', 'CPU is used up', { ...full, threshold: cpuPercent }, metrics.cpuUtilization());
    this.memory = this.alarm(
      'Memory',
      'memory is used up',
      { ...full, threshold: memoryPercent },
      metrics.memoryUtilization(),
    );
  }

  private alarm(id: string, what: string, condition: Condition, metric?: Metric): CloudwatchMetricAlarm {
    const topics = [...this.props.topicArns];
    return new CloudwatchMetricAlarm(this, id, {
      alarmName: generatedName(this, { max: 255, suffix: kebabCase(id) }),
      alarmDescription: `Workload ${this.props.workloadName}: ${what}`,
      ...(metric === undefined ? {} : alarmMetric(metric)),
      ...condition,
      actionsEnabled: true,
      alarmActions: topics,
      okActions: topics,
    });
  }
}

const SEE =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html';

function withoutInsights({ clusterName }: IEksCluster): Issue {
  return {
    field: 'cluster',
    value: clusterName,
    limit: 'a cluster with Container Insights: without it these alarms look at metrics that nobody sends',
    fix: `add the EKS add-on: addons: { '${INSIGHTS}': {} } of the cluster, or say existing: ['container-insights'] in ClusterProviders`,
    see: SEE,
  };
}

function onFargate(namespace: string): Issue {
  return {
    field: 'namespace',
    value: namespace,
    limit: 'pods on nodes: the agent of Container Insights is a DaemonSet, which Fargate never runs',
    fix: 'take the alarms off this workload, or its namespace out of the Fargate profile',
    see: SEE,
  };
}
