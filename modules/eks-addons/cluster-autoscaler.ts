import { Construct } from 'constructs';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import { accountIdOf } from '../identity/account-id';
import type { PolicyStatement } from '../identity/policy-statement';
import { partitionOf } from '../shared/aws-location';
import { acceptUnchecked, checkAtSynth, type Issue, report, warn } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import { addonIdentity } from './addon-identity';
import type { AddonProps } from './addon-props';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { HelmRelease } from './helm-release';
import { mergeHelmValues } from './helm-values';
import { needsCompute, placementValues, serviceAccountValues } from './pod-settings';

const CHART = CHARTS.clusterAutoscaler;
const SEE = 'https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases';

export interface ClusterAutoscalerProps extends AddonProps {
  /**
   * Version of the program, `v1.35.0`: the minor of the cluster, whose scheduler it imitates.
   * @default the first release for the cluster's minor; for a minor newer than the chart, the chart's own
   */
  readonly imageTag?: string;
  /** Which group grows where several would do. @default 'least-waste' */
  readonly expander?: 'least-waste' | 'price' | 'priority' | 'random' | 'most-pods';
  /** Keeps groups of one shape in different zones the same size. @default true */
  readonly balanceSimilarNodeGroups?: boolean;
  /** 1-5; one works, the others stand by. @default 2 */
  readonly replicas?: number;
  /** @default the cluster's own way */
  readonly identity?: ServiceAccountIdentityKind;
}

/**
 * Adds nodes for pods that find no room, and removes nodes that are hardly used. Node groups then leave their desired
 * size to it. A cluster has one such: Karpenter or Auto Mode beside it is refused.
 */
export class ClusterAutoscaler extends Construct {
  public readonly identity: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: ClusterAutoscalerProps = {}) {
    super(scope, id);
    const { cluster } = ClusterProviders.of(this);
    acceptUnchecked(this, props.unchecked);
    report(this, validateClusterAutoscalerProps(props));
    const { expander = 'least-waste', balanceSimilarNodeGroups = true, replicas = 2 } = props;
    const imageTag = props.imageTag ?? imageTagFor(cluster.version);
    if (imageTag === undefined) warn(this, [unknownMinor(cluster.version)]);
    cluster.claimAutoscaler(this, 'cluster-autoscaler');
    checkAtSynth(this, () => needsCompute(cluster));
    this.identity = addonIdentity(this, cluster, {
      namespace: CHART.namespace,
      serviceAccount: 'cluster-autoscaler',
      kind: props.identity,
      statements: clusterAutoscalerPolicy({
        location: `${cluster.region}:${accountIdOf(cluster)}`,
        partition: partitionOf(cluster.region),
        clusterName: cluster.clusterName,
      }),
    });
    const ours = {
      cloudProvider: 'aws',
      awsRegion: cluster.region,
      // EKS tags the groups of managed nodes so that they are found by the cluster's name.
      autoDiscovery: { clusterName: cluster.clusterName },
      image: imageTag === undefined ? undefined : { tag: imageTag },
      rbac: { serviceAccount: serviceAccountValues(this.identity) },
      extraArgs: {
        expander,
        'balance-similar-node-groups': balanceSimilarNodeGroups,
        'skip-nodes-with-system-pods': false,
      },
      replicaCount: replicas,
      podDisruptionBudget: replicas > 1 ? { maxUnavailable: 1 } : undefined,
      priorityClassName: 'system-cluster-critical',
      resources: { requests: { cpu: '100m', memory: '300Mi' }, limits: { memory: '600Mi' } },
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

/** Changes the size of groups of this cluster only. @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md */
export function clusterAutoscalerPolicy({
  partition,
  location,
  clusterName,
}: {
  readonly partition: string;
  /** `region:account`. */
  readonly location: string;
  readonly clusterName: string;
}): PolicyStatement[] {
  return [
    {
      actions: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      resources: ['*'],
    },
    {
      actions: ['eks:DescribeNodegroup'],
      resources: [`arn:${partition}:eks:${location}:nodegroup/${clusterName}/*/*`],
    },
    {
      actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      resources: [`arn:${partition}:autoscaling:${location}:autoScalingGroup:*:autoScalingGroupName/*`],
      conditions: {
        StringEquals: {
          'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
          [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
        },
      },
    },
  ];
}

/** The program of the cluster's minor; nothing where there is none that the chart knows. */
export function imageTagFor(version: string | undefined): string | undefined {
  const [, minor] = /^1\.(\d+)$/.exec(version ?? '') ?? [];
  const [, newest] = /^1\.(\d+)/.exec(CHART.appVersion) ?? [];
  return minor !== undefined && Number(minor) <= Number(newest) ? `v1.${minor}.0` : undefined;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateClusterAutoscalerProps({ imageTag, replicas }: ClusterAutoscalerProps): Issue[] {
  return [
    ...check('imageTag', imageTag, (tag) => /^v1\.\d+\.\d+$/.test(tag), {
      limit: 'an exact version, "v1.35.0"',
      fix: 'write a release of the minor that the cluster has',
      see: SEE,
    }),
    ...checkWholeNumber('replicas', replicas, [1, 5], { fix: 'leave it out for 2', see: SEE }),
  ];
}

function unknownMinor(version: string | undefined): Issue {
  return {
    field: 'imageTag',
    value: undefined,
    limit: `the minor of the cluster (${version ?? 'not known here'}); the chart ${CHART.version} brings ${CHART.appVersion}`,
    fix: 'write imageTag once there is a release for the minor, or leave the chart to its own',
    see: SEE,
  };
}
