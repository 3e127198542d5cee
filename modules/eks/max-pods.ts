import { eniLimits } from './eni-limits';
import { approximateVcpus } from './instance-types';

/** How the VPC CNI gives pods addresses, as far as it changes how many fit on a node. */
export interface PodDensity {
  /** /28 prefixes instead of single addresses. */
  readonly prefixDelegation?: boolean;
  /** The node's first interface is in another subnet and gives pods no addresses. */
  readonly customNetworking?: boolean;
}

/** Pods for which AWS tested a node below 30 vCPUs, and from there on. */
const [SMALL_NODE_PODS, LARGE_NODE_PODS] = [110, 250];

/**
 * Pods that fit on a node by its addresses, plus two on the host network; nothing for a type the table does not know.
 * Managed node groups of EKS's own AMIs get the number from EKS; a custom AMI must be told.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#determine-max-pods
 */
export function maxPods(instanceType: string, density: PodDensity = {}): number | undefined {
  const limits = eniLimits(instanceType);
  if (limits === undefined) return undefined;
  const { prefixDelegation = false, customNetworking = false } = density;
  const enis = customNetworking ? limits.enis - 1 : limits.enis;
  const perEni = (limits.ipv4PerEni - 1) * (prefixDelegation ? 16 : 1);
  const byAddresses = enis * perEni + 2;
  if (!prefixDelegation) return byAddresses;
  const tested = (approximateVcpus(instanceType) ?? 0) >= 30 ? LARGE_NODE_PODS : SMALL_NODE_PODS;
  return Math.min(byAddresses, tested);
}

/** The number for a group of several types: the smallest, because every node gets the same setting. */
export function maxPodsOfGroup(instanceTypes: readonly string[], density: PodDensity = {}): number | undefined {
  const known = instanceTypes
    .map((type) => maxPods(type, density))
    .filter((pods): pods is number => pods !== undefined);
  return known.length === instanceTypes.length && known.length > 0 ? Math.min(...known) : undefined;
}
