export { CHARTS, type Chart, type KnownChart } from './chart-versions';
export type { ClusterAuth, RunnerAccess } from './cluster-auth';
export { type ClusterPart, ClusterParts } from './cluster-parts';
export { ClusterProviders, type ClusterProvidersProps } from './cluster-providers';
export { HelmRelease, type HelmReleaseProps, type SecretValues } from './helm-release';
export type { HelmValue, HelmValues } from './helm-values';
export { LoadBalancerController, type LoadBalancerControllerProps } from './load-balancer-controller';
export type { PodPlacement, Toleration } from './pod-settings';
