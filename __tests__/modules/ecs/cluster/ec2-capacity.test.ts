import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { TerraformStack as Stack } from 'cdktf';
import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import type { Ec2CapacityProps } from '../../../../modules/ecs/cluster/ec2-capacity-props';
import { validateEc2CapacityProps } from '../../../../modules/ecs/cluster/ec2-capacity-validation';
import { EcsCluster } from '../../../../modules/ecs/cluster/ecs-cluster';
import { Network, Peer, Port } from '../../../../modules/network';
import { refusal, resources, type StackJson, synth, synthApp, theResource } from '../../../support/synth';

const valid: Ec2CapacityProps = { instanceTypes: ['m7i.large'], maxSize: 4 };

function networkOf(stack: TerraformStack, endpoints?: readonly string[]) {
  return Network.fromAttributes(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    tiers: {
      public: { subnetIds: { 'eu-west-1a': 'subnet-a1', 'eu-west-1b': 'subnet-b1' } },
      private: { subnetIds: { 'eu-west-1a': 'subnet-a2', 'eu-west-1b': 'subnet-b2' } },
      isolated: { subnetIds: { 'eu-west-1a': 'subnet-a3', 'eu-west-1b': 'subnet-b3' } },
    },
    endpoints,
  });
}

function workersOf(stack: TerraformStack, props: Partial<Ec2CapacityProps> = {}, endpoints?: readonly string[]) {
  const network = networkOf(stack, endpoints);
  const cluster = new EcsCluster(stack, 'Cluster', { clusterName: 'web', network });
  return new Ec2Capacity(stack, 'Workers', { ...valid, cluster, ...props });
}

const workers = (props: Partial<Ec2CapacityProps> = {}): StackJson => synth((stack) => void workersOf(stack, props));
const group = (json: StackJson) => theResource(json, 'aws_autoscaling_group');
const template = (json: StackJson) => theResource(json, 'aws_launch_template');
const provider = (json: StackJson) => theResource(json, 'aws_ecs_capacity_provider').auto_scaling_group_provider;
const parameter = (json: StackJson) => Object.values(json.data?.aws_ssm_parameter ?? {})[0]?.name;
const script = (json: StackJson) => Buffer.from(String(template(json).user_data), 'base64').toString();

describe('EC2 capacity of a cluster', () => {
  it('[row 1] is one provider in the one list of the cluster, beside Fargate', () => {
    const json = workers();
    const list = theResource(json, 'aws_ecs_cluster_capacity_providers');
    expect(list.capacity_providers).toEqual([
      'FARGATE',
      'FARGATE_SPOT',
      expect.stringMatching(/^\$\{aws_ecs_capacity_provider\.\w+\.name\}$/),
    ]);
    expect(theResource(json, 'aws_ecs_capacity_provider').name).toBe('cp-test-workers');
  });

  it('[row 3] [row 15] stands beside Fargate and other capacities in one cluster', () => {
    const json = synth((stack) => {
      const workers = workersOf(stack);
      const { cluster } = workers;
      const gpu = new Ec2Capacity(stack, 'Gpu', { cluster, instanceTypes: ['g5.xlarge'], maxSize: 1 });
      expect([workers.gpu, gpu.gpu]).toEqual([false, true]);
      expect(cluster.providers.map(({ kind }) => kind)).toEqual(['fargate', 'fargate', 'ec2', 'ec2']);
    });
    expect(theResource(json, 'aws_ecs_cluster_capacity_providers').capacity_providers).toHaveLength(4);
  });

  it('[row 9] spans two private zones, with IMDSv2, an encrypted disk and no way in', () => {
    const json = workers();
    expect(group(json).vpc_zone_identifier).toEqual(['subnet-a2', 'subnet-b2']);
    expect(template(json)).toMatchObject({
      metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1, http_endpoint: 'enabled' },
      network_interfaces: [{ associate_public_ip_address: 'false', device_index: 0 }],
      block_device_mappings: [
        { device_name: '/dev/xvda', ebs: { encrypted: 'true', volume_type: 'gp3', volume_size: 30 } },
      ],
    });
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
    expect(resources(json, 'aws_vpc_security_group_egress_rule')).toMatchObject([
      { from_port: 443, ip_protocol: 'tcp' },
    ]);
  });

  it('[row 9] has an instance role for the agent of this cluster and for Session Manager, and no more', () => {
    const json = workers();
    expect(resources(json, 'aws_iam_role_policy_attachment')).toEqual([]);
    const { Statement } = JSON.parse(String(theResource(json, 'aws_iam_role_policy').policy));
    const actions = Statement.flatMap(({ Action }: { Action: string | string[] }) => Action).sort();
    expect(actions).toEqual([
      'ecs:DeregisterContainerInstance',
      'ecs:DiscoverPollEndpoint',
      'ecs:Poll',
      'ecs:RegisterContainerInstance',
      'ecs:StartTelemetrySession',
      'ecs:SubmitAttachmentStateChanges',
      'ecs:SubmitContainerStateChange',
      'ecs:SubmitTaskStateChange',
      'ecs:TagResource',
      'ecs:UpdateContainerInstancesState',
      'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ]);
    expect(JSON.stringify(Statement)).toContain('arn:aws:ecs:eu-west-1:123456789012:container-instance/web/*');
    expect(theResource(json, 'aws_iam_instance_profile').name).toBe('test-workers-eu-west-1');
    const [role = {}] = resources(json, 'aws_iam_role');
    expect(JSON.parse(String(role.assume_role_policy))).toMatchObject({
      Statement: [{ Principal: { Service: 'ec2.amazonaws.com' } }],
    });
  });

  it('[row 10] is scaled by ECS, which owns its size after creation', () => {
    const json = workers({ desiredCapacity: 2 });
    expect(provider(json)).toMatchObject({
      auto_scaling_group_arn: expect.stringMatching(/^\$\{aws_autoscaling_group\.\w+\.arn\}$/),
      managed_draining: 'ENABLED',
      managed_termination_protection: 'ENABLED',
      managed_scaling: { status: 'ENABLED', target_capacity: 100, instance_warmup_period: 300 },
    });
    expect(group(json)).toMatchObject({
      desired_capacity: 2,
      protect_from_scale_in: true,
      lifecycle: { ignore_changes: ['desired_capacity'] },
    });
  });

  it('[row 10] keeps its size, and follows the code, without managed scaling', () => {
    const json = workers({ managedScaling: false, minSize: 2 });
    expect(provider(json)).toMatchObject({
      managed_scaling: { status: 'DISABLED' },
      managed_termination_protection: 'DISABLED',
    });
    expect(group(json)).toMatchObject({ desired_capacity: 2, protect_from_scale_in: false });
    expect(group(json).lifecycle).toBeUndefined();
  });

  it('[row 17] replaces its instances when the launch template gets a version, and after a month', () => {
    const json = workers();
    expect(group(json)).toMatchObject({
      launch_template: { version: expect.stringMatching(/^\$\{aws_launch_template\.\w+\.latest_version\}$/) },
      max_instance_lifetime: 2_592_000,
      instance_refresh: {
        strategy: 'Rolling',
        triggers: ['tag'],
        preferences: {
          min_healthy_percentage: 90,
          max_healthy_percentage: 110,
          instance_warmup: '300',
          scale_in_protected_instances: 'Refresh',
          standby_instances: 'Ignore',
        },
      },
    });
    expect(group(workers({ maxInstanceLifetimeDays: false })).max_instance_lifetime).toBe(0);
  });

  it('[row 13] uses Spot with three types or more, and drains what AWS takes back', () => {
    const json = workers({
      instanceTypes: ['m7i.large', 'm6i.large', 'm7a.large'],
      purchase: { kind: 'spot', onDemandBase: 1 },
    });
    expect(group(json)).toMatchObject({
      capacity_rebalance: true,
      mixed_instances_policy: {
        instances_distribution: {
          on_demand_base_capacity: 1,
          on_demand_percentage_above_base_capacity: 0,
          spot_allocation_strategy: 'price-capacity-optimized',
        },
        launch_template: {
          override: [{ instance_type: 'm7i.large' }, { instance_type: 'm6i.large' }, { instance_type: 'm7a.large' }],
        },
      },
    });
    expect(group(json).launch_template).toBeUndefined();
    expect(template(json).instance_type).toBeUndefined();
    expect(script(json)).toContain('ECS_ENABLE_SPOT_INSTANCE_DRAINING=true\n');
  });

  it('[row 14] starts in a reservation', () => {
    const json = workers({
      purchase: { kind: 'on-demand', capacityReservation: { capacityReservationId: 'cr-0123456789abcdef0' } },
    });
    expect(template(json).capacity_reservation_specification).toEqual({
      capacity_reservation_target: { capacity_reservation_id: 'cr-0123456789abcdef0' },
    });
  });

  it('tags group, instances and disks, and declares the tag that ECS sets', () => {
    const json = workers({ tags: { Team: 'shop' } });
    expect(group(json).tag).toEqual([
      { key: 'AmazonECSManaged', value: 'true', propagate_at_launch: true },
      { key: 'Name', value: 'test/Workers', propagate_at_launch: true },
      { key: 'Team', value: 'shop', propagate_at_launch: true },
    ]);
    expect(template(json).tag_specifications).toEqual([
      { resource_type: 'volume', tags: { Name: 'test/Workers', Team: 'shop' } },
      { resource_type: 'network-interface', tags: { Name: 'test/Workers', Team: 'shop' } },
    ]);
  });

  it('starts after the cluster and its rights, and goes without waiting for instances', () => {
    const { depends_on: before, force_delete: forced } = group(workers());
    expect(forced).toBe(true);
    expect(before).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
      expect.stringMatching(/^aws_ecs_cluster\./),
    ]);
  });

  it('[row 71] lets tasks in bridge mode be reached only by whom it is told to', () => {
    const json = synth((stack) => {
      workersOf(stack).connections.allowFrom(Peer.ipv4('10.0.0.0/16'), Port.tcpRange(32_768, 65_535));
    });
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([
      { from_port: 32_768, to_port: 65_535, cidr_ipv4: '10.0.0.0/16' },
    ]);
  });

  it('[row 8] belongs to one cluster', () => {
    const message = refusal((stack) => {
      const capacity = workersOf(stack);
      new EcsCluster(stack, 'Other').attachCapacity(capacity);
    });
    expect(message).toContain('Ec2Capacity at test/Workers');
    expect(message).toContain('one cluster for each capacity; its instances register with test/Cluster');
  });

  it('lives in the stack of its cluster', () => {
    expect(() =>
      synthApp((app) => {
        const [a, b] = ['a', 'b'].map((id) => {
          const stack = new Stack(app, id);
          new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
          return stack;
        });
        if (a === undefined || b === undefined) return;
        const cluster = new EcsCluster(a, 'Cluster');
        new Ec2Capacity(b, 'Workers', { ...valid, cluster, network: networkOf(b) });
      }),
    ).toThrow('cluster is "a/Cluster"; allowed: a cluster of the same stack');
  });

  it('is refused for a cluster of another program, and found where it exists', () => {
    const message = refusal((stack) => {
      const cluster = EcsCluster.fromAttributes(stack, 'Shared', { clusterName: 'shared', network: networkOf(stack) });
      new Ec2Capacity(stack, 'Workers', { ...valid, cluster });
    });
    expect(message).toContain('Ec2Capacity.fromAttributes');
    const json = synth((stack) => {
      const cluster = EcsCluster.fromAttributes(stack, 'Shared', { clusterName: 'shared' });
      const found = Ec2Capacity.fromAttributes(stack, 'Workers', {
        cluster,
        capacityProviderName: 'workers',
        securityGroupId: 'sg-0123456789abcdef0',
      });
      expect(found).toMatchObject({ kind: 'ec2', providerName: 'workers', managedScaling: true, gpu: false });
    });
    expect(json.resource).toBeUndefined();
  });

  it('needs a way to ECS: endpoints of the agent, or a way out', () => {
    const isolated = (endpoints?: readonly string[]) => (stack: TerraformStack) =>
      void workersOf(stack, { subnets: { tier: 'isolated' } }, endpoints);
    expect(refusal(isolated(['ecs', 's3']))).toContain('missing: ecs-agent, ecs-telemetry');
    expect(() => synth(isolated(['ecs', 'ecs-agent', 'ecs-telemetry']))).not.toThrow();
    expect(() => synth(isolated())).not.toThrow();
  });

  it('is not put into public subnets, where it would reach nothing', () => {
    const message = refusal((stack) => void workersOf(stack, { subnets: { tier: 'public' } }));
    expect(message).toContain('allowed: private subnets');
  });

  it('[row 9] is refused in one zone', () => {
    const message = refusal((stack) => {
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        tiers: { private: { subnetIds: { 'eu-west-1a': 'subnet-a' } } },
      });
      new Ec2Capacity(stack, 'Workers', { ...valid, cluster: new EcsCluster(stack, 'Cluster', { network }) });
    });
    expect(message).toContain('at least two (2) Availability Zones');
  });

  it('is where services go by default, once the cluster says so', () => {
    const json = synth((stack) => {
      const capacity = workersOf(stack);
      const { cluster } = capacity;
      if (cluster instanceof EcsCluster) cluster.useByDefault(capacity);
      expect(cluster.defaultCapacity).toBe(capacity);
    });
    expect(theResource(json, 'aws_ecs_cluster_capacity_providers').default_capacity_provider_strategy).toEqual([
      { capacity_provider: expect.stringMatching(/^\$\{aws_ecs_capacity_provider/), weight: 1 },
    ]);
  });

  it('cannot become the default after a service took the earlier one', () => {
    const message = refusal((stack) => {
      const capacity = workersOf(stack);
      const { cluster } = capacity;
      expect(cluster.defaultCapacity).toEqual({ kind: 'fargate' });
      if (cluster instanceof EcsCluster) cluster.useByDefault(capacity);
    });
    expect(message).toContain('a service has taken the earlier one already');
  });

  it('is the same in two synths', () => {
    expect(workers({ tags: { B: '1', A: '2' } })).toEqual(workers({ tags: { A: '2', B: '1' } }));
  });
});

describe('the AMI', () => {
  it.each<[string, Partial<Ec2CapacityProps>]>([
    ['/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id', {}],
    [
      '/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
      { instanceTypes: ['m7g.large', 'c8gd.large'] },
    ],
    ['/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id', { instanceTypes: ['g5.xlarge'] }],
    [
      '/aws/service/ecs/optimized-ami/amazon-linux-2023/neuron/recommended/image_id',
      { instanceTypes: ['inf2.xlarge'] },
    ],
    ['/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id', { image: { kind: 'bottlerocket' } }],
    [
      '/aws/service/bottlerocket/aws-ecs-2-nvidia/arm64/latest/image_id',
      { image: { kind: 'bottlerocket' }, instanceTypes: ['g5g.xlarge'] },
    ],
    [
      '/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-ECS_Optimized/image_id',
      { image: { kind: 'windows' } },
    ],
    [
      '/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-ECS_Optimized/image_id',
      { image: { kind: 'windows', year: 2025, edition: 'full' } },
    ],
  ])('[row 5] comes from %s', (name, props) => {
    const json = workers(props);
    expect(parameter(json)).toBe(name);
    expect(template(json).image_id).toMatch(/^\$\{data\.aws_ssm_parameter\.\w+\.insecure_value\}$/);
  });

  it('can be one of the user, made from a published one', () => {
    const json = workers({
      image: { kind: 'custom', imageId: 'ami-0123456789abcdef0', from: { kind: 'bottlerocket' } },
    });
    expect(json.data?.aws_ssm_parameter).toBeUndefined();
    expect(template(json).image_id).toBe('ami-0123456789abcdef0');
    expect(script(json)).toBe('[settings.ecs]\ncluster = "web"\n');
  });

  it.each<[string, Partial<Ec2CapacityProps>, string]>([
    ['two architectures', { instanceTypes: ['m7i.large', 'm7g.large'] }, 'types of one architecture'],
    ['GPU and other types', { instanceTypes: ['g5.xlarge', 'm7i.large'] }, 'types of one accelerator'],
    ['an Arm GPU on AL2023', { instanceTypes: ['g5g.xlarge'] }, 'arm64 with nvidia drivers'],
    ['Windows on Graviton', { image: { kind: 'windows' }, instanceTypes: ['m7g.large'] }, 'publishes for arm64'],
    ['Neuron on Bottlerocket', { image: { kind: 'bottlerocket' }, instanceTypes: ['inf2.xlarge'] }, 'neuron drivers'],
  ])('[row 5] is not found for %s', (_case, props, limit) => {
    const [issue, ...others] = validateEc2CapacityProps({ ...valid, ...props });
    expect(others).toEqual([]);
    expect(issue?.limit).toContain(limit);
  });
});

describe('what AWS refuses', () => {
  const fields = (props: Partial<Ec2CapacityProps>) =>
    validateEc2CapacityProps({ ...valid, ...props }).map(({ field }) => field);

  it.each<[string, Partial<Ec2CapacityProps>, Partial<Ec2CapacityProps>]>([
    ['desiredCapacity', { desiredCapacity: 4 }, { desiredCapacity: 5 }],
    ['desiredCapacity', { minSize: 2, desiredCapacity: 2 }, { minSize: 2, desiredCapacity: 1 }],
    ['minSize', { minSize: 4 }, { minSize: 5 }],
    ['maxSize', { maxSize: 1 }, { maxSize: 0.5 }],
    ['instanceTypes', {}, { instanceTypes: [] }],
    ['instanceTypes[0]', {}, { instanceTypes: ['large'] }],
    ['capacityProviderName', { capacityProviderName: 'my-ecs' }, { capacityProviderName: 'ecs-workers' }],
    ['capacityProviderName', { capacityProviderName: 'a'.repeat(255) }, { capacityProviderName: 'a'.repeat(256) }],
    [
      'managedScaling.warmupSeconds',
      { managedScaling: { warmupSeconds: 10_000 } },
      { managedScaling: { warmupSeconds: 10_001 } },
    ],
    [
      'managedScaling.targetPercent',
      { managedScaling: { targetPercent: 100 } },
      { managedScaling: { targetPercent: 0 } },
    ],
    [
      'managedScaling.minStep',
      { managedScaling: { minStep: 2, maxStep: 2 } },
      { managedScaling: { minStep: 3, maxStep: 2 } },
    ],
    [
      'managedTerminationProtection',
      { managedScaling: false, managedTerminationProtection: false },
      { managedScaling: false, managedTerminationProtection: true },
    ],
    ['maxInstanceLifetimeDays', { maxInstanceLifetimeDays: 365 }, { maxInstanceLifetimeDays: 366 }],
    [
      'instanceRefresh.minHealthyPercent',
      { instanceRefresh: { minHealthyPercent: 100 } },
      { instanceRefresh: { minHealthyPercent: 89 } },
    ],
    ['volumeSizeGib', { volumeSizeGib: 30 }, { volumeSizeGib: 29 }],
    [
      'instanceTypes',
      { purchase: { kind: 'spot' }, instanceTypes: ['m7i.large', 'm6i.large', 'm5.large'] },
      { purchase: { kind: 'spot' }, instanceTypes: ['m7i.large', 'm6i.large'] },
    ],
    [
      'purchase.onDemandPercent',
      { purchase: { kind: 'spot', onDemandPercent: 100 }, instanceTypes: ['m7i.large', 'm6i.large', 'm5.large'] },
      { purchase: { kind: 'spot', onDemandPercent: 101 }, instanceTypes: ['m7i.large', 'm6i.large', 'm5.large'] },
    ],
    [
      'image.imageId',
      { image: { kind: 'custom', imageId: 'ami-01', from: { kind: 'al2023' } } },
      { image: { kind: 'custom', imageId: 'my-ami', from: { kind: 'al2023' } } },
    ],
  ])('%s: one side of the limit is taken, the other is not', (field, good, bad) => {
    expect(fields(good)).toEqual([]);
    expect(fields(bad)).toEqual([field]);
  });

  it('[bad input 33] names group, field, value and both bounds', () => {
    const message = refusal((stack) => void workersOf(stack, { desiredCapacity: 10 }));
    expect(message).toContain('Ec2Capacity at test/Workers');
    expect(message).toContain('desiredCapacity is 10; allowed: between minSize 0 and maxSize 4');
  });

  it('is refused with all mistakes at once', () => {
    const message = refusal((stack) => void workersOf(stack, { maxSize: 0, volumeSizeGib: 1, minSize: -1 }));
    expect(message).toContain('3 problems in this app');
  });

  it('can be accepted for two Spot types with a reason', () => {
    expect(() =>
      workers({
        instanceTypes: ['p5.48xlarge'],
        purchase: { kind: 'spot' },
        unchecked: [{ rule: 'ecs.spot-types', reason: 'only one type has these GPUs' }],
      }),
    ).not.toThrow();
  });

  it('does not judge what Terraform will know', () => {
    expect(fields({ capacityProviderName: '${var.name}', volumeKmsKeyArn: '${var.key}' })).toEqual([]);
    expect(fields({ instanceTypes: ['${var.type}'] })).toEqual(['instanceTypes']);
  });
});
