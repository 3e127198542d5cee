import { Construct } from 'constructs';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import type { PolicyStatement } from '../identity/policy-statement';
import { partitionOf } from '../shared/aws-location';
import { acceptUnchecked, checkAtSynth } from '../shared/problems';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, podsRunOn, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.certManager;

export interface CertManagerProps extends AddonProps {
  /** Ids of the zones that prove names by DNS-01, `Z0123456789ABC`. @default none: no rights in AWS */
  readonly hostedZoneIds?: readonly string[];
  /** @default the cluster's own way */
  readonly identity?: ServiceAccountIdentityKind;
}

/**
 * Certificates inside the cluster. An ALB does not need it: its certificates are ACM's. The CRDs follow the version of
 * the chart and stay when the release goes, for with them all certificates would go.
 */
export class CertManager extends Construct {
  /** Missing without zones. */
  public readonly identity?: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: CertManagerProps = {}) {
    super(scope, id);
    const { cluster } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    checkAtSynth(this, () => needsCompute(cluster));
    const { hostedZoneIds = [] } = props;
    const runsOn = podsRunOn(cluster, CHART.namespace);
    if (hostedZoneIds.length > 0) {
      this.identity = addonIdentity(this, cluster, {
        namespace: CHART.namespace,
        serviceAccount: 'cert-manager',
        kind: props.identity,
        statements: certManagerPolicy(partitionOf(cluster.region), hostedZoneIds),
      });
    }
    const budget = { enabled: true };
    const ours = {
      crds: { enabled: true, keep: true },
      replicaCount: 2,
      podDisruptionBudget: budget,
      serviceAccount: this.identity && serviceAccountValues(this.identity),
      webhook: {
        replicaCount: 2,
        podDisruptionBudget: budget,
        // On Fargate the kubelet has the usual 10250 already.
        securePort: runsOn === 'fargate' ? 10260 : undefined,
        ...placementValues(props),
      },
      cainjector: { replicaCount: 2, podDisruptionBudget: budget, ...placementValues(props) },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: this.identity,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }
}

/** TXT records in the given zones. @see https://cert-manager.io/docs/configuration/acme/dns01/route53/ */
export function certManagerPolicy(partition: string, zoneIds: readonly string[]): PolicyStatement[] {
  return [
    { actions: ['route53:GetChange'], resources: [`arn:${partition}:route53:::change/*`] },
    {
      actions: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
      resources: [...zoneIds].sort().map((zoneId) => `arn:${partition}:route53:::hostedzone/${zoneId}`),
      conditions: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
    },
    { actions: ['route53:ListHostedZonesByName'], resources: ['*'] },
  ];
}
