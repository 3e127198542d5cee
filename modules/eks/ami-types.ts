import { type Accelerator, acceleratorOf, architectureOf, type InstanceArchitecture } from '../shared/instance-types';
import type { Issue } from '../shared/problems';
import { minorOf } from './kubernetes-versions';

export type NodeOperatingSystem = 'al2023' | 'bottlerocket' | 'windows' | 'al2';

/** What an `ami_type` of EKS means. */
export interface AmiTypeFacts {
  readonly operatingSystem: NodeOperatingSystem;
  readonly architecture: InstanceArchitecture;
  readonly accelerator?: Accelerator;
  /** First Kubernetes minor that AWS builds no such AMI for. */
  readonly removedFrom?: number;
}

const AL2_REMOVED = 33;

/**
 * The AMI types that the pinned provider takes; read on 2026-11-20. EKS has four more that it does not take yet
 * (Windows 2025, Bottlerocket NVIDIA FIPS).
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
 */
export const AMI_TYPES = {
  AL2023_x86_64_STANDARD: { operatingSystem: 'al2023', architecture: 'x86_64' },
  AL2023_ARM_64_STANDARD: { operatingSystem: 'al2023', architecture: 'arm64' },
  AL2023_x86_64_NVIDIA: { operatingSystem: 'al2023', architecture: 'x86_64', accelerator: 'nvidia' },
  AL2023_ARM_64_NVIDIA: { operatingSystem: 'al2023', architecture: 'arm64', accelerator: 'nvidia' },
  AL2023_x86_64_NEURON: { operatingSystem: 'al2023', architecture: 'x86_64', accelerator: 'neuron' },
  BOTTLEROCKET_x86_64: { operatingSystem: 'bottlerocket', architecture: 'x86_64' },
  BOTTLEROCKET_ARM_64: { operatingSystem: 'bottlerocket', architecture: 'arm64' },
  BOTTLEROCKET_x86_64_FIPS: { operatingSystem: 'bottlerocket', architecture: 'x86_64' },
  BOTTLEROCKET_ARM_64_FIPS: { operatingSystem: 'bottlerocket', architecture: 'arm64' },
  BOTTLEROCKET_x86_64_NVIDIA: { operatingSystem: 'bottlerocket', architecture: 'x86_64', accelerator: 'nvidia' },
  BOTTLEROCKET_ARM_64_NVIDIA: { operatingSystem: 'bottlerocket', architecture: 'arm64', accelerator: 'nvidia' },
  WINDOWS_CORE_2019_x86_64: { operatingSystem: 'windows', architecture: 'x86_64' },
  WINDOWS_FULL_2019_x86_64: { operatingSystem: 'windows', architecture: 'x86_64' },
  WINDOWS_CORE_2022_x86_64: { operatingSystem: 'windows', architecture: 'x86_64' },
  WINDOWS_FULL_2022_x86_64: { operatingSystem: 'windows', architecture: 'x86_64' },
  AL2_x86_64: { operatingSystem: 'al2', architecture: 'x86_64', removedFrom: AL2_REMOVED },
  AL2_x86_64_GPU: {
    operatingSystem: 'al2',
    architecture: 'x86_64',
    accelerator: 'nvidia',
    removedFrom: AL2_REMOVED,
  },
  AL2_ARM_64: { operatingSystem: 'al2', architecture: 'arm64', removedFrom: AL2_REMOVED },
} as const satisfies Readonly<Record<string, AmiTypeFacts>>;

export type AmiType = keyof typeof AMI_TYPES;

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html';

/** Whether the AMI starts on the types, has their drivers, and exists for the Kubernetes version. */
export function validateAmiType(
  amiType: AmiType,
  instanceTypes: readonly string[],
  kubernetesVersion: string | undefined,
): Issue[] {
  const facts: AmiTypeFacts = AMI_TYPES[amiType];
  const minor = minorOf(kubernetesVersion ?? '') ?? 0;
  const issues: Issue[] = [];
  const wrongArchitecture = instanceTypes.filter((type) => architectureOf(type) !== facts.architecture);
  if (wrongArchitecture.length > 0) {
    issues.push({
      field: 'instanceTypes',
      value: wrongArchitecture,
      limit: `${facts.architecture} types, because the AMI type is ${amiType}`,
      fix: 'leave the AMI type out to get the one that fits, or choose types of its architecture',
      see: SEE,
    });
  }
  const withoutDrivers = instanceTypes.filter((type) => acceleratorOf(type) !== facts.accelerator);
  if (withoutDrivers.length > 0) {
    issues.push({
      field: 'image',
      value: amiType,
      limit: `an AMI type for the accelerator of ${withoutDrivers.join(', ')} (${acceleratorOf(withoutDrivers[0] ?? '') ?? 'none'}); this one has drivers for ${facts.accelerator ?? 'none'}`,
      fix: "use image: { kind: 'al2023' }, which takes the AMI type that fits",
      see: SEE,
    });
  }
  if (facts.removedFrom !== undefined && minor >= facts.removedFrom) {
    issues.push({
      field: 'image',
      value: amiType,
      limit: `an AMI that AWS builds for Kubernetes ${kubernetesVersion}; Amazon Linux 2 ended with 1.${facts.removedFrom - 1} and on 2025-11-26`,
      fix: "use image: { kind: 'al2023' }",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html',
    });
  }
  return issues;
}
