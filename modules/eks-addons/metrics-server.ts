import { Construct } from 'constructs';
import { acceptUnchecked, checkAtSynth } from '../shared/problems';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, podsRunOn } from './pod-settings';

const CHART = CHARTS.metricsServer;

/**
 * CPU and memory of pods for autoscalers and `kubectl top`, two replicas. The EKS add-on of the same name
 * (`addons: { 'metrics-server': {} }` of the cluster) does the same without Helm: prefer it where it can be had.
 */
export class MetricsServer extends Construct {
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: AddonProps = {}) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    parts.add('metrics-server', this);
    checkAtSynth(this, () => [
      ...needsCompute(cluster),
      ...(cluster.addonNames.includes('metrics-server')
        ? [
            {
              field: 'cluster',
              value: cluster.clusterName,
              limit: 'one metrics-server in a cluster; the EKS add-on is it already',
              fix: 'remove this release',
              see: 'https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html',
            },
          ]
        : []),
    ]);
    const ours = {
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      // On Fargate the kubelet has 10250 already.
      containerPort: podsRunOn(cluster, CHART.namespace) === 'fargate' ? 10251 : 10250,
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }
}
