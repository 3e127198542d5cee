import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Role } from '../identity/role';
import { autoModeArguments } from './auto-mode';
import { endpointArguments } from './cluster-endpoint';
import type { EksClusterProps } from './eks-cluster-props';

/** What of a control plane is decided outside its own props. */
export interface ControlPlaneParts {
  readonly name: string;
  readonly version: string;
  readonly roleArn: string;
  readonly subnetIds: string[];
  /** The key around the secrets, if it is not EKS's own. */
  readonly keyArn?: string;
  readonly autoModeNodeRole?: Role;
}

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** The arguments of `aws_eks_cluster`. */
export function controlPlane(props: EksClusterProps, parts: ControlPlaneParts): EksClusterConfig {
  const { endpoint = { kind: 'private' }, securityGroups = [], remoteNetworks, controlPlaneTier, autoMode } = props;
  const { deletionProtection = true, upgradePolicy = 'EXTENDED', zonalShift = true } = props;
  const { keyArn, subnetIds, autoModeNodeRole, ...rest } = parts;
  return {
    ...rest,
    deletionProtection,
    enabledClusterLogTypes: LOG_TYPES,
    // EKS would install unmanaged copies of the core add-ons, which nobody updates.
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    vpcConfig: {
      subnetIds,
      ...(securityGroups.length === 0
        ? {}
        : { securityGroupIds: securityGroups.map(({ connections }) => connections.securityGroupId) }),
      ...endpointArguments(endpoint),
    },
    upgradePolicy: { supportType: upgradePolicy },
    zonalShiftConfig: { enabled: zonalShift },
    ...(keyArn === undefined ? {} : { encryptionConfig: { resources: ['secrets'], provider: { keyArn } } }),
    ...kubernetesNetwork(props),
    ...(autoMode === undefined ? {} : autoModeArguments(autoMode, autoModeNodeRole)),
    ...(controlPlaneTier === undefined ? {} : { controlPlaneScalingConfig: { tier: controlPlaneTier } }),
    ...(remoteNetworks === undefined
      ? {}
      : {
          remoteNetworkConfig: {
            remoteNodeNetworks: { cidrs: [...remoteNetworks.nodeCidrs] },
            remotePodNetworks:
              remoteNetworks.podCidrs === undefined ? undefined : { cidrs: [...remoteNetworks.podCidrs] },
          },
        }),
    lifecycle: {
      // AWS refuses only the cluster itself, which is the last to go: Terraform would have destroyed its nodes before.
      ...(deletionProtection ? { preventDestroy: true } : {}),
      // Both matter on create only, and a difference (after an import) would replace the cluster.
      ignoreChanges: ['bootstrap_self_managed_addons', 'access_config[0].bootstrap_cluster_creator_admin_permissions'],
    },
  };
}

function kubernetesNetwork({
  ipFamily,
  serviceIpv4Cidr,
  autoMode,
}: EksClusterProps): Pick<EksClusterConfig, 'kubernetesNetworkConfig'> {
  const config = {
    ...(ipFamily === 'ipv6' ? { ipFamily } : {}),
    ...(serviceIpv4Cidr === undefined ? {} : { serviceIpv4Cidr }),
    ...(autoMode === undefined ? {} : { elasticLoadBalancing: { enabled: true } }),
  };
  return Object.keys(config).length === 0 ? {} : { kubernetesNetworkConfig: config };
}
