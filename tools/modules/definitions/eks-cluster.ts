import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { type ClusterEndpoint, EksCluster } from '../../../modules/eks';
import { validatePrincipal } from '../../../modules/eks/access-entry';
import { validateClusterEndpoint } from '../../../modules/eks/cluster-endpoint';
import { Network } from '../../../modules/network';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { type InputRule, matches } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';
import { nameVariable, retentionDays, subnetIds, vpcId } from './common';
import { kubernetesVersion, nodeProps, nodeVariables, useNodeVariables } from './eks';

const CORE_ADDONS = ['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'metrics-server', 'vpc-cni'];

const principal = /^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)\/.+$/;

const publicCidrsRule: InputRule = {
  condition: (value) =>
    [
      `length(${value}) >= 1`,
      `length(${value}) <= 40`,
      `alltrue([for cidr in ${value} : can(cidrhost(cidr, 0))])`,
      `alltrue([for cidr in ${value} : !endswith(cidr, "/0")])`,
      `alltrue([for cidr in ${value} : !can(regex("^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])", cidr))])`,
    ].join(' && '),
  check: (cidrs: readonly string[]) => validateClusterEndpoint({ kind: 'public-and-private', cidrs }),
  accepts: [['203.0.113.7/32'], ['203.0.113.0/24', '2001:db8::/32']],
  rejects: [['0.0.0.0/0'], [], ['::/0'], ['10.0.0.0/16'], ['172.20.0.0/16'], ['203.0.113.7']],
  words: {
    limit: '1 to 40 blocks of public addresses, never 0.0.0.0/0',
    fix: "list your offices' and runners' addresses, or use the root module, whose endpoint is private",
  },
};

const publicCidrs: InputVariable = {
  type: 'list(string)',
  description: 'Public addresses that may call the Kubernetes API: offices, runners of Terraform.',
  rules: [publicCidrsRule],
};

function cluster(kind: 'private' | 'public-and-private', summary: string): ModuleShape {
  const open = kind === 'public-and-private';
  return {
    summary,
    variables: {
      name: nameVariable(28, 'Name of the cluster.'),
      kubernetes_version: kubernetesVersion,
      vpc_id: vpcId,
      subnet_ids: subnetIds(
        'Private subnets of two or more zones, with a way to AWS (NAT or endpoints): control plane and nodes.',
      ),
      admin_principal_arn: {
        type: 'string',
        description:
          'ARN of the IAM role or user that administers the cluster: the role that deploys. Whoever creates the cluster has no rights in it.',
        rules: [
          matches(principal, {
            check: (arn: string) => validatePrincipal(arn),
            accepts: ['arn:aws:iam::123456789012:role/Deploy', 'arn:aws-us-gov:iam::123456789012:user/ann'],
            rejects: ['arn:aws:sts::123456789012:assumed-role/Deploy/ann', 'Deploy'],
          }),
        ],
      },
      ...(open ? { public_access_cidrs: publicCidrs } : {}),
      log_retention_days: retentionDays(
        'Days that the five control plane logs stay readable; a year, because an intrusion is often noticed months later.',
        365,
      ),
      deletion_protection: {
        type: 'bool',
        default: true,
        description: 'AWS refuses to delete the cluster; set it to false and apply before you destroy.',
      },
      ...nodeVariables,
    },
    outputs: {
      cluster_name: 'Name of the cluster, known to what waits for the cluster.',
      cluster_arn: 'ARN of the cluster.',
      cluster_endpoint: 'Address of the Kubernetes API.',
      cluster_certificate_authority: 'Certificate of the Kubernetes API, base64.',
      cluster_security_group_id: 'Security group on control plane and nodes.',
      oidc_provider_arn: 'IAM OIDC provider of the cluster, for roles of service accounts (IRSA).',
      node_role_arn: 'Role of the system nodes.',
      kms_key_arn: "Key around the cluster's secrets.",
    },
    example: {
      name: 'shop-dev',
      vpc_id: 'vpc-0123456789abcdef0',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      admin_principal_arn: 'arn:aws:iam::123456789012:role/Deploy',
      ...(open ? { public_access_cidrs: ['203.0.113.7/32'] } : {}),
    },
    build: (stack) => buildCluster(stack, open ? { kind, cidrs: ['203.0.113.7/32'] } : { kind: 'private' }),
  };
}

function buildCluster(stack: ModuleStack, endpoint: ClusterEndpoint): Record<string, unknown> {
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: stack.text('vpc_id'),
    tiers: { private: { subnetIds: stack.subnetIds('private') } },
  });
  // The library's pins belong to one minor; here the minor is an input, and AWS's default for it is taken.
  const versions = CORE_ADDONS.map((addonName) => {
    const data = new DataAwsEksAddonVersion(stack, addonName, {
      addonName,
      kubernetesVersion: stack.text('kubernetes_version'),
    });
    return [addonName, { version: data.version }] as const;
  });
  const made = new EksCluster(stack, 'Default', {
    network,
    clusterName: stack.sample('name'),
    endpoint,
    deletionProtection: false, // the variable below decides; `prevent_destroy` takes none
    addons: Object.fromEntries(versions),
  });
  made.addAccess('Admin', {
    principalArn: stack.text('admin_principal_arn'),
    type: { kind: 'standard', grants: [{ policy: 'ClusterAdmin' }] },
  });
  const system = made.addNodeGroup('System', nodeProps(stack));
  useNodeVariables(stack, system, 'system');
  system.nodeGroup.version = stack.text('kubernetes_version');

  made.cluster.version = stack.text('kubernetes_version');
  made.cluster.deletionProtection = stack.flag('deletion_protection');
  made.cluster.vpcConfig.subnetIds = stack.list('subnet_ids');
  if (endpoint.kind !== 'private') made.cluster.vpcConfig.publicAccessCidrs = stack.list('public_access_cidrs');
  made.logGroup.retentionInDays = stack.number('log_retention_days');
  return {
    cluster_name: made.cluster.name,
    cluster_arn: made.cluster.arn,
    cluster_endpoint: made.cluster.endpoint,
    cluster_certificate_authority: made.cluster.certificateAuthority.get(0).data,
    cluster_security_group_id: made.clusterSecurityGroupId,
    oidc_provider_arn: made.oidcProviderArn,
    node_role_arn: system.role.roleArn,
    kms_key_arn: made.secretsKey?.keyArn,
  };
}

export const eksClusterModule: ModuleDefinition = {
  name: 'eks-cluster',
  root: cluster(
    'private',
    'An EKS cluster with a private endpoint: control plane, encrypted secrets, logs, core add-ons, one administrator, a system node group.',
  ),
  variants: {
    'public-endpoint': cluster(
      'public-and-private',
      'An EKS cluster whose API also answers on the internet, for the addresses you list; otherwise as the root module.',
    ),
  },
  fixed: [
    'The core add-ons and the system node group are part of the module: CoreDNS waits for nodes, and nodes for the pod network. Further groups come from `terraform-aws-eks-node-group`.',
    'One administrator, because each access entry is a resource of its own; write `aws_eks_access_entry` for further ones.',
    'Add-ons have the version that AWS declares the default for `kubernetes_version`; the TypeScript construct `EksCluster` pins versions that ran together.',
    'Auto Mode, Fargate profiles, IPv6 and other pod networks are other sets of resources: use the TypeScript construct.',
    'What Helm installs belongs into another state than the cluster; see `terraform-aws-load-balancer-controller`.',
  ],
};
