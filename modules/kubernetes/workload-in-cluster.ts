import type { IConstruct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import type { ClusterPart, ClusterParts } from '../eks-addons/cluster-parts';
import { needsCompute } from '../eks-addons/pod-settings';
import type { Issue } from '../shared/problems';
import { crdsOfSameStack } from './crds-first';
import { unschedulable } from './node-affinity';
import { isProgressive } from './workload-deployment';
import type { KubernetesWorkloadProps } from './workload-props';
import { metricSources } from './workload-scaling';

/** What a workload asks of its cluster, once everything is in it. */
export function validateWorkloadInCluster(
  workload: IConstruct,
  props: KubernetesWorkloadProps,
  { cluster, parts }: { readonly cluster: IEksCluster; readonly parts: ClusterParts },
): Issue[] {
  const { scaling, deployment, nodeAffinity, podTrafficEncryption } = props;
  const judgeNodes = !cluster.compute.autoMode && !cluster.compute.fargate && cluster.autoscaler !== 'karpenter';
  const sources = scaling === undefined || 'fixed' in scaling ? [] : metricSources(scaling);
  return [
    ...needsCompute(cluster),
    ...(deployment !== undefined && isProgressive(deployment)
      ? parts.has('argo-rollouts')
        ? crdsOfSameStack(workload, parts, 'argo-rollouts')
        : [withoutRollouts(deployment.kind)]
      : []),
    ...(judgeNodes ? unschedulable(props, nodeAffinity, cluster.nodeGroups) : []),
    ...(podTrafficEncryption === 'required' && !parts.has('pod-traffic-encryption') ? [plainTraffic(cluster)] : []),
    ...sources
      .filter((source) => !parts.has(source) && !cluster.addonNames.includes(source))
      .map((source) => withoutMetrics(source, scaling)),
  ];
}

function withoutRollouts(kind: string): Issue {
  return {
    field: 'deployment.kind',
    value: kind,
    limit: 'rolling in a cluster without Argo Rollouts, which does the others',
    fix: "add new ArgoRollouts(platform, 'argo-rollouts') to an earlier stack of the cluster, or say existing: ['argo-rollouts'] in ClusterProviders",
    see: 'https://argo-rollouts.readthedocs.io/en/stable/',
  };
}

function withoutMetrics(source: ClusterPart, scaling: KubernetesWorkloadProps['scaling']): Issue {
  return {
    field: 'scaling',
    value: scaling,
    limit: `metrics that something in the cluster serves; ${source} is missing`,
    fix:
      source === 'metrics-server'
        ? "add the EKS add-on: addons: { 'metrics-server': {} } of the cluster, or a MetricsServer release"
        : `add a PrometheusAdapter release (or say existing: ['${source}'] in ClusterProviders when KEDA serves it)`,
    see: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis',
  };
}

function plainTraffic({ clusterName }: IEksCluster): Issue {
  return {
    field: 'podTrafficEncryption',
    value: 'required',
    limit: `a cluster that encrypts traffic between pods; the pod network of ${clusterName} does not`,
    fix: "add new Cilium(stack, 'Cilium', { podTrafficEncryption: 'wireguard' }); on ECS it is Service Connect with TLS",
    see: 'https://docs.cilium.io/en/stable/security/network/encryption-wireguard/',
  };
}
