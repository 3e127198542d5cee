import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { EksCluster, validateKubernetesVersion } from '../../../modules/eks';
import { validateClusterEndpoint } from '../../../modules/eks/cluster-endpoint';
import { validateClusterRanges } from '../../../modules/eks/cluster-ranges';
import { type EksClusterProps, validateEksClusterProps } from '../../../modules/eks/eks-cluster-props';
import { DEPLOY_ROLE, synthCluster, testCluster, testNetwork } from '../../support/eks';
import { refusal, resources, synth, synthApp, theResource } from '../../support/synth';

const today = new Date('2026-11-20T12:00:00Z');
const fieldsOf = (props: EksClusterProps): string[] => validateEksClusterProps(props, today).map(({ field }) => field);

describe('by default', () => {
  const json = synthCluster();
  const cluster = theResource(json, 'aws_eks_cluster');

  it('[row 126] pins the version, keeps the API private, and takes access entries only', () => {
    expect(cluster).toMatchObject({
      name: 'shop',
      version: '1.36',
      deletion_protection: true,
      bootstrap_self_managed_addons: false,
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      upgrade_policy: { support_type: 'EXTENDED' },
      zonal_shift_config: { enabled: true },
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      vpc_config: {
        endpoint_private_access: true,
        endpoint_public_access: false,
        subnet_ids: ['subnet-private-a', 'subnet-private-b'],
      },
    });
    expect(cluster).not.toHaveProperty('kubernetes_network_config');
    expect(cluster).not.toHaveProperty('compute_config');
  });

  it('fails every plan that would destroy or replace it, before its nodes are gone', () => {
    expect(cluster.lifecycle).toMatchObject({ prevent_destroy: true });
  });

  it('[row 126] encrypts secrets with a rotating key whose policy names the account and nobody else', () => {
    const key = theResource(json, 'aws_kms_key');
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(JSON.parse(String(key.policy)).Statement).toEqual([
      {
        Sid: 'IamPoliciesDecide',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ]);
    expect(cluster.encryption_config).toEqual({
      provider: { key_arn: expect.stringContaining('aws_kms_key.') },
      resources: ['secrets'],
    });
    expect(theResource(json, 'aws_kms_alias').name).toBe('alias/eks/shop');
  });

  it('makes the log group with retention before EKS makes one without', () => {
    expect(theResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/eks/shop/cluster',
      retention_in_days: 365,
    });
    expect(cluster.depends_on).toContainEqual(expect.stringMatching(/^aws_cloudwatch_log_group\./));
  });

  it('keeps the rights of its role until the cluster is gone', () => {
    expect(cluster.depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_iam_role_policy_attachment\..*AmazonEKSClusterPolicy/),
        expect.stringMatching(/^aws_iam_role_policy\./),
      ]),
    );
  });

  it('lets EKS take the role for this cluster of this account only', () => {
    const role = resources(json, 'aws_iam_role').find(({ name }) => name === 'test-eks-role-eu-west-1');
    expect(JSON.parse(String(role?.assume_role_policy)).Statement[0].Condition).toEqual({
      ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-west-1:123456789012:cluster/shop' },
      StringEquals: { 'aws:SourceAccount': '123456789012' },
    });
  });

  it('ignores later differences of the two flags that matter on create only and would replace the cluster', () => {
    expect(cluster.lifecycle).toMatchObject({
      ignore_changes: ['bootstrap_self_managed_addons', 'access_config[0].bootstrap_cluster_creator_admin_permissions'],
    });
  });

  it('[row 104] has an OIDC provider for exactly the audience of AWS', () => {
    expect(theResource(json, 'aws_iam_openid_connect_provider')).toMatchObject({
      client_id_list: ['sts.amazonaws.com'],
      url: expect.stringContaining('.identity[0].oidc[0].issuer'),
    });
  });
});

it('names no data source in a policy ARN, a trust policy or a name', () => {
  const json = synthCluster({ addons: { 'aws-ebs-csi-driver': {} } }, (cluster) => {
    cluster.addFargateProfile('Batch', { selectors: [{ namespace: 'batch' }] });
    cluster.addServiceAccountIdentity({ namespace: 'apps', serviceAccount: 'web', kind: 'irsa' });
  });
  expect(json.data).toBeUndefined();
  for (const { policy_arn } of resources(json, 'aws_iam_role_policy_attachment')) {
    expect(policy_arn).toMatch(/^arn:aws:iam::aws:policy\/[A-Za-z0-9/_-]+$/);
  }
  for (const { policy_arn } of resources(json, 'aws_eks_access_policy_association')) {
    expect(policy_arn).toBe('arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy');
  }
});

it('is the same text in two synths', () => {
  const build = (): string =>
    JSON.stringify(
      synthCluster({ addons: { 'metrics-server': {}, 'aws-ebs-csi-driver': {} } }, (cluster) =>
        cluster.addNodeGroup('Apps'),
      ),
    );
  expect(build()).toBe(build());
});

it('gives the partition of the region to every ARN', () => {
  const stacks = JSON.stringify(
    synthApp((app) => {
      const { TerraformStack } = require('cdktf') as typeof import('cdktf');
      const { AwsProvider } =
        require('@cdktf/provider-aws/lib/provider') as typeof import('@cdktf/provider-aws/lib/provider');
      const stack = new TerraformStack(app, 'china');
      new AwsProvider(stack, 'Aws', { region: 'cn-north-1', allowedAccountIds: ['123456789012'] });
      const cluster = new EksCluster(stack, 'Eks', {
        network: testNetwork(stack, ['cn-north-1a', 'cn-north-1b']),
        admins: ['arn:aws-cn:iam::123456789012:role/Deploy'],
      });
      cluster.addNodeGroup('System');
      cluster.addFargateProfile('Batch', { selectors: [{ namespace: 'batch' }] });
    }),
  );
  expect(stacks).not.toContain('arn:aws:');
  expect(stacks).toContain('arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy');
});

it('[row 126] opens the public endpoint for listed networks, and keeps the private one for nodes', () => {
  const endpoint = { kind: 'public-and-private', cidrs: ['203.0.113.0/24', '198.51.100.7/32'] } as const;
  expect(theResource(synthCluster({ endpoint }), 'aws_eks_cluster').vpc_config).toMatchObject({
    endpoint_private_access: true,
    endpoint_public_access: true,
    public_access_cidrs: ['198.51.100.7/32', '203.0.113.0/24'],
  });
});

it('takes an existing key, and EKS own key', () => {
  const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const given = synthCluster({ secretsEncryption: { kind: 'key', keyArn } });
  expect(resources(given, 'aws_kms_key')).toEqual([]);
  expect(theResource(given, 'aws_eks_cluster').encryption_config).toMatchObject({ provider: { key_arn: keyArn } });
  const owned = synthCluster({ secretsEncryption: { kind: 'aws-owned' } });
  expect(theResource(owned, 'aws_eks_cluster')).not.toHaveProperty('encryption_config');
});

it('switches the three parts of Auto Mode together, with its policies and no core add-ons', () => {
  const json = synthCluster({ autoMode: {}, serviceIpv4Cidr: '172.20.0.0/16', addons: { 'metrics-server': {} } });
  expect(theResource(json, 'aws_eks_cluster')).toMatchObject({
    compute_config: { enabled: true, node_pools: ['general-purpose', 'system'], node_role_arn: expect.any(String) },
    kubernetes_network_config: { elastic_load_balancing: { enabled: true }, service_ipv4_cidr: '172.20.0.0/16' },
    storage_config: { block_storage: { enabled: true } },
  });
  const policies = resources(json, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn);
  for (const name of ['Compute', 'BlockStorage', 'LoadBalancing', 'Networking']) {
    expect(policies).toContain(`arn:aws:iam::aws:policy/AmazonEKS${name}Policy`);
  }
  expect(policies).toContain('arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy');
  expect(resources(json, 'aws_eks_addon').map(({ addon_name }) => addon_name)).toEqual(['metrics-server']);
});

describe('tags of your own on what Auto Mode makes', () => {
  const policyOf = (customTags?: boolean): string | undefined => {
    const json = synthCluster({ autoMode: { customTags }, secretsEncryption: { kind: 'aws-owned' } });
    const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy).replaceAll('$${', '${'));
    return policies.find((policy) => policy.includes('ec2:CreateFleet'));
  };

  it('need the rights of the EKS user guide on the cluster role, to the letter', () => {
    const published = readFileSync(join(__dirname, '../../fixtures/iam/auto-mode-custom-tags.json'), 'utf8');
    const { policy } = JSON.parse(published) as { policy: object };
    expect(bySid(policyOf(true))).toEqual(bySid(JSON.stringify(policy)));
  });

  it('are not asked for by default', () => {
    expect(policyOf()).toBeUndefined();
  });
});

/** Statements by name; one action may stand alone or in a list. */
function bySid(policy = '{"Statement":[]}'): Record<string, unknown> {
  const { Statement: statements } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
  const listed = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : [value]);
  return Object.fromEntries(
    statements.map(({ Sid: sid, Action: action, Resource: resource, ...rest }) => [
      sid,
      { ...rest, Action: listed(action), Resource: listed(resource) },
    ]),
  );
}

it('leaves pools and node role out where Auto Mode has node pools of your own', () => {
  const json = synthCluster({ autoMode: { nodePools: [] } });
  expect(theResource(json, 'aws_eks_cluster').compute_config).toEqual({ enabled: true });
});

it('refuses node groups beside Auto Mode, and settings that it brings itself', () => {
  expect(refusal((stack) => testCluster(stack, { autoMode: {} }).addNodeGroup('System'))).toContain('Auto Mode');
  expect(fieldsOf({ autoMode: {}, podNetwork: { kind: 'vpc-cni' } })).toEqual(['podNetwork']);
  expect(fieldsOf({ autoMode: {}, autoscaler: 'karpenter' })).toEqual(['autoscaler']);
  expect(fieldsOf({ autoMode: {}, addons: { coredns: {} } })).toEqual(['addons']);
});

it('declares machines outside AWS', () => {
  const json = synthCluster({ remoteNetworks: { nodeCidrs: ['192.168.0.0/24'], podCidrs: ['192.168.8.0/21'] } });
  expect(theResource(json, 'aws_eks_cluster').remote_network_config).toEqual({
    remote_node_networks: { cidrs: ['192.168.0.0/24'] },
    remote_pod_networks: { cidrs: ['192.168.8.0/21'] },
  });
});

it('passes control plane size, security groups and log key on', () => {
  const json = synthCluster({
    controlPlaneTier: 'tier-xl',
    logKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/logs',
    logRetentionDays: 731,
    deletionProtection: false,
    upgradePolicy: 'STANDARD',
  });
  expect(theResource(json, 'aws_eks_cluster')).toMatchObject({
    control_plane_scaling_config: { tier: 'tier-xl' },
    deletion_protection: false,
    upgrade_policy: { support_type: 'STANDARD' },
  });
  expect(theResource(json, 'aws_eks_cluster').lifecycle).not.toHaveProperty('prevent_destroy');
  expect(theResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
    kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/logs',
    retention_in_days: 731,
  });
});

it('publishes outputs under names that stay', () => {
  let names: string[] = [];
  synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    names = Object.keys(cluster.outputs);
  });
  expect(names).toEqual([
    'eks_cluster_arn',
    'eks_cluster_name',
    'eks_cluster_security_group_id',
    'eks_cluster_version',
    'eks_oidc_issuer',
    'vpc_id',
  ]);
});

describe('refuses', () => {
  it('[bad input 43] a name of 101 characters, and takes one of 100 that begins with a digit [A3]', () => {
    const message = refusal((stack) => testCluster(stack, { clusterName: `1${'a'.repeat(100)}` }));
    expect(message).toMatch(/EksCluster at test\/Eks\n {2}- clusterName .*100.*101/s);
    expect(fieldsOf({ clusterName: `1${'a'.repeat(99)}` })).toEqual([]);
    expect(fieldsOf({ clusterName: '-a' })).toEqual(['clusterName']);
  });

  it('[bad input 45] a version that EKS no longer runs', () => {
    const message = refusal((stack) => testCluster(stack, { version: '1.24' }));
    for (const text of ['version is "1.24"', 'supported', '1.36']) expect(message).toContain(text);
    expect(validateKubernetesVersion('latest', today)).toHaveLength(1);
  });

  it.each<[string, readonly string[]]>([
    ['0.0.0.0/0', ['0.0.0.0/0']],
    ['no list', []],
    ['::/0', ['::/0']],
  ])('[bad input 47] a public endpoint with %s', (_name, cidrs) => {
    const message = refusal((stack) => testCluster(stack, { endpoint: { kind: 'public-and-private', cidrs } }));
    for (const text of ['0.0.0.0/0', 'public', 'eks.public-endpoint-open']) expect(message).toContain(text);
  });

  it('more than 40 public blocks, what is no block, and private ones', () => {
    const cidrs = Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`);
    expect(validateClusterEndpoint({ kind: 'public-only', cidrs })).toHaveLength(1);
    expect(validateClusterEndpoint({ kind: 'public-only', cidrs: cidrs.slice(1) })).toEqual([]);
    expect(validateClusterEndpoint({ kind: 'public-only', cidrs: ['203.0.113.1'] })).toHaveLength(1);
    expect(validateClusterEndpoint({ kind: 'public-only', cidrs: ['10.1.0.0/16'] })).toMatchObject([
      { rule: 'eks.private-range-on-public-endpoint' },
    ]);
    expect(validateClusterEndpoint({ kind: 'public-only', cidrs: ['${var.office}'] })).toEqual([]);
  });

  it('[bad input 49] subnets in one zone', () => {
    const message = refusal((stack) => testCluster(stack, { network: testNetwork(stack, ['eu-west-1a']) }));
    for (const text of ['two', 'Availability Zone', 'eu-west-1a']) expect(message).toContain(text);
  });

  it.each([
    ['10.0.0.0/16', 'overlap'],
    ['10.0.0.0/8', '/12'],
    ['8.8.0.0/16', 'private'],
    ['172.20.0.0/25', '/24'],
    ['172.20.0.1/16', 'first address'],
  ])('[bad input 55] the service range %s', (serviceIpv4Cidr, text) => {
    const message = refusal((stack) => testCluster(stack, { serviceIpv4Cidr }));
    for (const part of [serviceIpv4Cidr, text]) expect(message).toContain(part);
  });

  it('a service range in an IPv6 cluster, and remote networks that overlap', () => {
    expect(validateClusterRanges({ ipFamily: 'ipv6', serviceIpv4Cidr: '172.20.0.0/16', vpcCidrs: [] })).toHaveLength(1);
    const ranges = { ipFamily: 'ipv4', vpcCidrs: ['10.0.0.0/16'] } as const;
    expect(validateClusterRanges({ ...ranges, remote: { nodeCidrs: ['10.0.3.0/24'] } })).toMatchObject([
      { field: 'remoteNetworks.nodeCidrs' },
    ]);
    const twice = { nodeCidrs: ['192.168.0.0/16'], podCidrs: ['192.168.4.0/24'] };
    expect(validateClusterRanges({ ...ranges, remote: twice }).map(({ field }) => field)).toContain(
      'remoteNetworks.podCidrs',
    );
    expect(validateClusterRanges({ ...ranges, remote: { nodeCidrs: [] } })).toHaveLength(1);
  });

  it('a cluster that nobody can get into', () => {
    const message = refusal((stack) => testCluster(stack, { admins: [] }).addNodeGroup('System'));
    expect(message).toContain('eks.nobody-gets-in');
  });

  it('a cluster without compute, whose CoreDNS would time out', () => {
    expect(refusal((stack) => testCluster(stack))).toContain('eks.addons-without-compute');
    expect(
      refusal((stack) => testCluster(stack).addNodeGroup('Gpu', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })),
    ).toContain('eks.addons-without-compute');
  });

  it('an administrator twice, and one that is a session', () => {
    expect(fieldsOf({ admins: [DEPLOY_ROLE, DEPLOY_ROLE] })).toEqual(['admins']);
    expect(fieldsOf({ admins: ['arn:aws:sts::123456789012:assumed-role/Deploy/me'] })).toEqual(['admins[0]']);
  });

  it('two clusters of one name', () => {
    const message = refusal((stack) => {
      const network = testNetwork(stack);
      for (const id of ['One', 'Two']) {
        new EksCluster(stack, id, { network, clusterName: 'shop', admins: [DEPLOY_ROLE] }).addNodeGroup('System');
      }
    });
    expect(message).toContain('test/One has this one');
  });

  it('a cluster without a network', () => {
    expect(refusal((stack) => new EksCluster(stack, 'Eks', {}))).toContain('network is missing');
  });

  it('more than four security groups of its own', () => {
    synth((stack) => {
      const cluster = testCluster(stack);
      cluster.addNodeGroup('System');
      expect(fieldsOf({ securityGroups: [cluster, cluster, cluster, cluster] })).toEqual([]);
      expect(fieldsOf({ securityGroups: [cluster, cluster, cluster, cluster, cluster] })).toEqual(['securityGroups']);
    });
  });
});

it('accepts a refusal by its rule, with a reason', () => {
  const json = synthCluster({
    endpoint: { kind: 'public-and-private', cidrs: ['0.0.0.0/0'] },
    unchecked: [{ rule: 'eks.public-endpoint-open', reason: 'a demo cluster that lives for an hour' }],
  });
  expect(theResource(json, 'aws_eks_cluster').vpc_config).toMatchObject({ public_access_cidrs: ['0.0.0.0/0'] });
});

it('takes the role of an administrator that the program makes, under an id of yours', () => {
  const json = synthCluster({ admins: [] }, (cluster, stack) => {
    const role = new IamRole(stack, 'Ops', { assumeRolePolicy: '{}' });
    cluster.addAccess('Ops', {
      principalArn: role.arn,
      type: { kind: 'standard', grants: [{ policy: 'ClusterAdmin' }] },
    });
  });
  expect(theResource(json, 'aws_eks_access_entry')).toMatchObject({
    principal_arn: '${aws_iam_role.Ops.arn}',
    type: 'STANDARD',
  });
});
