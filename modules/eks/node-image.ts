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
