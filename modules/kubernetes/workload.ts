import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { type TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import { ServiceAccountIdentity } from '../eks/service-account-identity';
import type { ClusterParts } from '../eks-addons/cluster-parts';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { podsRunOn } from '../eks-addons/pod-settings';
import type { IGrantable } from '../identity/grantable';
import type { PolicyStatement } from '../identity/policy-statement';
import { Connections, type IConnectable } from '../network/connections';
import { Port } from '../network/port';
import type { AlarmSettings } from '../shared/alarm-settings';
import { addDependency } from '../shared/dependencies';
import type { IMonitored, Monitoring } from '../shared/monitoring';
import { claimName, kebabCase } from '../shared/names';
import { acceptUnchecked, checkAtSynth, report, warn } from '../shared/problems';
import { AlbIngress } from './alb-ingress';
import { KubernetesNamespace } from './namespace';
import { WorkloadAlarms } from './workload-alarms';
import { validateWorkloadInCluster } from './workload-in-cluster';
import { WorkloadMetrics } from './workload-metrics';
import { ROLLOUT, type WorkloadObjects, workloadObjects } from './workload-objects';
import { WorkloadPolicy } from './workload-policy';
import type { KubernetesWorkloadProps } from './workload-props';
import { validateKubernetesWorkloadProps, workloadWarnings } from './workload-validation';

/** Where the objects of a workload are. */
interface Place {
  /** Literal name. */
  readonly name: string;
  /** The same as Terraform sees it: what refers to it waits for the namespace. */
  readonly reference: string;
  readonly own?: KubernetesNamespace;
}

/**
 * A program in a Kubernetes cluster: Deployment, service account and, as far as they apply, Service, autoscaler,
 * disruption budget, Ingress and AWS role. It is described with the words of `EcsService`.
 */
export class KubernetesWorkload extends Construct implements IGrantable, IConnectable, IMonitored {
  public readonly name: string;
  /** Literal name of the namespace. */
  public readonly namespaceName: string;
  /** The namespace, where the workload has one of its own. */
  public readonly namespace?: KubernetesNamespace;
  public readonly serviceAccount: ServiceAccountV1;
  /** Missing where Argo Rollouts replaces the pods. */
  public readonly deployment?: DeploymentV1;
  /** In the place of the Deployment, with a `deployment` other than `rolling`. */
  public readonly rollout?: Manifest;
  /** Missing without a port. */
  public readonly service?: ServiceV1;
  /** Missing with a fixed number of pods. */
  public readonly autoscaler?: HorizontalPodAutoscalerV2;
  /** Missing with fewer than two pods. */
  public readonly disruptionBudget?: PodDisruptionBudgetV1;
  /** Missing where it is not exposed. */
  public readonly ingress?: AlbIngress;
  /** Name that other pods of the cluster call it by, `web.shop.svc.cluster.local`. */
  public readonly clusterHostname: string;
  /** The Service's name, for the rules of an `AlbIngress`. */
  public readonly serviceName: string;
  /** Port of the Service; 0 without one. */
  public readonly servicePort: number;
  /** The AWS role, once something was granted. */
  public identity?: ServiceAccountIdentity;
  /** What CloudWatch knows of the pods, with Container Insights on the cluster. */
  public readonly metrics: WorkloadMetrics;
  /** Missing until `recommendedAlarms` makes them. */
  public alarms?: WorkloadAlarms;
  /** Who may call the pods, once that was limited with `allowFrom`. */
  public networkPolicy?: WorkloadPolicy;

  private readonly cluster: IEksCluster;
  private readonly parts: ClusterParts;
  private readonly place: Place;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: KubernetesWorkloadProps,
  ) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    this.cluster = cluster;
    this.parts = parts;
    this.name = props.name ?? kebabCase(id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateKubernetesWorkloadProps({ ...props, name: this.name }));
    warn(this, workloadWarnings(props));
    checkAtSynth(this, () => validateWorkloadInCluster(this, props, { cluster, parts }));

    this.place = this.placeIn(props.namespace);
    this.namespaceName = this.place.name;
    this.namespace = this.place.own;
    claimName(this, 'Kubernetes workload', `${this.namespaceName}/${this.name}`, { within: cluster.clusterName });
    this.clusterHostname = `${this.name}.${this.namespaceName}.svc.cluster.local`;
    this.metrics = new WorkloadMetrics({
      clusterName: cluster.clusterName,
      namespaceName: this.namespaceName,
      name: this.name,
    });
    this.serviceName = this.name;
    this.servicePort = props.port ?? 0;

    const objects = workloadObjects(this.name, this.place.reference, props);
    this.serviceAccount = new ServiceAccountV1(this, 'ServiceAccount', objects.serviceAccount);
    this.deployment =
      objects.deployment &&
      new DeploymentV1(this, 'Deployment', {
        ...objects.deployment,
        lifecycle: objects.autoscaler && { ignoreChanges: ['spec[0].replicas'] },
      });
    this.rollout = objects.rollout && new Manifest(this, 'Rollout', { manifest: { ...ROLLOUT, ...objects.rollout } });
    for (const runner of this.runners) addDependency(runner, this.serviceAccount);
    this.service = objects.service && new ServiceV1(this, 'Service', objects.service);
    this.autoscaler = objects.autoscaler && new HorizontalPodAutoscalerV2(this, 'Autoscaler', objects.autoscaler);
    for (const runner of this.runners) if (this.autoscaler !== undefined) addDependency(this.autoscaler, runner);
    if (this.rollout !== undefined) this.leaveToRollouts(this.rollout);
    this.disruptionBudget =
      objects.disruptionBudget && new PodDisruptionBudgetV1(this, 'DisruptionBudget', objects.disruptionBudget);
    this.ingress = this.exposed(objects);
  }

  /** The cluster's security group, which all its pods share: a rule for this workload is one for the whole cluster. */
  public get connections(): Connections {
    const { securityGroupId } = this.cluster.connections;
    const defaultPort = this.props.port === undefined ? undefined : Port.tcp(this.props.port);
    return new Connections({ owner: this, securityGroupId, defaultPort });
  }

  /** For a `Dashboard`: CPU, memory and pods, with Container Insights on the cluster. */
  public get monitoring(): Monitoring {
    const graphs = this.metrics.graphs({ countsPods: this.deployment !== undefined });
    return { title: `${this.namespaceName}/${this.name}`, graphs };
  }

  public addToPolicy(statement: PolicyStatement): void {
    this.identity ??= this.makeIdentity();
    this.identity.addToPolicy(statement);
  }

  /** Alarms for too few pods, and for CPU and memory that are used up; they need Container Insights on the cluster. */
  public recommendedAlarms(settings: AlarmSettings): WorkloadAlarms {
    const { namespaceName, name, metrics, deployment } = this;
    this.alarms = new WorkloadAlarms(this, 'Alarms', {
      ...settings,
      namespaceName,
      metrics,
      workloadName: `${namespaceName}/${name}`,
      countsPods: deployment !== undefined,
    });
    return this.alarms;
  }

  /** Only what is named may then call the pods: other workloads of the cluster, and the load balancer in front. */
  public allowFrom(other: KubernetesWorkload): void {
    this.networkPolicy ??= new WorkloadPolicy(this, 'NetworkPolicy', {
      workload: this,
      namespace: this.place.reference,
      port: this.props.port,
      exposed: this.ingress !== undefined,
    });
    this.networkPolicy.allowFrom(other);
  }

  /** What makes the pods; one of the two. */
  private get runners(): TerraformResource[] {
    return [this.deployment, this.rollout].filter((runner) => runner !== undefined);
  }

  /** A blue-green deployment moves the Service by its selector, which then is not Terraform's any more. */
  private leaveToRollouts(rollout: Manifest): void {
    this.parts.need('argo-rollouts', TerraformStack.of(this));
    if (this.service === undefined || this.props.deployment?.kind !== 'blue-green') return;
    this.service.lifecycle = { ignoreChanges: ['spec[0].selector'] };
    addDependency(rollout, this.service);
  }

  private placeIn(namespace: KubernetesWorkloadProps['namespace']): Place {
    if (typeof namespace === 'string') return { name: namespace, reference: namespace };
    if (namespace === undefined) {
      const own = new KubernetesNamespace(this, 'Namespace', { name: this.name });
      return { name: own.namespaceName, reference: own.namespace.metadata.name, own };
    }
    const [stack, home] = [TerraformStack.of(this), TerraformStack.of(namespace)];
    if (stack === home) return { name: namespace.namespaceName, reference: namespace.namespace.metadata.name };
    stack.addDependency(home);
    return { name: namespace.namespaceName, reference: namespace.namespaceName };
  }

  private exposed({ ingress }: WorkloadObjects): AlbIngress | undefined {
    if (ingress === undefined || this.service === undefined) return undefined;
    const made = new AlbIngress(this, 'Ingress', ingress);
    addDependency(made.ingress, this.service);
    return made;
  }

  /**
   * With IRSA the role is in this state, where the grants are. A Pod Identity association has to be older than the pod,
   * so it goes into the cluster's state; what is granted must not belong to a stack that is deployed later.
   */
  private makeIdentity(): ServiceAccountIdentity {
    const { cluster, namespaceName: namespace, name: serviceAccount } = this;
    const { identity: kind = cluster.oidcProviderArn === undefined ? 'pod-identity' : 'irsa' } = this.props;
    const runsOn = podsRunOn(cluster, namespace);
    const props = { namespace, serviceAccount, kind, runsOn };
    if (kind === 'pod-identity') return cluster.addServiceAccountIdentity(props);
    const identity = new ServiceAccountIdentity(this, 'Identity', {
      ...props,
      cluster: ClusterProviders.of(this).clusterOfIdentities(),
    });
    const { metadata } = workloadObjects(this.name, this.place.reference, this.props).serviceAccount;
    this.serviceAccount.putMetadata({ ...metadata, annotations: { ...identity.annotations } });
    for (const runner of this.runners) identity.role.completeBefore(runner);
    return identity;
  }
}
