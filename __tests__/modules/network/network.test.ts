import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Fn, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { Network, type NetworkProps, requireZones } from '../../../modules/network';
import { refusal, resources, type StackJson, synth, synthApp, theResource } from '../../support/synth';

function network(props: NetworkProps = {}): StackJson {
  return synth((stack) => new Network(stack, 'Network', props));
}

function refused(props: NetworkProps): string {
  return refusal((stack) => new Network(stack, 'Network', props));
}

function count(json: StackJson): number {
  return Object.values(json.resource ?? {}).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
}

const PRODUCTION = {
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  tiers: ['public', 'private', 'isolated', { name: 'database' }],
  nat: { kind: 'perAz' },
  endpoints: ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'],
} as const satisfies NetworkProps;

describe('[row 45] a network without any props', () => {
  const json = network();

  it('has a public and a private subnet in each of two zones', () => {
    const subnets = resources(json, 'aws_subnet').map((subnet) => [subnet.availability_zone, subnet.cidr_block]);
    expect(subnets).toEqual([
      ['eu-west-1a', '10.0.0.0/19'],
      ['eu-west-1b', '10.0.32.0/19'],
      ['eu-west-1a', '10.0.128.0/22'],
      ['eu-west-1b', '10.0.132.0/22'],
    ]);
  });

  it('answers DNS, which private endpoints, EKS and EFS need', () => {
    expect(theResource(json, 'aws_vpc')).toMatchObject({
      cidr_block: '10.0.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
  });

  it('gives no machine a public address by itself, in public subnets neither', () => {
    for (const subnet of resources(json, 'aws_subnet')) expect(subnet.map_public_ip_on_launch).toBe(false);
  });

  it('empties the default security group', () => {
    const group = theResource(json, 'aws_default_security_group');
    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
  });

  it('records all traffic for a year with a role that may write to that one group', () => {
    expect(theResource(json, 'aws_cloudwatch_log_group')).toMatchObject({ retention_in_days: 365 });
    expect(theResource(json, 'aws_flow_log')).toMatchObject({ traffic_type: 'ALL' });
    const { Statement } = JSON.parse(String(theResource(json, 'aws_iam_role_policy').policy));
    expect(Statement[0].Resource).toEqual([
      '${aws_cloudwatch_log_group.Network_FlowLog_LogGroup_0658B3DB.arn}',
      '${aws_cloudwatch_log_group.Network_FlowLog_LogGroup_0658B3DB.arn}:*',
    ]);
    expect(String(theResource(json, 'aws_iam_role').assume_role_policy)).toContain(
      '"aws:SourceAccount":"123456789012"',
    );
  });

  it('reaches S3 over the free gateway endpoint from every route table', () => {
    expect(theResource(json, 'aws_vpc_endpoint')).toMatchObject({
      vpc_endpoint_type: 'Gateway',
      service_name: 'com.amazonaws.eu-west-1.s3',
    });
    expect(resources(json, 'aws_vpc_endpoint_route_table_association')).toHaveLength(3);
  });

  it('tags its subnets for the load balancer controller, one tier for each role', () => {
    const roles = resources(json, 'aws_subnet').map(({ tags }) => tags);
    expect(roles).toEqual([
      { Name: 'test-network-private-eu-west-1a', Tier: 'private', 'kubernetes.io/role/internal-elb': '1' },
      { Name: 'test-network-private-eu-west-1b', Tier: 'private', 'kubernetes.io/role/internal-elb': '1' },
      { Name: 'test-network-public-eu-west-1a', Tier: 'public', 'kubernetes.io/role/elb': '1' },
      { Name: 'test-network-public-eu-west-1b', Tier: 'public', 'kubernetes.io/role/elb': '1' },
    ]);
  });

  it('never puts the cluster tag on a security group', () => {
    expect(JSON.stringify(json)).not.toContain('kubernetes.io/cluster');
  });
});

it('[row 4] has no instance of any kind', () => {
  for (const type of ['aws_instance', 'aws_autoscaling_group', 'aws_launch_template']) {
    expect(resources(network(PRODUCTION), type)).toEqual([]);
  }
});

it('a production network of four tiers has about 57 resources', () => {
  expect(count(network(PRODUCTION))).toBe(60);
});

it('never emits count or for_each', () => {
  for (const ofType of Object.values(network(PRODUCTION).resource ?? {})) {
    for (const resource of Object.values(ofType)) {
      expect(resource).not.toHaveProperty('count');
      expect(resource).not.toHaveProperty('for_each');
    }
  }
});

it('synthesizes the same bytes twice', () => {
  expect(JSON.stringify(network(PRODUCTION))).toBe(JSON.stringify(network(PRODUCTION)));
});

describe('what is added to a network changes nothing that exists', () => {
  /** The resources of `before` that `after` has differently or not at all, by address. */
  function changed(before: StackJson, after: StackJson): string[] {
    return Object.entries(before.resource ?? {}).flatMap(([type, ofType]) =>
      Object.entries(ofType)
        .filter(([name, resource]) => JSON.stringify(resource) !== JSON.stringify(after.resource?.[type]?.[name]))
        .map(([name]) => `${type}.${name}`),
    );
  }
  const before = network(PRODUCTION);

  it('a tier, at the end or in the middle', () => {
    const tiers: NetworkProps['tiers'] = ['public', { name: 'cache' }, 'private', 'isolated', { name: 'database' }];
    expect(changed(before, network({ ...PRODUCTION, tiers }))).toEqual([]);
    expect(changed(network(), network({ tiers: ['public', 'private', 'isolated'] }))).toEqual([]);
    expect(changed(network(), network({ tiers: ['isolated', 'public', 'private'] }))).toEqual([]);
  });

  it('NAT, where there was none', () => {
    expect(changed(network({ nat: { kind: 'none' } }), network())).toEqual([]);
    expect(changed(network({ nat: { kind: 'none' } }), network({ nat: { kind: 'regional' } }))).toEqual([]);
  });

  it('an endpoint', () => {
    const more = network({ ...PRODUCTION, endpoints: [...PRODUCTION.endpoints, 'sts', 'dynamodb'] });
    expect(changed(before, more)).toEqual([]);
  });

  it('a secondary block with its tier', () => {
    const more = network({
      secondaryCidrBlocks: ['100.64.0.0/16'],
      tiers: [
        'public',
        'private',
        { name: 'pods', egress: 'nat', placement: { kind: 'block', cidrBlock: '100.64.0.0/16' } },
      ],
    });
    expect(changed(network(), more)).toEqual([]);
    const pods = resources(more, 'aws_subnet').find(({ cidr_block }) => cidr_block === '100.64.0.0/18');
    expect(pods?.vpc_id).toMatch(/^\$\{aws_vpc_ipv4_cidr_block_association\.Network_CidrBlock-\S+\.vpc_id\}$/);
  });

  it.each([[['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d']], [['d', 'a', 'b', 'c']]])(
    'a zone (%j), which interface endpoints grow into in place',
    (availabilityZones) => {
      const { endpoints: _, ...rest } = PRODUCTION;
      expect(changed(network(rest), network({ ...rest, availabilityZones }))).toEqual([]);
      const after = network({ ...PRODUCTION, availabilityZones });
      expect(changed(before, after).filter((address) => !address.startsWith('aws_vpc_endpoint.'))).toEqual([]);
      for (const [name, endpoint] of Object.entries(before.resource?.aws_vpc_endpoint ?? {})) {
        const { subnet_ids, ...others } = endpoint;
        expect(after.resource?.aws_vpc_endpoint?.[name]).toMatchObject(others);
      }
    },
  );
});

describe('[row 49] NAT', () => {
  it('has a gateway in each zone by default, and each zone uses its own', () => {
    const json = network();
    expect(resources(json, 'aws_nat_gateway').map(({ subnet_id }) => subnet_id)).toEqual([
      '${aws_subnet.Network_PublicSubnets_Subnet-eu-west-1a_9828CBF4.id}',
      '${aws_subnet.Network_PublicSubnets_Subnet-eu-west-1b_BF884C9B.id}',
    ]);
    expect(resources(json, 'aws_route').filter((route) => route.nat_gateway_id !== undefined)).toHaveLength(2);
    expect(resources(json, 'aws_eip')).toHaveLength(2);
  });

  it('one gateway serves all zones when single, from the zone that is named', () => {
    const json = network({ nat: { kind: 'single', zone: 'b' } });
    expect(theResource(json, 'aws_nat_gateway').subnet_id).toContain('eu-west-1b');
    const targets = resources(json, 'aws_route').flatMap(({ nat_gateway_id }) => nat_gateway_id ?? []);
    expect(targets).toHaveLength(2);
    expect(new Set(targets).size).toBe(1);
  });

  it('from single to one per zone keeps the first gateway and its address', () => {
    const [single, perAz] = [network({ nat: { kind: 'single' } }), network()];
    expect(perAz.resource?.aws_nat_gateway).toMatchObject(single.resource?.aws_nat_gateway ?? {});
    expect(perAz.resource?.aws_eip).toMatchObject(single.resource?.aws_eip ?? {});
  });

  it('a regional gateway belongs to the VPC and needs no public subnet', () => {
    const json = network({ tiers: ['private'], nat: { kind: 'regional' } });
    const gateway = theResource(json, 'aws_nat_gateway');
    expect(gateway).toMatchObject({ availability_mode: 'regional', vpc_id: '${aws_vpc.Network_Vpc_FAC8F4A5.id}' });
    expect(gateway).not.toHaveProperty('subnet_id');
    expect(gateway).not.toHaveProperty('availability_zone_address');
    expect(resources(json, 'aws_eip')).toEqual([]);
    expect(resources(json, 'aws_route')).toHaveLength(2);
  });

  it('an instance forwards for all zones, and its image is not replaced under the network', () => {
    const json = network({ nat: { kind: 'instance' } });
    expect(theResource(json, 'aws_instance')).toMatchObject({
      instance_type: 't4g.nano',
      source_dest_check: false,
      metadata_options: { http_tokens: 'required' },
      root_block_device: { encrypted: true },
      lifecycle: { ignore_changes: ['ami'] },
    });
    expect(Object.values(json.data?.aws_ssm_parameter ?? {})).toMatchObject([
      { name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64' },
    ]);
    expect(resources(json, 'aws_nat_gateway')).toEqual([]);
    const targets = resources(json, 'aws_route').flatMap(({ network_interface_id }) => network_interface_id ?? []);
    expect(targets).toHaveLength(2);
    // Terraform must not read the shell's own variables as references.
    expect(theResource(json, 'aws_instance').user_data).toContain('-o "$${device}"');
  });

  it('takes Elastic IPs that exist, which partners may have on their lists', () => {
    const json = network({ nat: { kind: 'perAz', allocationIds: { a: 'eipalloc-1', 'eu-west-1b': 'eipalloc-2' } } });
    expect(resources(json, 'aws_nat_gateway').map(({ allocation_id }) => allocation_id)).toEqual([
      'eipalloc-1',
      'eipalloc-2',
    ]);
    const regional = network({ nat: { kind: 'regional', allocationIds: { a: 'eipalloc-1' } } });
    expect(theResource(regional, 'aws_nat_gateway').availability_zone_address).toEqual([
      { availability_zone: 'eu-west-1a', allocation_ids: ['eipalloc-1'] },
    ]);
  });

  it('without NAT private subnets have no way out, and say so to whoever asks', () => {
    synth((stack) => {
      const made = new Network(stack, 'Network', { nat: { kind: 'none' } });
      expect(made.workloadSubnets(stack).map(({ egress }) => egress)).toEqual(['none', 'none']);
    });
    const json = network({ nat: { kind: 'none' } });
    expect(resources(json, 'aws_nat_gateway')).toEqual([]);
    expect(resources(json, 'aws_route')).toHaveLength(1);
  });

  it('a network without a tier that needs NAT has none', () => {
    expect(resources(network({ tiers: ['public', 'isolated'] }), 'aws_nat_gateway')).toEqual([]);
    expect(resources(network({ tiers: ['isolated'] }), 'aws_internet_gateway')).toEqual([]);
  });

  it('[bad input 11] refuses more gateways than there are public subnets', () => {
    const message = refused({
      availabilityZones: ['a', 'b', 'c', 'd'],
      tiers: [{ name: 'public', zones: ['a', 'b', 'c'] }, 'private'],
    });
    expect(message).toMatch(/nat is "perAz: 4 NAT gateways .* there are 3 public subnets .* eu-west-1d has none/);
  });

  it('[bad input 11b] refuses a gateway without a public subnet, naming what needs none', () => {
    const message = refused({ tiers: ['private'], nat: { kind: 'single' } });
    expect(message).toMatch(/1 NAT gateway .*there are 0 public subnets.*regional/);
  });

  it('refuses an address for a zone that it does not have', () => {
    const message = refused({ nat: { kind: 'perAz', allocationIds: { a: 'eipalloc-1', e: 'eipalloc-2' } } });
    expect(message).toMatch(/nat.allocationIds is "e"; allowed: .*eu-west-1a, eu-west-1b/);
  });

  it('refuses a single gateway in a zone that the network does not have', () => {
    expect(refused({ nat: { kind: 'single', zone: 'c' } })).toMatch(/1 NAT gateway \(c\).* c has none/);
  });

  it('refuses a gateway that nothing goes out through', () => {
    expect(refused({ tiers: ['public'], nat: { kind: 'single' } })).toMatch(/cost money for nothing/);
  });

  it('refuses a tier that goes out over NAT where there is none', () => {
    const message = refused({ tiers: ['public', { name: 'app', egress: 'nat' }], nat: { kind: 'none' } });
    expect(message).toMatch(/tiers.app.egress is "nat"/);
  });
});

describe('zones', () => {
  it('may be letters', () => {
    synth((stack) => {
      const made = new Network(stack, 'Network', { availabilityZones: ['c', 'a'] });
      expect(made.availabilityZones).toEqual(['eu-west-1c', 'eu-west-1a']);
    });
  });

  it('default to those that new accounts of the region have', () => {
    const stacks = synthApp((app) => {
      const stack = new TerraformStack(app, 'tokyo');
      new AwsProvider(stack, 'Aws', { region: 'ap-northeast-1' });
      const made = new Network(stack, 'Network');
      expect(made.availabilityZones).toEqual(['ap-northeast-1a', 'ap-northeast-1c']);
    });
    expect(stacks.tokyo?.data).toHaveProperty('aws_caller_identity');
  });

  it.each([['us-west-1'], [undefined]])('must be named where the region (%s) has no default', (region) => {
    expect(() =>
      synthApp((app) => {
        const stack = new TerraformStack(app, 'x');
        new AwsProvider(stack, 'Aws', { region });
        new Network(stack, 'Network');
      }),
    ).toThrow(/Network at x\/Network\n.*availabilityZones is missing; allowed: the zones by name, because.*Fix: write/);
  });

  it('[bad input 9] are each named once', () => {
    expect(refused({ availabilityZones: ['eu-west-1a', 'a'] })).toMatch(/"eu-west-1a".*twice/);
  });

  it.each([
    [['eu-west-1a', 'us-east-1b'], /zones of one region, eu-west-1/],
    [['eu-west'], /name of an Availability Zone/],
    [[], /at least one zone/],
  ])('%j are refused', (availabilityZones, message) => {
    expect(refused({ availabilityZones })).toMatch(message);
  });

  it('leave out Local Zones unless someone insists', () => {
    const availabilityZones = ['eu-west-1a', 'eu-west-1-lhr-1b'];
    expect(refused({ availabilityZones })).toMatch(/Rule: network.local-zone/);
    const unchecked = [{ rule: 'network.local-zone', reason: 'edge workloads need the latency' }];
    expect(resources(network({ availabilityZones, unchecked }), 'aws_subnet')).toHaveLength(4);
  });

  it('[row 47] fewer than two are refused by what needs two', () => {
    const message = refusal((stack) => {
      const one = new Network(stack, 'Network', { availabilityZones: ['a'] });
      requireZones(new Construct(stack, 'Alb'), one, 2, 'an Application Load Balancer has a node in each');
    });
    expect(message).toMatch(
      /Construct at test\/Alb\n.*\["eu-west-1a"\]; allowed: at least two \(2\) Availability Zones/,
    );
    expect(() => network({ availabilityZones: ['a'] })).not.toThrow();
  });
});

describe('blocks', () => {
  it.each(['10.0.0.0/33', '10.0.0.0/8', '10.0.0.0/29'])('[bad input 1] %s is no size for a VPC', (cidrBlock) => {
    expect(refused({ cidrBlock })).toMatch(new RegExp(`cidrBlock is "${cidrBlock}".*/16 and /28`));
  });

  it.each(['300.1.0.0/16', '10.0.0.0', 'fd00::/56'])('[bad input 3] %s is no IPv4 block', (cidrBlock) => {
    expect(refused({ cidrBlock })).toMatch(new RegExp(`cidrBlock is "${cidrBlock}".*IPv4.*0 to 255`));
  });

  it('accepts the smallest and the largest block', () => {
    expect(() => network({ cidrBlock: '10.0.0.0/16' })).not.toThrow();
    expect(() =>
      network({
        cidrBlock: '10.0.0.0/28',
        availabilityZones: ['a'],
        tiers: [{ name: 'isolated', placement: { kind: 'subnets', cidrBlocks: { a: '10.0.0.0/28' } } }],
      }),
    ).not.toThrow();
  });

  it('names the block that an address in the middle belongs to', () => {
    expect(refused({ cidrBlock: '10.0.1.0/16' })).toMatch(/write "10.0.0.0\/16"/);
  });

  it('refuses blocks that overlap', () => {
    expect(refused({ secondaryCidrBlocks: ['10.0.4.0/24'] })).toMatch(
      /secondaryCidrBlocks\[0\].*overlaps 10.0.0.0\/16/,
    );
  });

  it('[bad input 5] refuses a subnet outside the network', () => {
    const message = refused({
      tiers: [{ name: 'app-1', placement: { kind: 'subnets', cidrBlocks: { a: '10.1.0.0/24', b: '10.0.1.0/24' } } }],
    });
    expect(message).toMatch(/"10.1.0.0\/24".*10.0.0.0\/16.*outside/);
  });

  it('[bad input 7] refuses a subnet mask that AWS does not take', () => {
    expect(refused({ tiers: [{ name: 'public', prefixLength: 29 }] })).toMatch(/29; allowed.*mask.*28/);
  });

  it('refuses what is known only at apply, because it decides which subnets exist', () => {
    const message = refusal((stack) => {
      const zones = new TerraformVariable(stack, 'zones', { type: 'list(string)' });
      const block = new TerraformVariable(stack, 'block', { type: 'string' });
      new Network(stack, 'Network', {
        cidrBlock: block.stringValue,
        availabilityZones: zones.listValue,
        tiers: [{ name: 'public', prefixLength: Fn.max([20, 22]) }],
      });
    });
    expect(message).toMatch(/3 problems/);
    expect(message).toMatch(/cidrBlock .*a literal/);
    expect(message).toMatch(/tiers.public.prefixLength .*a literal/);
  });
});

it('reports all problems of a network in one synth', () => {
  const message = refused({
    cidrBlock: '10.0.0.0/33',
    availabilityZones: ['a', 'a'],
    tiers: ['private', 'private', { name: 'Data' }],
    endpoints: ['ecr'] as never,
    flowLog: { kind: 's3', bucketArn: 'logs' },
  });
  for (const field of ['cidrBlock', 'availabilityZones', 'tiers ', 'tiers.name', 'endpoints', 'flowLog.bucketArn']) {
    expect(message).toContain(`- ${field}`);
  }
});

describe('dual stack', () => {
  const json = network({ ipv6: true });

  it('gives each subnet a /64 that follows from its tier and zone', () => {
    expect(theResource(json, 'aws_vpc')).toMatchObject({ assign_generated_ipv6_cidr_block: true });
    const blocks = resources(json, 'aws_subnet').map(({ ipv6_cidr_block }) => ipv6_cidr_block);
    const whole = 'aws_vpc.Network_Vpc_FAC8F4A5.ipv6_cidr_block';
    expect(blocks).toEqual([0, 1, 8, 9].map((index) => `\${cidrsubnet(${whole}, 8, ${index})}`));
  });

  it('lets private subnets out and nobody in', () => {
    theResource(json, 'aws_egress_only_internet_gateway');
    const routes = resources(json, 'aws_route').filter((route) => route.destination_ipv6_cidr_block === '::/0');
    expect(routes.map((route) => Object.keys(route).find((key) => key.endsWith('gateway_id')))).toEqual([
      'egress_only_gateway_id',
      'egress_only_gateway_id',
      'gateway_id',
    ]);
  });

  it('refuses two tiers with one part of the IPv6 block', () => {
    const message = refused({ ipv6: true, tiers: ['public', 'private', { name: 'app', ipv6Slot: 1 }] });
    expect(message).toMatch(/tiers.app.ipv6Slot is 1; allowed: .*public and app.*free: 2, 3/);
  });
});

it('tags workload subnets for Karpenter on request', () => {
  const tags = resources(network({ karpenterDiscovery: 'shop' }), 'aws_subnet').map(({ tags }) => tags);
  expect(tags.filter((tag) => JSON.stringify(tag).includes('"karpenter.sh/discovery":"shop"'))).toEqual([
    expect.objectContaining({ Tier: 'private' }),
    expect.objectContaining({ Tier: 'private' }),
  ]);
});

describe('[row 48] selecting subnets', () => {
  it('workloads go to private subnets, balancers for the internet to public ones', () => {
    synth((stack) => {
      const made = new Network(stack, 'Network', PRODUCTION);
      expect(made.workloadSubnets(stack).map(({ tier }) => tier)).toEqual(['private', 'private', 'private']);
      expect(made.publicSubnets(stack).map(({ tier }) => tier)).toEqual(['public', 'public', 'public']);
      expect(made.selectSubnets(stack, { tier: 'database' })).toHaveLength(3);
      expect(made.selectSubnets(stack, { egress: 'none' }).map(({ tier }) => tier)).toContain('isolated');
    });
  });

  it('an unknown tier is answered with those that exist', () => {
    const message = refusal((stack) => {
      const made = new Network(stack, 'Network');
      made.selectSubnets(new Construct(stack, 'Web'), { tier: 'intra' });
    });
    expect(message).toMatch(/test\/Web\n.*\{"tier":"intra"\}.*public \(internet-gateway\), private \(nat\)/);
  });

  it('a network of public subnets has no place for workloads', () => {
    const message = refusal((stack) => {
      const made = new Network(stack, 'Network', { tiers: ['public'] });
      made.workloadSubnets(new Construct(stack, 'Web'));
    });
    expect(message).toMatch(/"private".*public \(internet-gateway\)/);
  });
});
