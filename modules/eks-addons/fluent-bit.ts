import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import { accountIdOf } from '../identity/account-id';
import type { PolicyStatement } from '../identity/policy-statement';
import { partitionOf } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { checkLogGroupName, checkLogRetention, type LogRetentionDays } from '../shared/log-retention';
import { claimName } from '../shared/names';
import { acceptUnchecked, checkAtSynth, type Issue, report } from '../shared/problems';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.awsForFluentBit;

export interface FluentBitProps extends AddonProps {
  /** 1-512 letters, digits and `/_.#-`. @default `/eks/<cluster>/pods` */
  readonly logGroupName?: string;
  /** Days that the logs stay readable. @default 30 */
  readonly retentionDays?: LogRetentionDays;
  /** ARN of a customer managed key for the log group. @default CloudWatch's own key */
  readonly kmsKeyArn?: string;
  /** @default the cluster's own way */
  readonly identity?: ServiceAccountIdentityKind;
}

/**
 * Sends the output of all pods on EC2 nodes to one log group, which Terraform makes, so that it has a retention and a
 * rerun after a destroy finds no leftover. CloudWatch bills what is taken in.
 */
export class FluentBit extends Construct {
  public readonly logGroup: CloudwatchLogGroup;
  public readonly identity: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: FluentBitProps = {}) {
    super(scope, id);
    const { cluster } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateFluentBitProps(props));
    checkAtSynth(this, () => needsCompute(cluster));
    const { logGroupName = `/eks/${cluster.clusterName}/pods`, retentionDays = 30, kmsKeyArn } = props;
    claimName(this, 'log group', logGroupName, { field: 'logGroupName' });
    this.logGroup = new CloudwatchLogGroup(this, 'Logs', {
      name: logGroupName,
      retentionInDays: retentionDays,
      kmsKeyId: kmsKeyArn,
    });
    const partition = partitionOf(cluster.region);
    this.identity = addonIdentity(this, cluster, {
      namespace: CHART.namespace,
      serviceAccount: 'aws-for-fluent-bit',
      kind: props.identity,
      statements: fluentBitPolicy(
        `arn:${partition}:logs:${cluster.region}:${accountIdOf(cluster)}:log-group`,
        logGroupName,
      ),
    });
    const ours = {
      serviceAccount: serviceAccountValues(this.identity),
      cloudWatchLogs: {
        enabled: true,
        region: cluster.region, // the chart's own default is us-east-1
        logGroupName,
        logStreamPrefix: 'pod-',
        autoCreateGroup: false,
      },
      ...placementValues(props),
    };
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: this.identity,
      namespace: CHART.namespace,
      values: mergeHelmValues(ours, props.values ?? {}),
    });
    addDependency(this.helmRelease.release, this.logGroup);
  }
}

/** Streams and events of one group; the group itself is Terraform's. */
export function fluentBitPolicy(arnOfGroups: string, logGroupName: string): PolicyStatement[] {
  const group = `${arnOfGroups}:${logGroupName}`;
  return [
    { actions: ['logs:PutLogEvents'], resources: [`${group}:log-stream:*`] },
    { actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams'], resources: [group, `${group}:*`] },
    { actions: ['logs:DescribeLogGroups'], resources: [`${arnOfGroups}:*`] },
  ];
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateFluentBitProps({ logGroupName, retentionDays }: FluentBitProps): Issue[] {
  return [...checkLogGroupName('logGroupName', logGroupName), ...checkLogRetention('retentionDays', retentionDays)];
}
