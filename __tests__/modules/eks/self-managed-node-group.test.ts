import { SelfManagedNodeGroup, type SelfManagedNodeGroupProps } from '../../../modules/eks';
import { windowsWarnings } from '../../../modules/eks/managed-node-group-checks';
import { validateSelfManagedNodeGroupProps } from '../../../modules/eks/self-managed-node-group-props';
import { addonConfiguration, synthCluster, testCluster, theAddon } from '../../support/eks';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

function synthNodes(
  props: Omit<SelfManagedNodeGroupProps, 'cluster'> = {},
  autoscaler?: 'cluster-autoscaler',
): StackJson {
  return synth((stack) => {
    const cluster = testCluster(stack, { autoscaler, podNetwork: { kind: 'vpc-cni', prefixDelegation: true } });
    new SelfManagedNodeGroup(stack, 'Nodes', { ...props, cluster });
  });
}

const userData = (json: StackJson): string => String(Object.values(json.locals ?? {})[0]);

it('[row 128] tells nodeadm name, endpoint, certificate authority and service range of the cluster', () => {
  const json = synthNodes({ labels: { team: 'web' }, taints: [{ key: 'CriticalAddonsOnly', effect: 'NoSchedule' }] });
  const text = userData(json);
  expect(text).toMatch(
    /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="==NODECONFIG=="\n\n--==NODECONFIG==\nContent-Type: application\/node\.eks\.aws\n\n\{/,
  );
  expect(text.endsWith('\n--==NODECONFIG==--\n')).toBe(true);
  const document = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  expect(document).toEqual({
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: {
      cluster: {
        name: 'shop',
        apiServerEndpoint: expect.stringMatching(/^\$\{aws_eks_cluster\.\w+\.endpoint}$/),
        certificateAuthority: expect.stringMatching(/^\$\{aws_eks_cluster\.\w+\.certificate_authority\[0\]\.data}$/),
        cidr: expect.stringMatching(/kubernetes_network_config\[?0?\]?.*service_ipv4_cidr}$/),
      },
      kubelet: {
        config: { maxPods: 110 },
        flags: ['--node-labels=team=web', '--register-with-taints=CriticalAddonsOnly=:NoSchedule'],
      },
    },
  });
});

it('[row 128] lets the role in by an EC2_LINUX access entry before the nodes start, and knows no aws-auth', () => {
  const json = synthNodes();
  const entry = resources(json, 'aws_eks_access_entry').find(({ type }) => type === 'EC2_LINUX');
  expect(entry?.principal_arn).toEqual(expect.stringMatching(/aws_iam_role\.Nodes_Role_\w+\.arn/));
  const group = theResource(json, 'aws_autoscaling_group');
  expect(group.depends_on).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^aws_eks_access_entry\.Nodes_Access/),
      expect.stringMatching(/^aws_eks_addon\..*vpc-cni/),
      expect.stringMatching(/AmazonEKSWorkerNodePolicy/),
    ]),
  );
  expect(JSON.stringify(json)).not.toContain('aws-auth');
  expect(theAddon(json, 'coredns').depends_on).toContainEqual(expect.stringMatching(/^aws_autoscaling_group\./));
});

it('is in private subnets, with IMDSv2, an encrypted disk and the tag that the control plane knows nodes by', () => {
  const json = synthNodes({ instanceTypes: ['m7g.large', 'm6g.large'], spotPercent: 50 });
  expect(theResource(json, 'aws_autoscaling_group')).toMatchObject({
    min_size: 2,
    max_size: 4,
    desired_capacity: 2,
    capacity_rebalance: true,
    vpc_zone_identifier: ['subnet-private-a', 'subnet-private-b'],
    tag: [{ key: 'kubernetes.io/cluster/shop', value: 'owned', propagate_at_launch: true }],
    mixed_instances_policy: {
      instances_distribution: {
        on_demand_percentage_above_base_capacity: 50,
        spot_allocation_strategy: 'price-capacity-optimized',
      },
      launch_template: { override: [{ instance_type: 'm7g.large' }, { instance_type: 'm6g.large' }] },
    },
  });
  expect(theResource(json, 'aws_launch_template')).toMatchObject({
    image_id: 'resolve:ssm:/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/arm64/standard/recommended/image_id',
    metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
    iam_instance_profile: { arn: expect.stringContaining('aws_iam_instance_profile.') },
    vpc_security_group_ids: [expect.stringContaining('cluster_security_group_id')],
  });
});

it('[row 128] opens a security group of its own to the control plane, and the way back', () => {
  const json = synthNodes({ securityGroup: 'own' });
  const rules = resources(json, 'aws_vpc_security_group_ingress_rule');
  const own = (id: unknown): boolean => String(id).includes('aws_security_group.');
  const open = (toOwn: boolean, fromOwn: boolean): unknown[] =>
    rules
      .filter((rule) => own(rule.security_group_id) === toOwn && own(rule.referenced_security_group_id) === fromOwn)
      .map(({ ip_protocol, from_port }) => `${ip_protocol}-${from_port}`);
  expect(open(true, false).sort()).toEqual(
    ['tcp-10250', 'tcp-10251', 'tcp-10260', 'tcp-443', 'tcp-4443', 'tcp-53', 'tcp-6443', 'tcp-9443', 'udp-53'].sort(),
  );
  expect(open(false, true).sort()).toEqual(['tcp-443', 'tcp-53', 'udp-53']);
  expect(open(true, true).sort()).toEqual(['tcp-10250', 'tcp-1025', 'tcp-53', 'udp-53'].sort());
  expect(JSON.stringify(resources(json, 'aws_security_group'))).not.toContain('kubernetes.io/cluster');
});

it('leaves its size to the Cluster Autoscaler, with the tags that it finds groups and empty groups by', () => {
  const json = synthNodes({ labels: { team: 'web' } }, 'cluster-autoscaler');
  const group = theResource(json, 'aws_autoscaling_group');
  expect(group.lifecycle).toEqual({ ignore_changes: ['desired_capacity'] });
  expect((group.tag as { key: string }[]).map(({ key }) => key)).toEqual([
    'kubernetes.io/cluster/shop',
    'k8s.io/cluster-autoscaler/enabled',
    'k8s.io/cluster-autoscaler/shop',
    'k8s.io/cluster-autoscaler/node-template/label/team',
  ]);
  expect(theResource(synthNodes(), 'aws_autoscaling_group')).not.toHaveProperty('lifecycle');
});

it.each<[Omit<SelfManagedNodeGroupProps, 'cluster'>, string]>([
  [{ spotPercent: 101 }, 'spotPercent'],
  [{ imageId: 'latest' }, 'imageId'],
  [{ scaling: { min: 1, max: 4, desired: 10 } }, 'scaling.desired'],
  [{ instanceTypes: ['m7i.large', 'm7g.large'] }, 'instanceTypes'],
])('refuses %j', (props, field) => {
  synthCluster({}, (cluster) => {
    expect(validateSelfManagedNodeGroupProps({ ...props, cluster }).map((issue) => issue.field)).toEqual([field]);
  });
});

describe('Windows nodes', () => {
  const windows = (props: Omit<SelfManagedNodeGroupProps, 'cluster'> = {}, windowsNetwork = true): StackJson =>
    synthCluster({ podNetwork: { kind: 'vpc-cni', windows: windowsNetwork } }, (cluster, stack) => {
      new SelfManagedNodeGroup(stack, 'Nodes', { image: { kind: 'windows' }, ...props, cluster });
    });
  const template = (json: StackJson): Record<string, unknown> =>
    resources(json, 'aws_launch_template').find(({ name }) => String(name).includes('nodes-launch')) ?? {};

  it('join by the script of their AMI, in PowerShell', () => {
    const json = windows({ labels: { team: 'web' }, taints: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }] });
    const [text] = Object.values(json.locals ?? {}).filter((value) => String(value).includes('powershell'));
    expect(text).toMatch(
      /^<powershell>\n& "\$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap\.ps1" -EKSClusterName 'shop' -APIServerEndpoint '\$\{aws_eks_cluster\.\w+\.endpoint}' -Base64ClusterCA '\$\{[^}]+}' -ServiceCIDR '\$\{[^}]+}' -KubeletExtraArgs '--node-labels=team=web --register-with-taints=os=windows:NoSchedule'\n<\/powershell>\n$/,
    );
  });

  it('are let in by an EC2_WINDOWS entry, and get addresses from the control plane', () => {
    const json = windows();
    expect(resources(json, 'aws_eks_access_entry').map(({ type }) => type)).toContain('EC2_WINDOWS');
    expect(addonConfiguration(json, 'vpc-cni')).toMatchObject({ enableWindowsIpam: 'true' });
    const policies = resources(json, 'aws_iam_role_policy_attachment').map(({ policy_arn: arn }) => String(arn));
    expect(policies).toContainEqual(expect.stringMatching(/AmazonEKSVPCResourceController$/));
  });

  it.each([
    [{ kind: 'windows' } as const, 'Windows_Server-2022-English-Core'],
    [{ kind: 'windows', edition: 'full', year: 2019 } as const, 'Windows_Server-2019-English-Full'],
  ])('of %p run the newest AMI that EKS publishes for the version, on a disk that holds it', (image, name) => {
    const json = windows({ image });
    expect(template(json)).toMatchObject({
      image_id: `resolve:ssm:/aws/service/ami-windows-latest/${name}-EKS_Optimized-1.36/image_id`,
      block_device_mappings: [{ device_name: '/dev/sda1', ebs: { volume_size: 100 } }],
    });
  });

  it('are warned of without a taint: Linux pods would be sent there', () => {
    expect(windowsWarnings(true)).toMatchObject([{ field: 'taints' }]);
    expect(windowsWarnings(true, [{ key: 'os', effect: 'PreferNoSchedule' }])).toHaveLength(1);
    expect(windowsWarnings(true, [{ key: 'os', effect: 'NoSchedule' }])).toEqual([]);
    expect(windowsWarnings(false)).toEqual([]);
  });

  it('are refused where the pod network gives them no addresses', () => {
    expect(() => windows({}, false)).toThrow(/a cluster whose pod network gives Windows nodes addresses/);
  });

  it('are refused without Linux nodes or Fargate for CoreDNS', () => {
    const message = refusal((stack) => {
      const cluster = testCluster(stack, { podNetwork: { kind: 'vpc-cni', windows: true } });
      new SelfManagedNodeGroup(stack, 'Nodes', { cluster, image: { kind: 'windows' } });
    });
    expect(message).toContain('CoreDNS does not run on Windows');
  });

  it.each<[string, Partial<SelfManagedNodeGroupProps>]>([
    ['instanceTypes', { instanceTypes: ['m7g.large'] }],
    ['diskGib', { diskGib: 49 }],
  ])('are refused for a bad %s', (field, bad) => {
    expect(() => windows(bad)).toThrow(new RegExp(field));
  });
});
