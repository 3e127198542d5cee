/**
 * By Kubernetes minor, a set of add-on versions that ran together; read on 2026-11-20. Pinned, so that an add-on moves
 * when this table moves and not when AWS publishes a build. What is missing follows the version that AWS declares the
 * default for the minor, `data.aws_eks_addon_version`.
 *
 * EKS never updates add-ons with the control plane: a new minor brings its own row, and with it the update.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html
 */
const ADDON_VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1.36': {
    'aws-ebs-csi-driver': 'v1.66.0-eksbuild.1',
    coredns: 'v1.14.3-eksbuild.23',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'kube-proxy': 'v1.36.0-eksbuild.25',
    'metrics-server': 'v0.9.0-eksbuild.11',
    'vpc-cni': 'v1.22.4-eksbuild.3',
  },
  '1.35': {
    'aws-ebs-csi-driver': 'v1.63.1-eksbuild.1',
    coredns: 'v1.13.2-eksbuild.21',
    'eks-node-monitoring-agent': 'v1.6.4-eksbuild.1',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'kube-proxy': 'v1.35.3-eksbuild.21',
    'metrics-server': 'v0.9.0-eksbuild.5',
    'vpc-cni': 'v1.22.4-eksbuild.3',
  },
  '1.34': {
    coredns: 'v1.12.4-eksbuild.29',
    'kube-proxy': 'v1.34.6-eksbuild.21',
  },
  '1.33': {
    coredns: 'v1.12.4-eksbuild.29',
    'kube-proxy': 'v1.33.10-eksbuild.21',
  },
};

/** The pinned version of an add-on for a Kubernetes minor; nothing where none is known to work. */
export function pinnedAddonVersion(addonName: string, kubernetesVersion: string): string | undefined {
  return ADDON_VERSIONS[kubernetesVersion]?.[addonName];
}
