export type { AlbHealthCheck, AlbOptions, IngressGroup } from './alb-annotations';
export {
  AlbIngress,
  type AlbIngressOptions,
  type AlbIngressProps,
  type IngressPath,
  type IngressRule,
  type PathType,
} from './alb-ingress';
export { KarpenterNodePool, type KarpenterNodePoolProps } from './karpenter-node-pool';
export { type KubernetesObject, Manifests, type ManifestsProps } from './manifests';
export { KubernetesNamespace, type KubernetesNamespaceProps, type PodSecurityStandard } from './namespace';
export type { NodeAffinity, NodeRequirement } from './node-affinity';
export { KubernetesWorkload } from './workload';
export { WorkloadAlarms, type WorkloadAlarmsProps } from './workload-alarms';
export type {
  BlueGreenPodDeployment,
  CanaryPodDeployment,
  LinearPodDeployment,
  RollingPodDeployment,
  WorkloadDeployment,
} from './workload-deployment';
export { WorkloadMetrics } from './workload-metrics';
export type {
  KubernetesSecretSource,
  KubernetesWorkloadProps,
  WorkloadHealthCheck,
  WorkloadImage,
  WritableDirectory,
} from './workload-props';
export type { AutoscaledReplicas, ExternalMetric, FixedReplicas, WorkloadScaling } from './workload-scaling';
export { type PortableWorkloadProps, workloadManifests, workloadYaml, writeWorkloadYaml } from './workload-yaml';
