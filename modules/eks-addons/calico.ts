import { Construct } from 'constructs';
import { addDependency } from '../shared/dependencies';
import { acceptUnchecked, checkAtSynth, type Issue } from '../shared/problems';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { placementValues } from './pod-settings';

const CHART = CHARTS.tigeraOperator;

/**
 * Calico for NetworkPolicy objects only: addresses stay with the VPC CNI. Its CRDs are a chart of their own since 3.32,
 * released first. Beside the VPC CNI's own policy mode it is refused: two would write rules for one pod.
 * @see https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks
 */
export class Calico extends Construct {
  public readonly crds: HelmRelease;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: AddonProps = {}) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    parts.add('network-policy', this);
    checkAtSynth(this, () => {
      const { podNetwork, compute, clusterName } = cluster;
      if (podNetwork?.networkPolicy === true) return [besideVpcCniPolicies(clusterName)];
      if (podNetwork?.kind === 'custom' || compute.autoMode) return [withoutVpcCni(clusterName)];
      return [];
    });
    const { repository, version, namespace } = CHART;
    this.crds = new HelmRelease(this, 'Crds', {
      chart: { repository, chart: 'crd.projectcalico.org.v1', version },
      releaseName: 'calico-crds',
      namespace,
      precedesLoadBalancerController: true,
    });
    const ours = {
      installation: { enabled: true, kubernetesProvider: 'EKS', cni: { type: 'AmazonVPC' } },
      goldmane: { enabled: false },
      whisker: { enabled: false },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      releaseName: 'calico',
      namespace,
      createNamespace: false, // the release of the CRDs makes it
      values: mergeHelmValues(ours, props.values ?? {}),
      precedesLoadBalancerController: true,
    });
    addDependency(this.helmRelease.release, this.crds.release);
  }
}

function besideVpcCniPolicies(clusterName: string): Issue {
  return {
    field: 'cluster',
    value: clusterName,
    limit: 'one that enforces NetworkPolicy objects; the VPC CNI of the cluster does it already',
    fix: "remove networkPolicy from the cluster's podNetwork, or remove Calico",
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html',
  };
}

function withoutVpcCni(clusterName: string): Issue {
  return {
    field: 'cluster',
    value: clusterName,
    limit: 'a cluster whose pods get their addresses from the VPC CNI; here Calico is for policies only',
    fix: "use podNetwork: { kind: 'vpc-cni' } and no Auto Mode",
    see: 'https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks',
  };
}
