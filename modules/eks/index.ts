export {
  AccessEntry,
  type AccessEntryProps,
  type AccessEntryType,
  type AccessGrant,
  type AccessPolicy,
} from './access-entry';
export type { AddonName } from './addon-catalog';
export { pinnedAddonVersion } from './addon-versions';
export type { AmiType, NodeOperatingSystem } from './ami-types';
export type { ClusterEndpoint } from './cluster-endpoint';
export type { RemoteNetworks } from './cluster-ranges';
export type { ClusterCompute, ComputePart, NodeGroupFacts } from './compute-order';
export { type AddonIdentity, EksAddon, type EksAddonProps } from './eks-addon';
export { EksCluster } from './eks-cluster';
export type { IEksCluster, NodeAutoscaler } from './eks-cluster-interface';
export type { AddonSettings, AutoMode, EksClusterProps, SecretsEncryption } from './eks-cluster-props';
export type { EksClusterAttributes, EksClusterLookup } from './existing-eks-cluster';
export { FargateProfile, type FargateProfileProps } from './fargate-profile';
export type { FargateSelector } from './fargate-selector';
export { IdentityProvider, type IdentityProviderProps } from './identity-provider';
export { KarpenterResources, type KarpenterResourcesProps } from './karpenter-resources';
export {
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_RELEASES,
  type KubernetesRelease,
  kubernetesVersionWarnings,
  validateKubernetesVersion,
} from './kubernetes-versions';
export { ManagedNodeGroup } from './managed-node-group';
export type { ManagedNodeGroupProps, NodeCapacity, NodeUpdate } from './managed-node-group-props';
export { maxPods, type PodDensity } from './max-pods';
export type { NodeImage } from './node-image';
export { NodeLaunchTemplate, type NodeLaunchTemplateProps, type NodeSettings } from './node-launch-template';
export type { NodeScaling } from './node-scaling';
export type { NodeTaint } from './node-taints';
export { type NodeadmProps, type NodeBootstrap, nodeadmUserData } from './nodeadm-user-data';
export type { CustomPodNetwork, IpFamily, PodNetwork, PodNetworkFacts, VpcCni } from './pod-network';
export { SelfManagedNodeGroup } from './self-managed-node-group';
export type { SelfManagedNodeGroupProps, SelfManagedNodeImage } from './self-managed-node-group-props';
export {
  ServiceAccountIdentity,
  type ServiceAccountIdentityKind,
  type ServiceAccountIdentityProps,
} from './service-account-identity';
