import { Construct } from 'constructs';
import type { KarpenterResources } from '../eks/karpenter-resources';
import { addDependency } from '../shared/dependencies';
import { acceptUnchecked, checkAtSynth, type Issue, report, warn } from '../shared/problems';
import { checkWholeNumber } from '../shared/validation';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.karpenter;
const COMPATIBILITY = 'https://karpenter.sh/docs/upgrading/compatibility/';

/** Newest Kubernetes minor that the chart's version is tested with. */
const NEWEST_MINOR = 36;

export interface KarpenterProps extends AddonProps {
  /** Its AWS side, made in the stack of the cluster. */
  readonly resources: KarpenterResources;
  /** No way to the internet: prices are then not looked up. @default false */
  readonly isolatedNetwork?: boolean;
  /** 1-2; two must be on two nodes that Karpenter did not make. @default 2 */
  readonly replicas?: number;
}

/**
 * Karpenter's controller, with its CRDs as a release of their own, so that they follow its version. What it may start is
 * said by `KarpenterNodePool`, in a stack after this one. Its own pods need nodes that it does not make: a small managed
 * group, or Fargate.
 */
export class Karpenter extends Construct {
  public readonly crds: HelmRelease;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: KarpenterProps) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateKarpenterProps(props));
    warn(this, untestedMinor(cluster.version));
    checkAtSynth(this, () => needsCompute(cluster));
    const { resources, isolatedNetwork = false, replicas = 2 } = props;
    const { namespace } = resources.controller;
    parts.add('karpenter', this);
    this.crds = new HelmRelease(this, 'Crds', { chart: CHARTS.karpenterCrd, namespace });
    const ours = {
      settings: {
        clusterName: cluster.clusterName,
        interruptionQueue: resources.queueName,
        isolatedVPC: isolatedNetwork,
        eksControlPlane: true,
      },
      serviceAccount: serviceAccountValues(resources.controller),
      replicas,
      controller: { resources: { requests: SIZE, limits: SIZE } },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: resources.controller,
      namespace,
      skipCrds: true,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
    addDependency(this.helmRelease.release, this.crds.release);
  }
}

/** What its authors advise for a production cluster. */
const SIZE = { cpu: '1', memory: '1Gi' };

/** Pure, so that a test can ask about one field without building a stack. */
export function validateKarpenterProps({ replicas }: Pick<KarpenterProps, 'replicas'>): Issue[] {
  return checkWholeNumber('replicas', replicas, [1, 2], {
    fix: 'leave it out for 2; one works, the other stands by',
    see: 'https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/',
  });
}

/** Legal, but at one's own risk. */
export function untestedMinor(version: string | undefined): Issue[] {
  const minor = Number(/^1\.(\d+)$/.exec(version ?? '')?.[1] ?? NEWEST_MINOR);
  if (minor <= NEWEST_MINOR) return [];
  return [
    {
      field: 'cluster.version',
      value: version,
      limit: `up to 1.${NEWEST_MINOR} for Karpenter ${CHART.version}`,
      fix: 'raise Karpenter before the cluster',
      see: COMPATIBILITY,
    },
  ];
}
