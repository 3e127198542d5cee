import { acceleratorOf, architectureOf } from '../shared/instance-types';
import type { AmiType } from './ami-types';

/** Which operating system nodes run. For the first three EKS publishes the AMI and keeps it patched. */
export type NodeImage =
  /** Amazon Linux 2023; with drivers where the instance types have NVIDIA GPUs or Neuron chips. */
  | { readonly kind: 'al2023' }
  /** Bottlerocket: read-only root, no shell, two disks. `fips`: validated cryptography, not with GPUs. @default fips false */
  | { readonly kind: 'bottlerocket'; readonly fips?: boolean }
  /** Needs `podNetwork.windows`, and Linux nodes for CoreDNS. @default edition 'core', year 2022 */
  | { readonly kind: 'windows'; readonly edition?: 'core' | 'full'; readonly year?: 2019 | 2022 }
  /** An AMI type of EKS by name; checked against instance types and Kubernetes version. */
  | { readonly kind: 'ami-type'; readonly amiType: AmiType }
  /**
   * Your own AMI. EKS adds nothing to it: the user data must join the node to the cluster, for AL2023 as
   * `nodeadmUserData` writes it.
   */
  | {
      readonly kind: 'custom';
      /** `ami-...` */
      readonly imageId: string;
      /** Plain text; it is encoded here. */
      readonly userData: string;
      readonly operatingSystem: 'al2023' | 'bottlerocket' | 'windows';
    };

/** The AMI type for an image and the types it runs on; all types of a group have one architecture and accelerator. */
export function amiTypeOf(image: Exclude<NodeImage, { kind: 'custom' }>, instanceTypes: readonly string[]): AmiType {
  const [first = 'm7g.large'] = instanceTypes;
  const architecture = architectureOf(first) === 'arm64' ? 'ARM_64' : 'x86_64';
  const accelerator = acceleratorOf(first);
  switch (image.kind) {
    case 'ami-type':
      return image.amiType;
    case 'windows':
      return `WINDOWS_${image.edition === 'full' ? 'FULL' : 'CORE'}_${image.year ?? 2022}_x86_64`;
    case 'bottlerocket':
      if (accelerator === 'nvidia') return `BOTTLEROCKET_${architecture}_NVIDIA`;
      return image.fips === true ? `BOTTLEROCKET_${architecture}_FIPS` : `BOTTLEROCKET_${architecture}`;
    case 'al2023':
      if (accelerator === 'neuron') return 'AL2023_x86_64_NEURON';
      return `AL2023_${architecture}_${accelerator === 'nvidia' ? 'NVIDIA' : 'STANDARD'}`;
  }
}
