import { Construct } from 'constructs';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import type { PolicyStatement } from '../identity/policy-statement';
import { partitionOf } from '../shared/aws-location';
import { acceptUnchecked, checkAtSynth, type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.externalDns;
const SEE = 'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/';

export interface ExternalDnsProps extends AddonProps {
  /** Zone name -> zone id, `{ 'acme.dev': 'Z0123456789ABC' }`; its rights and its view end there. At least one. */
  readonly hostedZones: Readonly<Record<string, string>>;
  /**
   * `upsert-only` makes and changes records; `sync` deletes those whose Ingress or Service is gone.
   * @default 'upsert-only': a mistake in the cluster takes no name off the air
   */
  readonly policy?: 'upsert-only' | 'sync';
  /** Public and private zones of one name need a release each. @default both kinds */
  readonly zoneType?: 'public' | 'private';
  /** What gets records. @default Services and Ingresses */
  readonly sources?: readonly ('service' | 'ingress' | 'gateway-httproute')[];
  /** @default the cluster's own way */
  readonly identity?: ServiceAccountIdentityKind;
}

/** Route 53 records for the names that Ingress and Service objects ask for. */
export class ExternalDns extends Construct {
  public readonly identity: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateExternalDnsProps(props));
    checkAtSynth(this, () => needsCompute(cluster));
    const { hostedZones, policy = 'upsert-only', zoneType, sources = ['service', 'ingress'] } = props;
    parts.add('external-dns', this);
    this.identity = addonIdentity(this, cluster, {
      namespace: CHART.namespace,
      serviceAccount: 'external-dns',
      kind: props.identity,
      statements: externalDnsPolicy(partitionOf(cluster.region), Object.values(hostedZones)),
    });
    const ours = {
      provider: { name: 'aws' },
      serviceAccount: serviceAccountValues(this.identity),
      policy,
      registry: 'txt',
      // The owner of a record: two clusters with one owner id would delete each other's.
      txtOwnerId: cluster.clusterName,
      txtPrefix: 'extdns-%{record_type}-',
      domainFilters: Object.keys(hostedZones).sort(),
      sources: [...sources],
      extraArgs: zoneType === undefined ? undefined : { 'aws-zone-type': zoneType },
      env: [{ name: 'AWS_DEFAULT_REGION', value: cluster.region }],
      logFormat: 'json',
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
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

/** @see https://github.com/kubernetes-sigs/external-dns/blob/master/docs/tutorials/aws.md */
export function externalDnsPolicy(partition: string, zoneIds: readonly string[]): PolicyStatement[] {
  const zones = [...zoneIds].sort().map((zoneId) => `arn:${partition}:route53:::hostedzone/${zoneId}`);
  return [
    { actions: ['route53:ChangeResourceRecordSets'], resources: zones },
    {
      actions: ['route53:ListResourceRecordSets', 'route53:ListTagsForResource', 'route53:ListTagsForResources'],
      resources: zones,
    },
    { actions: ['route53:ListHostedZones'], resources: ['*'] },
  ];
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateExternalDnsProps({ hostedZones, sources }: ExternalDnsProps): Issue[] {
  return [
    ...check('hostedZones', Object.keys(hostedZones), (names) => names.length > 0, {
      limit: 'at least one zone: without a filter it would take over every zone of the account',
      fix: "write hostedZones: { 'acme.dev': 'Z0123456789ABC' }",
      see: SEE,
    }),
    ...Object.entries(hostedZones).flatMap(([name, zoneId]) =>
      check(`hostedZones.${name}`, zoneId, (id) => /^Z[A-Z0-9]{1,31}$/.test(id), {
        limit: 'the id of a hosted zone, "Z" and up to 31 capitals and digits',
        fix: 'write the id from Route 53, without "/hostedzone/"',
        see: SEE,
      }),
    ),
    ...check('sources', sources, (list) => list.length > 0, {
      limit: 'at least one source',
      fix: 'leave it out for Services and Ingresses',
      see: SEE,
    }),
  ];
}
