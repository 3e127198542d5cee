import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { podsRunOn } from '../eks-addons/pod-settings';
import { ApplicationAlarms } from '../observability/application-alarms';
import { type AlarmSettings, validateAlarmSettings } from '../shared/alarm-settings';
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

const INSIGHTS = 'amazon-cloudwatch-observability';

/** The alarms that every workload should have: too few pods, no room left. The load balancer's are its controller's. */
export class WorkloadAlarms extends ApplicationAlarms {
  /** Fewer pods are ready than should; missing where Argo Rollouts replaces the pods. */
  public readonly missingPods?: CloudwatchMetricAlarm;

  public constructor(scope: Construct, id: string, props: WorkloadAlarmsProps) {
    super(scope, id, { ...props, subject: `Workload ${props.workloadName}` });
    const { cluster, parts } = ClusterProviders.of(this);
    report(this, validateAlarmSettings(props));
    checkAtSynth(this, () => [
      ...(cluster.addonNames.includes(INSIGHTS) || parts.has('container-insights') ? [] : [withoutInsights(cluster)]),
      ...(podsRunOn(cluster, props.namespaceName) === 'fargate' ? [onFargate(props.namespaceName)] : []),
    ]);
    const { metrics, countsPods } = props;
    if (!countsPods) return;
    this.missingPods = this.missing('MissingPods', 'fewer pods are ready than should', {
      label: 'missing pods',
      desired: metrics.desiredPods(),
      actual: { id: 'ready', metric: metrics.readyPods() },
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
