import { Release } from '@cdktf/provider-helm/lib/release';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { ServiceAccountIdentity } from '../eks/service-account-identity';
import { addDependency } from '../shared/dependencies';
import { literalText } from '../shared/literal-text';
import { acceptUnchecked, type Issue, report, type Unchecked } from '../shared/problems';
import { check, checkLiteral, checkName, checkWholeNumber } from '../shared/validation';
import type { Chart } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { type HelmValues, renderHelmValues, validateHelmValues } from './helm-values';

const SEE = 'https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release';

/** Values that never reach the state or the plan; they need Terraform 1.11 or newer. */
export interface SecretValues {
  /** Raise it to send changed values: Terraform keeps none of them and so sees no change. */
  readonly revision: number;
  /** Path in the chart's values -> value, `{ 'auth.password': password.value }`. */
  readonly values: Readonly<Record<string, string>>;
}

export interface HelmReleaseProps {
  /** Repository, name and exact version; the library's own are in `CHARTS`. */
  readonly chart: Chart;
  /** 1-63 lower-case letters, digits and hyphens; not `default`. A change replaces the release. */
  readonly namespace: string;
  /** 1-53 lower-case letters, digits and hyphens; a change replaces the release. @default the chart's name */
  readonly releaseName?: string;
  /**
   * Whether Helm makes the namespace. It stays when the release goes, and carries no labels: use `KubernetesNamespace`
   * where labels count. @default true, but for `kube-system`, which every cluster has
   */
  readonly createNamespace?: boolean;
  /** The chart's values. Text is literal: `${` and `%{` need no escaping. @default the chart's own */
  readonly values?: HelmValues;
  /** @default none */
  readonly secretValues?: SecretValues;
  /** Whole seconds, 30-7200. @default 600: the first release also waits for nodes and image pulls */
  readonly timeoutSeconds?: number;
  /**
   * Waits until the workloads are ready, and rolls back when they do not become so. Off only for what cannot become
   * ready yet, a network plug-in before the first node. @default true: later releases may need its webhooks
   */
  readonly wait?: boolean;
  /** Revisions that `helm rollback` can return to, 1-50; each is a secret in the cluster. @default 10 */
  readonly maxHistory?: number;
  /**
   * Leaves out the chart's `crds/` folder, for a chart whose CRDs are a release of their own. Helm installs that folder
   * once and never upgrades it. @default false
   */
  readonly skipCrds?: boolean;
  /** Adopts objects that exist without Helm, once, for a move into Terraform. @default false */
  readonly takeOwnership?: boolean;
  /**
   * Goes in before the AWS Load Balancer Controller: a network plug-in, or cert-manager that signs the controller's
   * webhook. @default false: the controller's webhooks must answer before other charts can make a Service
   */
  readonly precedesLoadBalancerController?: boolean;
  /** Role of the program's service account; all its rights are there first, and outlive the release. @default none */
  readonly identity?: ServiceAccountIdentity;
  readonly unchecked?: readonly Unchecked[];
}

/**
 * A Helm release that heals itself: a failed install is removed, a failed upgrade rolled back, the next run starts clean.
 * It waits for the release of the AWS Load Balancer Controller where the stack has one, whichever was written first.
 */
export class HelmRelease extends Construct {
  public readonly release: Release;
  public readonly namespace: string;
  public readonly releaseName: string;
  public readonly precedesLoadBalancerController: boolean;

  public constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateHelmReleaseProps(props));
    ClusterProviders.of(this);
    const { chart, namespace, values = {}, secretValues } = props;
    const { releaseName = chart.chart, createNamespace = namespace !== 'kube-system', skipCrds = false } = props;
    const { timeoutSeconds = 600, wait = true, maxHistory = 10, takeOwnership = false } = props;

    this.namespace = namespace;
    this.releaseName = releaseName;
    this.precedesLoadBalancerController = props.precedesLoadBalancerController ?? false;
    this.release = new Release(this, 'Release', {
      name: releaseName,
      repository: chart.repository,
      chart: chart.chart,
      version: chart.version,
      namespace,
      createNamespace,
      values: Object.keys(values).length === 0 ? undefined : [renderHelmValues(values)],
      setWo: secretValues && writeOnly(secretValues),
      setWoRevision: secretValues?.revision,
      wait,
      atomic: wait,
      cleanupOnFail: true,
      upgradeInstall: true,
      timeout: timeoutSeconds,
      maxHistory,
      skipCrds: skipCrds || undefined,
      takeOwnership: takeOwnership || undefined,
    });
    if (props.identity !== undefined) this.waitFor(props.identity);
  }

  /** Across states the order of the stacks does it. */
  private waitFor({ role, association, node: { scopes } }: ServiceAccountIdentity): void {
    if (!scopes.includes(TerraformStack.of(this))) return;
    role.completeBefore(this.release);
    if (association !== undefined) addDependency(this.release, association);
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateHelmReleaseProps(props: HelmReleaseProps): Issue[] {
  const { chart, namespace, releaseName, timeoutSeconds, maxHistory, secretValues, values = {} } = props;
  return [
    ...checkLiteral('chart.version', chart.version),
    ...check('chart.version', chart.version, (version) => /^v?\d+\.\d+\.\d+([+-][\w.+-]+)?$/.test(version), {
      limit: 'one exact version, such as 3.5.0; a range or "latest" takes the newest chart at every plan',
      fix: 'write the version that was tested',
      see: SEE,
    }),
    ...check('chart.repository', chart.repository, (url) => /^(https|oci):\/\/[^/]/.test(url), {
      limit: 'an https:// repository or an oci:// registry',
      fix: 'use the https address, or push the chart to a registry of your own',
      see: SEE,
    }),
    ...validateNamespace('namespace', namespace),
    ...check('chart.chart', chart.chart, (name) => RETIRED_CHARTS[name] === undefined, {
      limit: `a chart that is maintained; ${RETIRED_CHARTS[chart.chart]?.why}`,
      fix: `${RETIRED_CHARTS[chart.chart]?.instead}`,
      see: 'https://github.com/weaveworks/weave',
      rule: 'helm.retired-chart',
    }),
    ...checkName('releaseName', releaseName ?? chart.chart, {
      pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      max: 53,
      allowed: 'lower-case letters, digits and "-", a letter or digit at both ends',
      see: 'https://helm.sh/docs/helm/helm_install/',
    }),
    ...checkWholeNumber('timeoutSeconds', timeoutSeconds, [30, 7200], {
      unit: 'seconds',
      fix: 'leave it out for 600',
      see: SEE,
    }),
    ...checkWholeNumber('maxHistory', maxHistory, [1, 50], {
      fix: 'leave it out for 10; 0 would keep every revision as a secret for ever',
      see: SEE,
    }),
    ...checkWholeNumber('secretValues.revision', secretValues?.revision, [1, Number.MAX_SAFE_INTEGER], {
      fix: 'start with 1 and raise it when a value changes',
      see: SEE,
    }),
    ...validateHelmValues(values),
  ];
}

/** Charts that tutorials still name, and that get no security fixes any more. */
const RETIRED_CHARTS: Readonly<Record<string, { readonly why: string; readonly instead: string } | undefined>> = {
  'weave-net': {
    why: 'Weave Net is archived: its company closed in 2024 and the last release is of 2021',
    instead:
      'use the VPC CNI with networkPolicy, new Calico(...) for policies, or new Cilium(...) for policies and encryption',
  },
  'aws-alb-ingress-controller': {
    why: 'it is version 1 of the AWS Load Balancer Controller and ended with Kubernetes 1.21',
    instead: 'use new LoadBalancerController(...)',
  },
};

/** A namespace that something of its own goes to. */
export function validateNamespace(field: string, namespace: string): Issue[] {
  const see = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/';
  return [
    ...checkName(field, namespace, {
      pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      max: 63,
      allowed: 'lower-case letters, digits and "-", a letter or digit at both ends',
      fix: 'write a DNS label, such as "shop"',
      see,
    }),
    ...check(field, namespace, (name) => name !== 'default', {
      limit: 'a namespace of its own: quotas, network policies and rights are given by namespace',
      fix: 'name it after the application or the team',
      see,
    }),
  ];
}

/** Always text: Helm would otherwise read a password "0123" as a number. */
function writeOnly({ values }: SecretValues): { name: string; value: string; type: string }[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name, value: literalText(values[name] ?? ''), type: 'string' }));
}
