import { EksAddon } from '../../../modules/eks';
import { validatePodNetwork, vpcCniConfiguration } from '../../../modules/eks/pod-network';
import { addonConfiguration, synthCluster, testCluster, theAddon } from '../../support/eks';
import { refusal, resources } from '../../support/synth';

const names = (json: ReturnType<typeof synthCluster>): unknown[] =>
  resources(json, 'aws_eks_addon')
    .map(({ addon_name }) => addon_name)
    .sort();

it('[row 131] has the core components as managed add-ons with pinned versions', () => {
  const json = synthCluster({ version: '1.36' });
  expect(names(json)).toEqual(['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'metrics-server', 'vpc-cni']);
  for (const addon of resources(json, 'aws_eks_addon')) {
    expect(addon.addon_version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    expect(addon).toMatchObject({ resolve_conflicts_on_create: 'OVERWRITE', resolve_conflicts_on_update: 'OVERWRITE' });
  }
  expect(theAddon(json, 'kube-proxy').addon_version).toMatch(/^v1\.36\./);
});

it('[row 131] takes the version that AWS declares the default where none is pinned', () => {
  const json = synthCluster({ addons: { 'snapshot-controller': {} } });
  expect(json.data?.aws_eks_addon_version).toMatchObject({
    [Object.keys(json.data?.aws_eks_addon_version ?? {})[0] ?? '']: {
      addon_name: 'snapshot-controller',
      kubernetes_version: '1.36',
      most_recent: false,
    },
  });
});

it('[row 131] makes nodes wait for the VPC CNI, kube-proxy and the agent, and CoreDNS for the first nodes', () => {
  const json = synthCluster({ addons: { 'metrics-server': {} } }, (cluster) => cluster.addNodeGroup('Apps'));
  for (const group of resources(json, 'aws_eks_node_group')) {
    for (const name of ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']) {
      expect(group.depends_on).toContainEqual(expect.stringMatching(new RegExp(`^aws_eks_addon\\..*${name}`)));
    }
  }
  for (const name of ['coredns', 'metrics-server']) {
    const groups = (theAddon(json, name).depends_on as string[]).filter((edge) =>
      edge.startsWith('aws_eks_node_group.'),
    );
    expect(groups).toEqual([expect.stringContaining('Eks_System_')]);
  }
  expect(JSON.stringify(json)).not.toContain('time_sleep');
});

it('starts CoreDNS after the first group that can run it, not after one that is tainted or Windows', () => {
  const json = synthCluster({}, (cluster) => cluster.addNodeGroup('Late'));
  const only = synthCluster({});
  expect(theAddon(json, 'coredns')).toEqual(theAddon(only, 'coredns'));
});

it('gives aws-node its role by Pod Identity, within the add-on, after the agent', () => {
  const json = synthCluster();
  const cni = theAddon(json, 'vpc-cni');
  expect(cni.pod_identity_association).toEqual([
    { role_arn: expect.stringContaining('aws_iam_role.'), service_account: 'aws-node' },
  ]);
  expect(cni).not.toHaveProperty('service_account_role_arn');
  expect(cni.preserve).toBe(true);
  expect(cni.depends_on).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^aws_iam_role_policy\..*vpc-cni/),
      expect.stringMatching(/^aws_eks_addon\..*eks-pod-identity-agent/),
    ]),
  );
  expect(resources(json, 'aws_eks_pod_identity_association')).toEqual([]);
});

it('lets aws-node change interfaces of its own cluster only', () => {
  const json = synthCluster();
  const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
  const cni = policies.find((policy) => policy.includes('AssignPrivateIpAddresses')) ?? '';
  expect(cni).toContain('"aws:ResourceTag/cluster.k8s.amazonaws.com/name":"shop"');
  expect(cni).toContain('"aws:ResourceTag/kubernetes.io/cluster/shop":"owned"');
  expect(JSON.stringify(json)).not.toContain('AmazonEKS_CNI_Policy');
});

it('[row 105] gives add-ons their roles by IRSA with one flag, and installs no agent then', () => {
  const json = synthCluster({ serviceAccountIdentity: 'irsa', addons: { 'aws-ebs-csi-driver': {} } });
  expect(names(json)).toEqual(['aws-ebs-csi-driver', 'coredns', 'kube-proxy', 'metrics-server', 'vpc-cni']);
  const driver = theAddon(json, 'aws-ebs-csi-driver');
  expect(driver.service_account_role_arn).toEqual(expect.stringContaining('aws_iam_role.'));
  expect(driver).not.toHaveProperty('pod_identity_association');
});

it('renders settings of a known add-on, one that it does not know, and refuses a second one', () => {
  const json = synthCluster({
    addons: { coredns: { configuration: { replicaCount: 3 } }, 'my-vendor_agent': { version: 'v1.2.3-eksbuild.4' } },
  });
  expect(addonConfiguration(json, 'coredns')).toEqual({ replicaCount: 3 });
  expect(theAddon(json, 'my-vendor_agent').addon_version).toBe('v1.2.3-eksbuild.4');
  const twice = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    new EksAddon(cluster, 'Second', { cluster, name: 'coredns' });
  });
  expect(twice).toContain('each add-on once');
  expect(refusal((stack) => testCluster(stack, { addons: { coredns: { version: 'latest' } } }))).toContain(
    'eks.addon-version',
  );
});

it('keeps template characters in settings from Terraform', () => {
  const json = synthCluster({ addons: { 'external-dns': { configuration: { txtPrefix: '%{record_type}-${x}' } } } });
  expect(theAddon(json, 'external-dns').configuration_values).toBe('{"txtPrefix":"%%{record_type}-$${x}"}');
});

it('refuses an add-on with Pod Identity whose pods go to Fargate', () => {
  const build = (serviceAccountIdentity: 'irsa' | 'pod-identity'): string =>
    refusal((stack) => {
      const cluster = testCluster(stack, { serviceAccountIdentity, addons: { 'aws-ebs-csi-driver': {} }, admins: [] });
      cluster.addNodeGroup('System');
      cluster.addFargateProfile('Kube', { selectors: [{ namespace: 'kube-system' }] });
    });
  expect(build('pod-identity')).toContain('pod-identity for kube-system/ebs-csi-controller-sa');
  expect(build('irsa')).not.toContain('ebs-csi-controller-sa');
});

describe('VPC CNI', () => {
  it('says nothing where everything is as EKS has it', () => {
    expect(theAddon(synthCluster(), 'vpc-cni')).not.toHaveProperty('configuration_values');
  });

  it('[row 59] renders its typed options, every env value as text', () => {
    const json = synthCluster({
      podNetwork: {
        kind: 'vpc-cni',
        prefixDelegation: true,
        securityGroupsForPods: 'strict',
        networkPolicy: 'strict',
        networkPolicyLogs: true,
        externalSnat: true,
        env: { WARM_ENI_TARGET: '0' },
      },
    });
    expect(addonConfiguration(json, 'vpc-cni')).toEqual({
      env: {
        AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true',
        ENABLE_POD_ENI: 'true',
        ENABLE_PREFIX_DELEGATION: 'true',
        NETWORK_POLICY_ENFORCING_MODE: 'strict',
        POD_SECURITY_GROUP_ENFORCING_MODE: 'strict',
        WARM_ENI_TARGET: '0',
        WARM_PREFIX_TARGET: '1',
      },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } },
      enableNetworkPolicy: 'true',
      nodeAgent: { enablePolicyEventLogs: 'true', enableCloudWatchLogs: 'true' },
    });
  });

  it('[row 65] gives the cluster role the VPC resource controller with security groups for pods', () => {
    const json = synthCluster({ podNetwork: { kind: 'vpc-cni', securityGroupsForPods: 'standard' } });
    const policies = resources(json, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn);
    expect(policies).toContain('arn:aws:iam::aws:policy/AmazonEKSVPCResourceController');
    expect(
      resources(synthCluster(), 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn),
    ).not.toContain('arn:aws:iam::aws:policy/AmazonEKSVPCResourceController');
  });

  it('[row 65] refuses security groups for pods on t types and with Windows', () => {
    const podNetwork = { kind: 'vpc-cni', securityGroupsForPods: 'standard' } as const;
    const burstable = refusal((stack) =>
      testCluster(stack, { podNetwork }).addNodeGroup('System', { instanceTypes: ['t3.large'] }),
    );
    expect(burstable).toContain('eks.trunk-interface');
    expect(validatePodNetwork({ ...podNetwork, windows: true }, 'ipv4')).toMatchObject([
      { field: 'podNetwork.securityGroupsForPods' },
    ]);
  });

  it('[row 65] refuses security groups for pods on Auto Mode, which has no setting for them', () => {
    const podNetwork = { kind: 'vpc-cni', securityGroupsForPods: 'standard' } as const;
    expect(refusal((stack) => testCluster(stack, { autoMode: {}, podNetwork }))).toContain(
      'no pod network of your own with Auto Mode',
    );
  });

  it('puts pods into subnets of their own, by zone, with the cluster security group', () => {
    const json = synthCluster({ podNetwork: { kind: 'vpc-cni', podSubnets: { tier: 'pods' } } });
    expect(addonConfiguration(json, 'vpc-cni')).toEqual({
      env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true', ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone' },
      eniConfig: {
        create: true,
        region: 'eu-west-1',
        subnets: {
          'eu-west-1a': { id: 'subnet-pods-a', securityGroups: [expect.stringContaining('cluster_security_group_id')] },
          'eu-west-1b': { id: 'subnet-pods-b', securityGroups: [expect.stringContaining('cluster_security_group_id')] },
        },
      },
    });
  });

  it('turns prefix delegation on with IPv6 and gives aws-node the rights for it', () => {
    const json = synthCluster({ ipFamily: 'ipv6' });
    expect(addonConfiguration(json, 'vpc-cni')).toMatchObject({ env: { ENABLE_PREFIX_DELEGATION: 'true' } });
    expect(JSON.stringify(resources(json, 'aws_iam_role_policy'))).toContain('ec2:AssignIpv6Addresses');
    expect(theAddon(json, 'vpc-cni')).toBeDefined();
  });

  it.each([
    [{ kind: 'vpc-cni', windows: true, podSubnets: { tier: 'pods' } } as const, 'ipv4' as const],
    [{ kind: 'vpc-cni', windows: true } as const, 'ipv6' as const],
    [{ kind: 'vpc-cni', podSubnets: { tier: 'pods' } } as const, 'ipv6' as const],
    [{ kind: 'vpc-cni', prefixDelegation: false } as const, 'ipv6' as const],
    [{ kind: 'vpc-cni', networkPolicyLogs: true } as const, 'ipv4' as const],
  ])('refuses %j with %s', (network, ipFamily) => {
    expect(validatePodNetwork(network, ipFamily)).toHaveLength(1);
  });

  it('refuses env values that are not text', () => {
    const env: Record<string, string> = JSON.parse('{"WARM_ENI_TARGET":1}');
    expect(validatePodNetwork({ kind: 'vpc-cni', env }, 'ipv4')).toMatchObject([{ field: 'podNetwork.env' }]);
  });

  it('enables addresses for Windows nodes', () => {
    expect(vpcCniConfiguration({ kind: 'vpc-cni', windows: true }, { ipFamily: 'ipv4', region: 'eu-west-1' })).toEqual({
      enableWindowsIpam: 'true',
    });
  });

  it('is left out for another CNI, with kube-proxy where that replaces it', () => {
    const cilium = synthCluster({ podNetwork: { kind: 'custom', name: 'cilium', kubeProxy: false } });
    expect(names(cilium)).toEqual(['coredns', 'eks-pod-identity-agent', 'metrics-server']);
    expect(names(synthCluster({ podNetwork: { kind: 'custom', name: 'calico' } }))).toContain('kube-proxy');
  });
});

it('has the metrics that scaling by CPU needs, unless something else serves them', () => {
  expect(names(synthCluster({}))).toContain('metrics-server');
  expect(names(synthCluster({ metricsServer: false }))).not.toContain('metrics-server');
});
