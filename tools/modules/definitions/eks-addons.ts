import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { EksAddon, EksCluster } from '../../../modules/eks';
import { type AddonName, addonFacts } from '../../../modules/eks/addon-catalog';
import { validateAddonVersion } from '../../../modules/eks/eks-addon';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { type InputRule, issueIf } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';
import { nameVariable } from './common';
import { clusterName } from './eks-node-group';

/** Each with what a registry says of it. */
const ADDONS = {
  'aws-ebs-csi-driver': 'EBS volumes for pods',
  'aws-efs-csi-driver': 'EFS file systems for pods',
  'snapshot-controller': 'snapshots of volumes, for which the EBS driver alone does not suffice',
  'amazon-cloudwatch-observability': 'metrics, logs and traces in CloudWatch, which bills what it takes in',
  'metrics-server': 'CPU and memory for `kubectl top` and HorizontalPodAutoscalers',
  'eks-pod-identity-agent': 'IAM roles for pods by Pod Identity',
} as const satisfies Partial<Record<AddonName, string>>;

type Addon = keyof typeof ADDONS;

/** What `terraform-aws-eks-cluster` does not have; EKS refuses an add-on that a cluster has already. */
const BESIDE_THE_CLUSTER = [
  'aws-ebs-csi-driver',
  'aws-efs-csi-driver',
  'snapshot-controller',
  'amazon-cloudwatch-observability',
] as const satisfies readonly Addon[];

/** `aws-ebs-csi-driver` -> `aws_ebs_csi_driver`, which begins its inputs and outputs. */
function wordOf(addon: Addon): string {
  return addon.replaceAll('-', '_');
}

function hasRole(addon: Addon): boolean {
  return addonFacts(addon).identity !== undefined;
}

function versionRule(addon: Addon): InputRule {
  return {
    condition: (value) => `${value} == "" || can(regex("^v?[0-9]+[.][0-9]+[.][0-9]+-eksbuild[.][0-9]+$", ${value}))`,
    check: (version: string) => validateAddonVersion(addon, version === '' ? undefined : version),
    accepts: ['', 'v1.66.0-eksbuild.1'],
    rejects: ['1.66', 'v1.66.0', 'latest'],
    words: { fix: `take one of: aws eks describe-addon-versions --addon-name ${addon}, or leave it out` },
  };
}

const configurationRule: InputRule = {
  condition: (value) => `${value} == "" || can(keys(jsondecode(${value})))`,
  check: (text: string) =>
    issueIf(text !== '' && !isJsonObject(text), {
      limit: 'a JSON object',
      fix: 'write jsonencode({ ... }); aws eks describe-addon-configuration shows what it takes',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html',
    }),
  accepts: ['', '{}', '{"controller":{"replicaCount":2}}'],
  rejects: ['replicas: 2', '[]', '"text"'],
};

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function variablesOf(addon: Addon): Record<string, InputVariable> {
  return {
    [`${wordOf(addon)}_version`]: {
      type: 'string',
      default: '',
      description: `Version of ${addon}, \`v1.66.0-eksbuild.1\`; empty: what AWS declares the default for the cluster's Kubernetes version.`,
      rules: [versionRule(addon)],
    },
    [`${wordOf(addon)}_configuration`]: {
      type: 'string',
      default: '',
      description: `Settings of ${addon} as JSON, \`jsonencode({ ... })\`; empty: its own.`,
      rules: [configurationRule],
    },
  };
}

function outputsOf(addon: Addon): Record<string, string> {
  const word = wordOf(addon);
  return {
    [`${word}_version`]: `Version of ${addon}.`,
    ...(hasRole(addon)
      ? {
          [`${word}_role_arn`]: `Role of ${addon}.`,
          [`${word}_role_name`]: 'Name of that role; attach policies to it, for a KMS key of yours for example.',
        }
      : {}),
  };
}

function shapeOf(addons: readonly Addon[], summary: string): ModuleShape {
  return {
    summary,
    variables: {
      ...(addons.some(hasRole) ? { name: nameVariable(24, 'Begins the names of the roles.') } : {}),
      cluster_name: clusterName,
      ...Object.assign({}, ...addons.map(variablesOf)),
    },
    outputs: Object.assign({}, ...addons.map(outputsOf)),
    example: { ...(addons.some(hasRole) ? { name: 'shop-dev' } : {}), cluster_name: 'shop-dev' },
    build: (stack) => build(stack, addons),
  };
}

function build(stack: ModuleStack, addons: readonly Addon[]): Record<string, unknown> {
  const found = new DataAwsEksCluster(stack, 'ClusterLookup', { name: stack.sample('cluster_name') });
  const cluster = EksCluster.fromAttributes(stack, 'Cluster', {
    clusterName: stack.sample('cluster_name'),
    vpcId: found.vpcConfig.get(0).vpcId,
    clusterSecurityGroupId: found.vpcConfig.get(0).clusterSecurityGroupId,
    podIdentity: true,
  });
  const outputs = addons.map((name) => {
    const word = wordOf(name);
    const usual = new DataAwsEksAddonVersion(stack, `Version-${name}`, {
      addonName: name,
      kubernetesVersion: found.version,
    });
    const { addon, role } = new EksAddon(stack, name, { cluster, name, version: usual.version });
    addon.addonVersion = `\${var.${word}_version == "" ? ${usual.fqn}.version : var.${word}_version}`;
    addon.configurationValues = `\${var.${word}_configuration == "" ? null : var.${word}_configuration}`;
    if (role !== undefined)
      role.role.name = `${stack.sample('name')}-${name.replace(/^(aws|amazon)-/, '')}-${stack.region}`;
    return {
      [`${word}_version`]: addon.addonVersion,
      ...(role === undefined ? {} : { [`${word}_role_arn`]: role.roleArn, [`${word}_role_name`]: role.roleName }),
    };
  });
  return Object.assign({}, ...outputs);
}

export const eksAddonsModule: ModuleDefinition = {
  name: 'eks-addons',
  root: shapeOf(
    BESIDE_THE_CLUSTER,
    'EKS add-ons of a cluster that exists: the EBS and EFS drivers, the snapshot controller and CloudWatch observability, with the roles of their pods.',
  ),
  variants: Object.fromEntries(
    Object.entries(ADDONS).flatMap(([name, what]) =>
      isAddon(name) ? [[name, shapeOf([name], `The EKS add-on \`${name}\` of a cluster that exists: ${what}.`)]] : [],
    ),
  ),
  fixed: [
    'Which add-ons: each is a resource. The root module has the four that `terraform-aws-eks-cluster` leaves out; for other choices call the submodules. EKS refuses an add-on that the cluster has already.',
    'Roles come by Pod Identity, so the cluster has its agent: `terraform-aws-eks-cluster` brings it, or the submodule `eks-pod-identity-agent`.',
    'Network plug-in, kube-proxy and CoreDNS are in `terraform-aws-eks-cluster`, because nodes wait for the first two and the last one for nodes.',
  ],
};

function isAddon(name: string): name is Addon {
  return name in ADDONS;
}
