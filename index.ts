/** Everything public. An area alone is lighter to load: `cdktf-aws-containers/network`. */
export * from './modules/ecs';
export * from './modules/eks';
export * from './modules/eks-addons';
export * from './modules/grants';
export * from './modules/identity';
export * from './modules/kubernetes';
export * from './modules/load-balancing';
export * from './modules/network';
export * from './modules/patterns';
export * from './modules/registry';
export type { Metric } from './modules/shared/metric';
export { InvalidInputError, type Issue, type Problem, type Unchecked } from './modules/shared/problems';
export * from './modules/state';
export { EksHybrid, type EksHybridProps } from './stacks/eks-hybrid';
export { EnvironmentStack, type EnvironmentStackProps } from './stacks/environment-stack';
export { KubernetesStack, type KubernetesStackProps } from './stacks/kubernetes-stack';
export { type StateAccess, type StateOfState, StateStack, type StateStackProps } from './stacks/state-stack';
