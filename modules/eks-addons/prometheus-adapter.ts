import { Construct } from 'constructs';
import { acceptUnchecked, checkAtSynth, type Issue, report } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { type HelmValues, mergeHelmValues } from './helm-values';
import { needsCompute, placementValues } from './pod-settings';

const CHART = CHARTS.prometheusAdapter;
const SEE = 'https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md';

export interface PrometheusAdapterProps extends AddonProps {
  /** Address of Prometheus in the cluster, `http://prometheus-server.monitoring.svc`. */
  readonly prometheusUrl: string;
  /** 1-65535. @default 9090 */
  readonly prometheusPort?: number;
  /** Rules for metrics of pods and objects, as the adapter writes them. @default the chart's own */
  readonly customRules?: readonly HelmValues[];
  /** Rules for metrics from outside the cluster. @default none */
  readonly externalRules?: readonly HelmValues[];
}

/** Lets autoscalers use metrics of Prometheus. Its port, 6443, must be open to the control plane. */
export class PrometheusAdapter extends Construct {
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: PrometheusAdapterProps) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validatePrometheusAdapterProps(props));
    checkAtSynth(this, () => needsCompute(cluster));
    const { prometheusUrl, prometheusPort = 9090, customRules, externalRules } = props;
    parts.add('custom-metrics', this);
    if (externalRules !== undefined) parts.add('external-metrics', this);
    const ours = {
      prometheus: { url: prometheusUrl, port: prometheusPort },
      rules: { default: customRules === undefined, custom: customRules, external: externalRules },
      replicas: 2,
      podDisruptionBudget: { enabled: true },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validatePrometheusAdapterProps({ prometheusUrl, prometheusPort }: PrometheusAdapterProps): Issue[] {
  return [
    ...check('prometheusUrl', prometheusUrl, (url) => /^https?:\/\/[^\s:/]+$/.test(url), {
      limit: 'http:// or https:// and a host, without port and path',
      fix: 'write "http://prometheus-server.monitoring.svc"',
      see: SEE,
    }),
    ...checkWholeNumber('prometheusPort', prometheusPort, [1, 65_535], { fix: 'leave it out for 9090', see: SEE }),
  ];
}
