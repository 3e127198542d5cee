import { kubeletFlags } from './kubelet-flags';
import type { NodeTaint } from './node-taints';

/** How a node finds its cluster; of a cluster made in the same stack these are references. */
export interface NodeBootstrap {
  /** Address of the Kubernetes API, `https://...`. */
  readonly endpoint: string;
  /** Certificate authority, base64. */
  readonly certificateAuthority: string;
  /** Range of Service addresses. */
  readonly serviceCidr: string;
}

export interface NodeadmProps {
  readonly clusterName: string;
  readonly bootstrap: NodeBootstrap;
  /** @default the number by single addresses, which nodeadm computes */
  readonly maxPods?: number;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly taints?: readonly NodeTaint[];
}

/**
 * Complete user data for Amazon Linux 2023 outside managed node groups: MIME multipart with one nodeadm document. JSON
 * is YAML, and leaves no indentation to get wrong.
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/
 */
export function nodeadmUserData({ clusterName, bootstrap, maxPods, labels, taints }: NodeadmProps): string {
  const flags = kubeletFlags({ labels, taints });
  const kubelet = {
    ...(maxPods === undefined ? {} : { config: { maxPods } }),
    ...(flags.length === 0 ? {} : { flags }),
  };
  const nodeConfig = {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: {
      cluster: {
        name: clusterName,
        apiServerEndpoint: bootstrap.endpoint,
        certificateAuthority: bootstrap.certificateAuthority,
        cidr: bootstrap.serviceCidr,
      },
      ...(Object.keys(kubelet).length === 0 ? {} : { kubelet }),
    },
  };
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: application/node.eks.aws',
    '',
    JSON.stringify(nodeConfig, null, 2),
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

const BOUNDARY = '==NODECONFIG==';
