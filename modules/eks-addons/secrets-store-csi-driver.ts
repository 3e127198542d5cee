import { Construct } from 'constructs';
import { acceptUnchecked, checkAtSynth } from '../shared/problems';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues } from './pod-settings';

const CHART = CHARTS.secretsStoreCsiDriver;

export interface SecretsStoreCsiDriverProps extends AddonProps {
  /** FIPS endpoints of Secrets Manager and Parameter Store. @default false */
  readonly useFipsEndpoint?: boolean;
}

/**
 * Mounts secrets of AWS into pods as files, without a copy in the cluster. The rights are those of each pod's own
 * service account, so grant them to the workload. A DaemonSet: Fargate pods cannot use it.
 */
export class SecretsStoreCsiDriver extends Construct {
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: SecretsStoreCsiDriverProps = {}) {
    super(scope, id);
    const { cluster } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    checkAtSynth(this, () => [
      ...needsCompute(cluster),
      ...(cluster.compute.ec2 || cluster.compute.autoMode
        ? []
        : [
            {
              field: 'cluster',
              value: cluster.clusterName,
              limit: 'a cluster with EC2 nodes: Fargate runs no DaemonSets',
              fix: 'use ExternalSecrets, which works on Fargate',
              see: 'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
            },
          ]),
    ]);
    const { useFipsEndpoint = false } = props;
    const ours = {
      awsRegion: cluster.region,
      useFipsEndpoint,
      // Brings the driver with the token audiences that IRSA and Pod Identity need.
      'secrets-store-csi-driver': { install: true },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }
}
