import { ManagedNodeGroup, type ManagedNodeGroupProps, type NodeCapacity } from '../../../modules/eks';
import {
  managedNodeGroupWarnings,
  validateManagedNodeGroupProps,
} from '../../../modules/eks/managed-node-group-checks';
import { synthCluster, testCluster } from '../../support/eks';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

type Props = Omit<ManagedNodeGroupProps, 'cluster'>;

function synthGroup(props: Props = {}): StackJson {
  return synth((stack) => {
    testCluster(stack).addNodeGroup('System', props);
  });
}

function fieldsOf(props: Props): string[] {
  let fields: string[] = [];
  synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('Host');
    fields = validateManagedNodeGroupProps({ ...props, cluster }).map(({ field }) => field);
  });
  return fields;
}

const nameOf = (json: StackJson): unknown => theResource(json, 'aws_eks_node_group').node_group_name;

describe('by default', () => {
  const json = synthGroup();
  const group = theResource(json, 'aws_eks_node_group');
  const template = theResource(json, 'aws_launch_template');

  it('[row 127] runs two x86 nodes of Amazon Linux 2023 in private subnets, one away at a time', () => {
    expect(group).toMatchObject({
      ami_type: 'AL2023_x86_64_STANDARD',
      capacity_type: 'ON_DEMAND',
      instance_types: ['m7i.large'],
      version: '1.36',
      subnet_ids: ['subnet-private-a', 'subnet-private-b'],
      scaling_config: { min_size: 2, desired_size: 2, max_size: 4 },
      update_config: { max_unavailable: 1 },
    });
    expect(group).not.toHaveProperty('release_version');
    expect(group).not.toHaveProperty('disk_size');
    expect(group).not.toHaveProperty('remote_access');
  });

  it('[row 127] requires IMDSv2 with one hop, and encrypts the disk', () => {
    expect(template).toMatchObject({
      metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
      block_device_mappings: [
        { device_name: '/dev/xvda', ebs: { encrypted: 'true', volume_type: 'gp3', volume_size: 50 } },
      ],
    });
    expect(template).not.toHaveProperty('vpc_security_group_ids');
    expect(template).not.toHaveProperty('user_data');
  });

  it('tags instances, volumes and interfaces, which default_tags do not reach', () => {
    expect(template.tag_specifications).toEqual(
      ['instance', 'network-interface', 'volume'].map((resource_type) => ({
        resource_type,
        tags: { Name: 'shop-System' },
      })),
    );
  });

  it('rolls a changed template out in place', () => {
    expect(group.launch_template).toEqual({
      id: expect.stringMatching(/^\$\{aws_launch_template\.\w+\.id}$/),
      version: expect.stringMatching(/^\$\{aws_launch_template\.\w+\.latest_version}$/),
    });
  });

  it('[row 127] has three policies by literal ARN, attached before the nodes and until after them', () => {
    const role = String(group.node_role_arn).slice(2, -5);
    const attached = resources(json, 'aws_iam_role_policy_attachment').filter(({ role: of }) =>
      String(of).includes(role),
    );
    expect(attached.map(({ policy_arn }) => policy_arn)).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ]);
    const edges = (group.depends_on as string[]).filter((edge) => edge.startsWith('aws_iam_role_policy_attachment.'));
    expect(edges).toHaveLength(3);
  });

  it('makes the new group before the old one goes', () => {
    expect(group.lifecycle).toEqual({ create_before_destroy: true });
  });

  it('[row 135] lets EKS replace nodes that stay unhealthy', () => {
    expect(group.node_repair_config).toEqual({ enabled: true });
    expect(theResource(synthGroup({ repair: false }), 'aws_eks_node_group').node_repair_config).toEqual({
      enabled: false,
    });
  });
});

it('takes another name for each change that AWS cannot make in place, and keeps it for the others', () => {
  const name = nameOf(synthGroup());
  expect(name).toMatch(/^shop-System-[0-9a-f]{8}$/);
  const replacing: Props[] = [
    { instanceTypes: ['m6i.large'] },
    { image: { kind: 'bottlerocket' } },
    { capacity: { kind: 'spot' } },
    { subnets: { tier: 'pods' } },
  ];
  const names = replacing.map((props) => nameOf(synthGroup(props)));
  expect(new Set([name, ...names]).size).toBe(5);
  const inPlace: Props[] = [
    { scaling: { min: 3, max: 9 } },
    { labels: { team: 'web' } },
    { taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' }] },
    { diskGib: 100 },
    { metadataHopLimit: 2 },
    { update: { maxUnavailablePercent: 33 } },
    { tags: { team: 'web' } },
    { releaseVersion: '1.36.2-20261105' },
  ];
  for (const props of inPlace) expect(nameOf(synthGroup(props))).toBe(name);
});

it('refuses two groups of one name in a cluster', () => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    new ManagedNodeGroup(stack, 'System', { cluster });
  });
  expect(message).toContain('node group name');
});

it('refuses a Capacity Block outside the subnets', () => {
  const capacity = { kind: 'capacity-block', capacityReservationId: 'cr-1', availabilityZone: 'eu-west-1c' } as const;
  const message = refusal((stack) =>
    testCluster(stack).addNodeGroup('Gpu', { capacity, instanceTypes: ['p5.48xlarge'] }),
  );
  for (const text of ['capacity.capacityReservationId', 'eu-west-1a, eu-west-1b']) expect(message).toContain(text);
});

it('keeps a long name within 63 characters', () => {
  const json = synth((stack) => {
    testCluster(stack, { clusterName: 'a'.repeat(100) }).addNodeGroup('System');
  });
  expect(String(nameOf(json)).length).toBeLessThanOrEqual(63);
});

it('changes nothing that exists when a group is added', () => {
  const before = synthCluster();
  const after = synthCluster({}, (cluster) => cluster.addNodeGroup('Apps', { instanceTypes: ['m7g.large'] }));
  for (const [type, byName] of Object.entries(before.resource ?? {})) {
    for (const [name, resource] of Object.entries(byName)) expect(after.resource?.[type]?.[name]).toEqual(resource);
  }
  expect(Object.keys(after.resource?.aws_eks_node_group ?? {})).toHaveLength(2);
});

it('translates taints for the EKS API', () => {
  const json = synthGroup({ taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'PreferNoSchedule' }] });
  expect(theResource(json, 'aws_eks_node_group').taint).toEqual([
    { key: 'CriticalAddonsOnly', value: 'true', effect: 'PREFER_NO_SCHEDULE' },
  ]);
});

it.each<[string, Props, unknown[]]>([
  [
    'Bottlerocket, system and data apart',
    { image: { kind: 'bottlerocket' } },
    [
      { device_name: '/dev/xvda', ebs: { encrypted: 'true', volume_type: 'gp3', delete_on_termination: 'true' } },
      {
        device_name: '/dev/xvdb',
        ebs: { encrypted: 'true', volume_type: 'gp3', volume_size: 50, delete_on_termination: 'true' },
      },
    ],
  ],
  [
    'a larger disk with a key of yours',
    { diskGib: 200, diskKmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/disks' },
    [
      {
        device_name: '/dev/xvda',
        ebs: {
          encrypted: 'true',
          kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/disks',
          volume_type: 'gp3',
          volume_size: 200,
          delete_on_termination: 'true',
        },
      },
    ],
  ],
])('has the disks of %s', (_name, props, disks) => {
  expect(theResource(synthGroup(props), 'aws_launch_template').block_device_mappings).toEqual(disks);
});

it('keeps the cluster security group where nodes have groups of their own', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack);
    const { SecurityGroup } = require('../../../modules/network') as typeof import('../../../modules/network');
    const own = new SecurityGroup(stack, 'Own', { network: cluster.network, description: 'Nodes of shop' });
    cluster.addNodeGroup('System', { securityGroups: [own] });
  });
  expect(theResource(json, 'aws_launch_template').vpc_security_group_ids).toEqual([
    expect.stringContaining('cluster_security_group_id'),
    expect.stringContaining('aws_security_group.'),
  ]);
});

it('leaves version, release and AMI type out for a custom AMI, and encodes its user data unharmed', () => {
  const userData = '#!/bin/bash\necho "${HOSTNAME}" %{x}';
  const json = synthGroup({
    image: { kind: 'custom', imageId: 'ami-0123456789abcdef0', userData, operatingSystem: 'al2023' },
  });
  const group = theResource(json, 'aws_eks_node_group');
  for (const absent of ['ami_type', 'version', 'release_version']) expect(group).not.toHaveProperty(absent);
  const template = theResource(json, 'aws_launch_template');
  expect(template.image_id).toBe('ami-0123456789abcdef0');
  expect(Buffer.from(String(template.user_data), 'base64').toString()).toBe(userData);
});

it('lets Terraform encode user data that holds references, the rest of it untouched', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack);
    const endpoint = cluster.cluster.endpoint;
    const userData = `#!/bin/bash\njoin "${endpoint}" \${HOSTNAME} %{x}\n`;
    cluster.addNodeGroup('System', {
      image: { kind: 'custom', imageId: 'ami-0123456789abcdef0', userData, operatingSystem: 'al2023' },
    });
  });
  expect(theResource(json, 'aws_launch_template').user_data).toMatch(/^\$\{base64encode\(local\.\w+\)}$/);
  expect(Object.values(json.locals ?? {})).toEqual([
    expect.stringMatching(/^#!\/bin\/bash\njoin "\$\{aws_eks_cluster\.\w+\.endpoint}" \$\$\{HOSTNAME} %%\{x}\n$/),
  ]);
});

it('[bad input 33] refuses a desired size outside its bounds', () => {
  const message = refusal((stack) =>
    testCluster(stack).addNodeGroup('System', { scaling: { min: 1, max: 4, desired: 10 } }),
  );
  for (const text of ['ManagedNodeGroup at test/Eks/System', 'desired', '10', '4']) expect(message).toContain(text);
});

describe('leaves its size to', () => {
  const ignored = ['scaling_config[0].desired_size'];
  const lifecycle = (json: StackJson): unknown => theResource(json, 'aws_eks_node_group').lifecycle;

  it('the Cluster Autoscaler, claimed before or after the group, or running elsewhere', () => {
    const after = synthCluster({}, (cluster) => cluster.claimAutoscaler(cluster, 'cluster-autoscaler'));
    const before = synth((stack) => {
      const cluster = testCluster(stack);
      cluster.claimAutoscaler(cluster, 'cluster-autoscaler');
      cluster.addNodeGroup('System');
    });
    const elsewhere = synthCluster({ autoscaler: 'cluster-autoscaler' });
    for (const json of [after, before, elsewhere]) {
      expect(lifecycle(json)).toEqual({ create_before_destroy: true, ignore_changes: ignored });
    }
  });

  it('nobody with Karpenter, which does not touch it, nor where the size is fixed', () => {
    expect(lifecycle(synthCluster({ autoscaler: 'karpenter' }))).toEqual({ create_before_destroy: true });
    const fixed = synth((stack) => {
      testCluster(stack, { autoscaler: 'cluster-autoscaler' }).addNodeGroup('System', { scaling: { fixed: 3 } });
    });
    expect(lifecycle(fixed)).toEqual({ create_before_destroy: true });
  });

  it('one autoscaler, not two', () => {
    const message = refusal((stack) => {
      const cluster = testCluster(stack, { autoscaler: 'karpenter' });
      cluster.addNodeGroup('System');
      cluster.claimAutoscaler(cluster, 'cluster-autoscaler');
    });
    expect(message).toContain('eks.two-autoscalers');
  });
});

it('buys Capacity Blocks with their reservation, in the zone of it', () => {
  const capacity: NodeCapacity = {
    kind: 'capacity-block',
    capacityReservationId: 'cr-0123456789abcdef0',
    availabilityZone: 'eu-west-1b',
  };
  const json = synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    new ManagedNodeGroup(stack, 'Gpu', { cluster, capacity, instanceTypes: ['p5.48xlarge'] });
  });
  const group = resources(json, 'aws_eks_node_group').find(({ capacity_type }) => capacity_type === 'CAPACITY_BLOCK');
  expect(group).toMatchObject({ subnet_ids: ['subnet-private-b'], ami_type: 'AL2023_x86_64_NVIDIA' });
  const template = resources(json, 'aws_launch_template').find(
    ({ instance_market_options }) => instance_market_options !== undefined,
  );
  expect(template).toMatchObject({
    instance_market_options: { market_type: 'capacity-block' },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: 'cr-0123456789abcdef0' },
    },
  });
});

it.each<[string, Props, string[]]>([
  ['two CPU architectures', { instanceTypes: ['m7i.large', 'm7g.large'] }, ['instanceTypes', 'instanceTypes']],
  ['GPUs beside none', { instanceTypes: ['m7i.large', 'g6.xlarge'] }, ['instanceTypes', 'image']],
  ['no type', { instanceTypes: [] }, ['instanceTypes']],
  [
    '21 types',
    { instanceTypes: Array.from({ length: 21 }, (_, index) => `m7i.${index + 1}xlarge`) },
    ['instanceTypes'],
  ],
  ['a type twice', { instanceTypes: ['m7i.large', 'm7i.large'] }, ['instanceTypes']],
  ['what is no type', { instanceTypes: ['large'] }, ['instanceTypes']],
  ['a type that only Terraform knows', { instanceTypes: ['${var.type}'] }, ['instanceTypes']],
  [
    'an AMI of another architecture',
    { image: { kind: 'ami-type', amiType: 'AL2023_ARM_64_STANDARD' } },
    ['instanceTypes'],
  ],
  ['[row 129] Amazon Linux 2', { image: { kind: 'ami-type', amiType: 'AL2_x86_64' } }, ['image']],
  [
    'Windows on Graviton',
    { image: { kind: 'windows' }, instanceTypes: ['m7g.large'] },
    ['instanceTypes', 'instanceTypes'],
  ],
  ['a Windows disk of 49 GiB', { image: { kind: 'windows' }, diskGib: 49 }, ['diskGib']],
  ['a disk of 19 GiB', { diskGib: 19 }, ['diskGib']],
  ['a reserved label', { labels: { 'kubernetes.io/role': 'x' } }, ['labels']],
  ['the cluster tag', { tags: { 'kubernetes.io/cluster/shop': 'owned' } }, ['tags']],
  ['nothing unavailable', { update: { maxUnavailable: 0 } }, ['update.maxUnavailable']],
  ['101 percent', { update: { maxUnavailablePercent: 101 } }, ['update.maxUnavailablePercent']],
  ['nodes ahead of the control plane', { version: '1.37' }, ['version']],
  ['nodes four minors behind', { version: '1.32' }, ['version']],
  [
    'user data beside a custom AMI',
    {
      image: { kind: 'custom', imageId: 'ami-0123456789abcdef0', userData: 'x', operatingSystem: 'al2023' },
      userData: 'y',
    },
    ['userData'],
  ],
  [
    'a custom AMI that joins no cluster',
    { image: { kind: 'custom', imageId: 'latest', userData: ' ', operatingSystem: 'al2023' } },
    ['image.imageId', 'image.userData'],
  ],
])('refuses %s', (_name, props, fields) => {
  expect(fieldsOf(props)).toEqual(fields);
});

it('takes nodes three minors behind the control plane', () => {
  expect(fieldsOf({ version: '1.33' })).toEqual([]);
});

it('refuses Windows nodes where the pod network has no addresses for them, or Linux nodes are missing', () => {
  const image = { kind: 'windows' } as const;
  const noAddresses = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addNodeGroup('Windows', { image });
  });
  expect(noAddresses).toContain('windows: true');
  const alone = refusal((stack) =>
    testCluster(stack, { podNetwork: { kind: 'vpc-cni', windows: true } }).addNodeGroup('Windows', { image }),
  );
  expect(alone).toContain('CoreDNS does not run on Windows');
  const json = synthCluster({ podNetwork: { kind: 'vpc-cni', windows: true } }, (cluster) =>
    cluster.addNodeGroup('Windows', { image }),
  );
  const devices = resources(json, 'aws_launch_template').map(({ block_device_mappings }) =>
    JSON.stringify(block_device_mappings),
  );
  expect(devices.some((text) => text.includes('/dev/sda1'))).toBe(true);
});

it.each<[string, Props, number]>([
  ['Spot of one type', { capacity: { kind: 'spot' } }, 1],
  ['Spot of three', { capacity: { kind: 'spot' }, instanceTypes: ['m7i.large', 'm6i.large', 'm5.large'] }, 0],
  ['two sizes', { instanceTypes: ['m7i.large', 'm7i.4xlarge'] }, 1],
])('warns of what is legal and hardly meant: %s', (_name, props, count) => {
  synth((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    expect(managedNodeGroupWarnings({ ...props, cluster })).toHaveLength(count);
  });
});
