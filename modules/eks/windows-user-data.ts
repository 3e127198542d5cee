import { kubeletFlags } from './kubelet-flags';
import type { NodeTaint } from './node-taints';
import type { NodeBootstrap } from './nodeadm-user-data';

export interface WindowsUserDataProps {
  readonly clusterName: string;
  readonly bootstrap: NodeBootstrap;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly taints?: readonly NodeTaint[];
}

/**
 * Complete user data for Windows nodes outside managed groups: the script of EKS's own AMI joins the node. How many pods
 * fit, the control plane says, which gives them their addresses.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-windows-ami.html#bootstrap-script-configuration-parameters
 */
export function windowsUserData({ clusterName, bootstrap, labels, taints }: WindowsUserDataProps): string {
  const flags = kubeletFlags({ labels, taints }).join(' ');
  const parameters = {
    EKSClusterName: clusterName,
    APIServerEndpoint: bootstrap.endpoint,
    Base64ClusterCA: bootstrap.certificateAuthority,
    ServiceCIDR: bootstrap.serviceCidr,
    ...(flags === '' ? {} : { KubeletExtraArgs: flags }),
  };
  const words = Object.entries(parameters).map(([name, value]) => `-${name} '${value}'`);
  return [
    '<powershell>',
    `& "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1" ${words.join(' ')}`,
    '</powershell>',
    '',
  ].join('\n');
}
