import { Construct } from 'constructs';
import { acceptUnchecked, checkAtSynth } from '../shared/problems';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues } from './pod-settings';

const CHART = CHARTS.argoRollouts;

/**
 * Canary and blue-green deployments: the controller behind `deployment` of `KubernetesWorkload`. It calls nothing of
 * AWS. The CRDs follow the version of the chart and stay when the release goes, for with them every application would go.
 */
export class ArgoRollouts extends Construct {
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: AddonProps = {}) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    parts.add('argo-rollouts', this);
    checkAtSynth(this, () => needsCompute(cluster));
    const ours = {
      installCRDs: true,
      keepCRDs: true,
      controller: { replicas: 2, pdb: { enabled: true, minAvailable: 1 }, ...placementValues(props) },
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }
}
