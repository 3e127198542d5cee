import { Aspects, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import type { ServiceAccountIdentity, ServiceAccountIdentityKind } from '../eks/service-account-identity';
import { partitionOf } from '../shared/aws-location';
import { acceptUnchecked, checkAtSynth, type Issue, report, type Unchecked } from '../shared/problems';
import { checkWholeNumber } from '../shared/validation';
import { addonIdentity } from './addon-identity';
import { CHARTS } from './chart-versions';
import { ClusterProviders } from './cluster-providers';
import { ControllerFirst } from './controller-first';
import { HelmRelease } from './helm-release';
import { type HelmValues, mergeHelmValues } from './helm-values';
import { loadBalancerControllerPolicy } from './load-balancer-controller-policy';
import { needsCompute, type PodPlacement, placementValues, serviceAccountValues } from './pod-settings';

const GUIDE = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/';
const CHART = CHARTS.loadBalancerController;
const SERVICE_ACCOUNT = 'aws-load-balancer-controller';

export interface LoadBalancerControllerProps extends PodPlacement {
  /** 1-5; one leads, the others stand by, and all answer the webhooks. @default 2; 1 saves money in development */
  readonly replicas?: number;
  /**
   * How the controller gets its AWS credentials.
   * @default the cluster's own way: Pod Identity where it has the agent; `irsa` where only Fargate or Windows runs pods
   */
  readonly identity?: ServiceAccountIdentityKind;
  /**
   * Where load balancers send requests when an Ingress does not say: to pods, or to a port of every node.
   * @default 'ip': one hop less, the only way on Fargate; `instance` for an overlay network, whose pods the ALB cannot reach
   */
  readonly defaultTargetType?: 'ip' | 'instance';
  /**
   * Takes over every Service of type LoadBalancer. Without it such a Service names the controller:
   * `loadBalancerClass: service.k8s.aws/nlb`.
   * @default false: the webhook behind it sees every new Service, and while it does not answer none can be made
   */
  readonly allLoadBalancerServices?: boolean;
  /**
   * Sets the WAF web ACL that an Ingress names and removes any other. Off where Firewall Manager or Terraform sets them.
   * @default true
   */
  readonly wafv2?: boolean;
  /** Sets Shield Advanced protection; that subscription costs 3,000 USD a month. @default false */
  readonly shield?: boolean;
  /** Tags on every load balancer, target group and security group it makes. @default none */
  readonly defaultTags?: Readonly<Record<string, string>>;
  /** Where the image comes from, for a private registry or an isolated network. @default public.ecr.aws */
  readonly imageRepository?: string;
  /** @default 'info' */
  readonly logLevel?: 'info' | 'debug';
  /**
   * Who installs the CRDs. `chart`: Helm, once; before each version of this library that raises the chart, apply the new
   * ones by hand, see the README. `separate`: another release or GitOps does, and this one leaves them alone.
   * @default 'chart'
   */
  readonly crds?: 'chart' | 'separate';
  /** Any other value of the chart, laid over ours; the chart ignores a misspelt key in silence. @default none */
  readonly values?: HelmValues;
  readonly unchecked?: readonly Unchecked[];
}

/**
 * The AWS Load Balancer Controller, which makes ALBs from Ingress objects and NLBs from Services: its rights in the
 * state of the cluster, its release in this one. Every release and Ingress of the cluster's stacks waits for it and is
 * destroyed before it, so that no load balancer stays behind.
 */
export class LoadBalancerController extends Construct {
  public readonly identity: ServiceAccountIdentity;
  public readonly helmRelease: HelmRelease;

  public constructor(scope: Construct, id: string, props: LoadBalancerControllerProps = {}) {
    super(scope, id);
    const providers = ClusterProviders.of(this);
    const { cluster } = providers;
    acceptUnchecked(this, props.unchecked);
    report(this, validateLoadBalancerControllerProps(props));
    checkAtSynth(this, () => [
      ...needsCompute(cluster),
      ...withoutAutoMode(cluster),
      ...ipTargetsOnFargate(cluster, props),
    ]);

    providers.parts.add('load-balancer-controller', this);
    const partition = partitionOf(cluster.region);
    this.identity = addonIdentity(this, cluster, {
      namespace: CHART.namespace,
      serviceAccount: SERVICE_ACCOUNT,
      kind: props.identity,
      // A VPC id is unique in all of AWS, so the account may stay open: the VPC can be another account's, shared.
      statements: loadBalancerControllerPolicy({
        partition,
        vpcArn: `arn:${partition}:ec2:${cluster.region}:*:vpc/${cluster.vpcId}`,
      }),
    });
    const vpcId = providers.clusterData.vpcConfig.get(0).vpcId;
    this.helmRelease = new HelmRelease(this, 'Release', {
      chart: CHART,
      identity: this.identity,
      namespace: CHART.namespace,
      skipCrds: props.crds === 'separate',
      values: mergeHelmValues(controllerValues(cluster, vpcId, this.identity, props), props.values ?? {}),
    });
    Aspects.of(TerraformStack.of(this)).add(new ControllerFirst(this.helmRelease));
  }
}

function controllerValues(
  { clusterName, region }: IEksCluster,
  vpcId: string,
  identity: ServiceAccountIdentity,
  props: LoadBalancerControllerProps,
): HelmValues {
  const { replicas = 2, defaultTargetType = 'ip', allLoadBalancerServices = false } = props;
  const { wafv2 = true, shield = false, logLevel = 'info', defaultTags, imageRepository } = props;
  return {
    clusterName,
    // Both always: else the controller asks the instance metadata, which answers no pod (hop limit 1) and no Fargate pod.
    region,
    vpcId,
    serviceAccount: serviceAccountValues(identity),
    replicaCount: replicas,
    podDisruptionBudget: replicas > 1 ? { maxUnavailable: 1 } : undefined,
    // Otherwise each upgrade makes a new CA, and the webhooks fail until every pod has it (issue 2473 upstream).
    keepTLSSecret: true,
    defaultTargetType,
    enableServiceMutatorWebhook: allLoadBalancerServices,
    enableShield: shield,
    enableWaf: false, // WAF Classic has been shut down
    enableWafv2: wafv2,
    logLevel,
    defaultTags,
    image: imageRepository === undefined ? undefined : { repository: imageRepository },
    resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '500Mi' } },
    ...placementValues(props),
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateLoadBalancerControllerProps({ replicas }: LoadBalancerControllerProps): Issue[] {
  return checkWholeNumber('replicas', replicas, [1, 5], { fix: 'leave it out for 2', see: GUIDE });
}

function withoutAutoMode({ compute, clusterName }: IEksCluster): Issue[] {
  if (!compute.autoMode) return [];
  return [
    {
      field: 'cluster',
      value: clusterName,
      limit: 'a cluster without EKS Auto Mode, which makes load balancers itself (Ingress class eks.amazonaws.com/alb)',
      fix: 'leave the controller out and use IngressClass controller eks.amazonaws.com/alb',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html',
      rule: 'eks.controller-beside-auto-mode',
    },
  ];
}

function ipTargetsOnFargate({ compute }: IEksCluster, { defaultTargetType }: LoadBalancerControllerProps): Issue[] {
  if (defaultTargetType !== 'instance' || compute.ec2 || !compute.fargate) return [];
  return [
    {
      field: 'defaultTargetType',
      value: defaultTargetType,
      limit: '"ip" on a cluster that has Fargate only: there are no instances to send requests to',
      fix: 'leave it out',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html',
    },
  ];
}
