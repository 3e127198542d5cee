import { Construct } from 'constructs';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import type { IGrantable } from '../identity/grantable';
import type { PolicyStatement } from '../identity/policy-statement';
import { acceptUnchecked, checkAtSynth, type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, podsRunOn, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.externalSecrets;

export interface ExternalSecretsProps extends AddonProps {
  /** ARNs of Secrets Manager secrets that it may read; `*` at the end of a name. @default none */
  readonly secretArns?: readonly string[];
  /** ARNs of Parameter Store parameters that it may read. @default none */
  readonly parameterArns?: readonly string[];
  /** @default the cluster's own way */
  readonly identity?: ServiceAccountIdentityKind;
}

/**
 * Copies secrets of AWS into Secrets of the cluster, where `KubernetesWorkload` reads them; the values never pass
 * Terraform. The CRDs are part of the release and go with it, and with them every ExternalSecret.
 */
export class ExternalSecrets extends Construct implements IGrantable {
  public readonly identity: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: ExternalSecretsProps = {}) {
    super(scope, id);
    const { cluster } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateExternalSecretsProps(props));
    checkAtSynth(this, () => needsCompute(cluster));
    const runsOn = podsRunOn(cluster, CHART.namespace);
    this.identity = addonIdentity(this, cluster, {
      namespace: CHART.namespace,
      serviceAccount: 'external-secrets',
      kind: props.identity,
      statements: externalSecretsPolicy(props),
    });
    const ours = {
      installCRDs: true,
      replicaCount: 2,
      leaderElect: true,
      podDisruptionBudget: { enabled: true },
      serviceAccount: serviceAccountValues(this.identity),
      // On Fargate the kubelet has the usual 10250 already.
      webhook: { replicaCount: 2, port: runsOn === 'fargate' ? 9443 : undefined, ...placementValues(props) },
      certController: placementValues(props),
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: this.identity,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
  }

  public addToPolicy(statement: PolicyStatement): void {
    this.identity.addToPolicy(statement);
  }
}

/** @see https://external-secrets.io/latest/provider/aws-secrets-manager/ */
export function externalSecretsPolicy({
  secretArns = [],
  parameterArns = [],
}: ExternalSecretsProps): PolicyStatement[] {
  const secrets: PolicyStatement = {
    actions: [
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
      'secretsmanager:ListSecretVersionIds',
    ],
    resources: [...secretArns].sort(),
  };
  const parameters: PolicyStatement = {
    actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'],
    resources: [...parameterArns].sort(),
  };
  return [...(secretArns.length === 0 ? [] : [secrets]), ...(parameterArns.length === 0 ? [] : [parameters])];
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateExternalSecretsProps({ secretArns = [], parameterArns = [] }: ExternalSecretsProps): Issue[] {
  const arns = [
    ...secretArns.map((arn, index) => [`secretArns[${index}]`, arn, /^arn:[\w-]+:secretsmanager:.+:secret:./] as const),
    ...parameterArns.map((arn, index) => [`parameterArns[${index}]`, arn, /^arn:[\w-]+:ssm:.+:parameter\/./] as const),
  ];
  return arns.flatMap(([field, arn, pattern]) =>
    check(field, arn, (text) => pattern.test(text), {
      limit: 'a full ARN; a name may end with "*"',
      fix: 'write arn:aws:secretsmanager:<region>:<account>:secret:shop/*',
      see: 'https://external-secrets.io/latest/provider/aws-secrets-manager/',
      secret: true,
    }),
  );
}
