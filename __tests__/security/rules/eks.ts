import { validateKubernetesVersion } from '../../../modules/eks/kubernetes-versions';
import { at, list, type SecurityRule, words } from '../security-rule';

const CLUSTER = 'aws_eks_cluster';

export const eksRules: readonly SecurityRule[] = [
  {
    id: 'cluster-not-public',
    what: 'The API server of a cluster is not on the internet',
    why: 'a stolen kubeconfig is then useless outside',
    controls: ['FSBP EKS.1', 'EKS-CIS 5.4.2', 'CKV_AWS_39'],
    change: '`endpoint: { kind: "public-and-private", cidrs }`',
    types: [CLUSTER],
    holds: ({ body }) => at(body, 'vpc_config', 'endpoint_public_access') === false,
    violation: { [CLUSTER]: { A: { vpc_config: { endpoint_public_access: true } } } },
  },
  {
    id: 'cluster-never-open',
    what: 'A public API server answers named addresses only',
    why: 'the default of AWS is everybody',
    controls: ['FSBP EKS.1', 'EKS-CIS 5.4.1', 'CKV_AWS_38'],
    change: 'refused',
    types: [CLUSTER],
    holds: ({ body }) => {
      const network = at(body, 'vpc_config');
      const cidrs = words(at(network, 'public_access_cidrs'));
      return at(network, 'endpoint_public_access') === false || (cidrs.length > 0 && !cidrs.includes('0.0.0.0/0'));
    },
    violation: { [CLUSTER]: { A: { vpc_config: { public_access_cidrs: ['0.0.0.0/0'] } } } },
  },
  {
    id: 'cluster-private-endpoint',
    what: 'Nodes reach the API server inside the VPC',
    why: 'the default of AWS sends them over the internet',
    controls: ['EKS-CIS 5.4.2'],
    change: 'always',
    types: [CLUSTER],
    holds: ({ body }) => at(body, 'vpc_config', 'endpoint_private_access') === true,
    violation: { [CLUSTER]: { A: {} } },
  },
  {
    id: 'cluster-secrets-encrypted',
    what: 'Kubernetes secrets are encrypted by a key of the account',
    why: 'whoever gets the etcd disk still cannot read them; it cannot be turned off again',
    controls: ['FSBP EKS.3', 'EKS-CIS 5.3.1', 'CKV_AWS_58'],
    change: '`secretsEncryption`',
    types: [CLUSTER],
    holds: ({ body }) =>
      words(at(body, 'encryption_config', 'resources')).includes('secrets') &&
      at(body, 'encryption_config', 'provider', 'key_arn') !== undefined,
    violation: { [CLUSTER]: { A: {} } },
  },
  {
    id: 'cluster-all-logs',
    what: 'All five logs of the control plane are on',
    why: 'who did what is known only from the audit log',
    controls: ['FSBP EKS.8', 'EKS-CIS 2.1.1', 'CKV_AWS_37'],
    change: '`logRetentionDays` for how long',
    types: [CLUSTER],
    holds: ({ body }) => words(body.enabled_cluster_log_types).length === 5,
    violation: { [CLUSTER]: { A: { enabled_cluster_log_types: ['audit'] } } },
  },
  {
    id: 'cluster-log-group-first',
    what: 'The log group is there before the cluster, with a retention',
    why: 'EKS would make one that keeps everything for ever',
    controls: [],
    change: 'always',
    types: [CLUSTER],
    holds: ({ body }) => words(body.depends_on).some((address) => address.startsWith('aws_cloudwatch_log_group.')),
    violation: { [CLUSTER]: { A: {} } },
  },
  {
    id: 'cluster-supported-version',
    what: 'The Kubernetes version is written out and supported by EKS',
    why: 'after its end EKS upgrades the cluster by itself',
    controls: ['FSBP EKS.2', 'CKV_AWS_339'],
    change: '`version`',
    types: [CLUSTER],
    holds: ({ body }) => body.version !== undefined && validateKubernetesVersion(String(body.version)).length === 0,
    violation: { [CLUSTER]: { A: { version: '1.22' } } },
  },
  {
    id: 'cluster-access-entries',
    what: 'Access is by entries of the EKS API, and whoever creates the cluster is not its administrator',
    why: 'access that no code shows is never taken away',
    controls: [],
    change: '`admins`, `AccessEntry`',
    types: [CLUSTER],
    holds: ({ body }) => {
      const access = at(body, 'access_config');
      return (
        at(access, 'authentication_mode') === 'API' &&
        at(access, 'bootstrap_cluster_creator_admin_permissions') === false
      );
    },
    violation: { [CLUSTER]: { A: {} } },
  },
  {
    id: 'cluster-kept',
    what: 'A cluster refuses to be deleted, and says when it is upgraded',
    why: 'all that runs in it goes with it',
    controls: [],
    change: '`deletionProtection`, `upgradePolicy`',
    types: [CLUSTER],
    holds: ({ body }) => body.deletion_protection === true && at(body, 'upgrade_policy', 'support_type') !== undefined,
    violation: { [CLUSTER]: { A: {} } },
  },
  {
    id: 'nodes-private',
    what: 'Nodes and Fargate pods stand in subnets without a way in from the internet',
    why: 'load balancers are the one way in',
    controls: ['EKS-CIS 5.4.3'],
    change: '`subnets`; public ones are refused for Fargate',
    types: ['aws_eks_node_group', 'aws_eks_fargate_profile'],
    holds: ({ body }) =>
      list(body.subnet_ids).length > 0 && !words(body.subnet_ids).some((id) => /PublicSubnets|subnet-public/.test(id)),
    violation: { aws_eks_node_group: { A: { subnet_ids: ['${aws_subnet.Network_PublicSubnets_A.id}'] } } },
  },
  {
    id: 'cluster-network-policy',
    what: 'Network policies of Kubernetes are enforced',
    why: 'the agent costs memory on every node, and policies that nobody tested stop traffic',
    controls: ['EKS-CIS 5.4.4'],
    change: '`podNetwork: { kind: "vpc-cni", networkPolicy: "standard" }`',
    optIn: true,
    types: ['aws_eks_addon'],
    holds: ({ body }) =>
      body.addon_name !== 'vpc-cni' || String(body.configuration_values).includes('"enableNetworkPolicy":"true"'),
    violation: { aws_eks_addon: { A: { addon_name: 'vpc-cni' } } },
  },
];
