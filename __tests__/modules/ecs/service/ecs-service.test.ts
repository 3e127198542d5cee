import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { EcsCluster, EcsService, type EcsServiceProps, TaskDefinition } from '../../../../modules/ecs';
import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import { ApplicationLoadBalancer, NetworkLoadBalancer } from '../../../../modules/load-balancing';
import { Network } from '../../../../modules/network';
import { platform, synthService } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, synthApp, theResource } from '../../../support/synth';
import { CERTIFICATE } from '../../load-balancing/parts';

const exposed: EcsServiceProps = {
  image: 'nginx:1.27',
  port: 80,
  expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev' },
};

const serviceOf = (json: StackJson): Record<string, unknown> => theResource(json, 'aws_ecs_service');
const refusalOf = (props: EcsServiceProps): string =>
  refusal((stack) => new EcsService(stack, 'web', { cluster: platform(stack).cluster, ...props }));

/** Every resource of a stack by its Terraform address. */
function addresses(json: StackJson): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}

function shared(stack: TerraformStack): { cluster: EcsCluster; loadBalancer: ApplicationLoadBalancer } {
  const { network, cluster } = platform(stack);
  const entry = { kind: 'https', certificate: CERTIFICATE } as const;
  return { cluster, loadBalancer: new ApplicationLoadBalancer(stack, 'Balancer', { network, entry }) };
}

describe('a service with only an image', () => {
  const json = synthService({ image: 'nginx:1.27' });

  it('[row 2] runs on Fargate, in private subnets and without public addresses', () => {
    expect(serviceOf(json)).toMatchObject({
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
      platform_version: 'LATEST',
      network_configuration: {
        assign_public_ip: false,
        subnets: expect.arrayContaining([expect.stringContaining('PrivateSubnets')]),
      },
    });
    expect(serviceOf(json).launch_type).toBeUndefined();
  });

  it('[row 36] always says how many tasks: without it the provider would make none', () => {
    expect(serviceOf(json)).toMatchObject({ scheduling_strategy: 'REPLICA', desired_count: 1 });
    expect(serviceOf(json).lifecycle).toBeUndefined();
  });

  it('[row 96] replaces tasks without missing one', () => {
    expect(serviceOf(json)).toMatchObject({
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_controller: { type: 'ECS' },
    });
  });

  it('[row 97] goes back by itself when a deployment fails', () => {
    expect(serviceOf(json)).toMatchObject({ deployment_circuit_breaker: { enable: true, rollback: true } });
  });

  it('[row 21] says whether ECS rebalances zones', () => {
    expect(serviceOf(json).availability_zone_rebalancing).toBe('ENABLED');
  });

  it('tags tasks like the service, and has no shell', () => {
    expect(serviceOf(json)).toMatchObject({
      enable_ecs_managed_tags: true,
      propagate_tags: 'SERVICE',
      enable_execute_command: false,
    });
  });

  it('[row 51] has a security group of its own that nobody can reach', () => {
    expect(resources(json, 'aws_security_group')).toHaveLength(1);
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
    expect(resources(json, 'aws_vpc_security_group_egress_rule')).toMatchObject([{ from_port: 443, to_port: 443 }]);
  });

  it('[row 125] prints how to see its logs, tasks and events', () => {
    const [commands] = Object.values(json.output ?? {});
    expect(commands?.value).toMatchObject({
      logs: expect.stringMatching(/^aws logs tail \$\{aws_cloudwatch_log_group\..*\.name\} --follow$/),
      tasks: expect.stringContaining('aws ecs list-tasks --cluster test-cluster --service-name'),
      events: expect.stringContaining('aws ecs describe-services'),
    });
  });

  it('waits for rights and capacity, and goes before them', () => {
    expect(serviceOf(json).depends_on).toEqual(
      expect.arrayContaining([
        expect.stringContaining('aws_iam_role_policy.web_Task_Roles_Execution_Policy'),
        expect.stringContaining('aws_ecs_cluster_capacity_providers.Cluster'),
      ]),
    );
  });
});

describe('an exposed service', () => {
  const json = synthService(exposed);

  it('[row 66] gets HTTPS with a certificate and a name, and a target group of addresses', () => {
    expect(resources(json, 'aws_lb_listener')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ port: 443, protocol: 'HTTPS' }),
        expect.objectContaining({ port: 80, default_action: [expect.objectContaining({ type: 'redirect' })] }),
      ]),
    );
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ target_type: 'ip', port: 80 });
    expect(theResource(json, 'aws_acm_certificate').domain_name).toBe('web.acme.dev');
    expect(theResource(json, 'aws_lb').internal).toBe(false);
  });

  it('[row 66] [row 75] waits for the rule, and ignores failed checks for a minute', () => {
    expect(serviceOf(json)).toMatchObject({
      load_balancer: [{ container_name: 'app', container_port: 80 }],
      health_check_grace_period_seconds: 60,
      depends_on: expect.arrayContaining([expect.stringContaining('aws_lb_listener_rule.web_Exposure_Route_Rule')]),
    });
  });

  it('[row 51] lets the balancer reach the traffic port, and nothing else', () => {
    const rules = resources(json, 'aws_vpc_security_group_ingress_rule').filter(
      (rule) => rule.referenced_security_group_id,
    );
    expect(rules).toMatchObject([{ from_port: 80, to_port: 80, ip_protocol: 'tcp' }]);
  });

  it('runs two tasks, so that one may fail', () => {
    expect(serviceOf(json).desired_count).toBe(2);
  });

  it('asks the health check that the service names', () => {
    const healthy = synthService({ ...exposed, healthCheck: { path: '/healthz', gracePeriodSeconds: 120 } });
    expect(theResource(healthy, 'aws_lb_target_group').health_check).toMatchObject({ path: '/healthz' });
    expect(serviceOf(healthy).health_check_grace_period_seconds).toBe(120);
  });

  it('is internal and without encryption only by name', () => {
    const plain = synthService({ image: 'a:1', port: 80, expose: { plainHttp: true } });
    expect(theResource(plain, 'aws_lb').internal).toBe(true);
    expect(theResource(plain, 'aws_lb_listener')).toMatchObject({ port: 80, protocol: 'HTTP' });
  });

  it('[row 70] leads to a port that the container has', () => {
    const message = refusalOf({ image: 'a:1', ports: [8080, 9090], expose: { plainHttp: true, port: 80 } });
    expect(message).toContain('8080, 9090');
    expect(refusalOf({ image: 'a:1', expose: { plainHttp: true } })).toContain('it maps none');
    expect(refusalOf({ ...exposed, expose: { plainHttp: true, container: 'x' } })).toContain('expose.container');
  });

  it('[row 70] may lead to a sidecar', () => {
    const json = synthService({
      image: 'a:1',
      sidecars: { proxy: { image: 'b:1', ports: [8080] } },
      expose: { plainHttp: true, container: 'proxy' },
    });
    expect(serviceOf(json).load_balancer).toMatchObject([{ container_name: 'proxy', container_port: 8080 }]);
  });
});

describe('a wrong port', () => {
  it.each([70_000, 0, 80.5])('%s is reported once, by the name that it was written with', (port) => {
    const message = refusalOf({ image: 'a:1', port, expose: { plainHttp: true } });
    expect(message).toContain('1 problem in this app');
    expect(message).toContain(`  - port is ${port}; allowed: a whole number from 1 to 65535`);
  });
});

describe('a service behind a network load balancer', () => {
  it('[row 67] has a listener of its own, for TCP', () => {
    const json = synth((stack) => {
      const { network, cluster } = platform(stack);
      const networkLoadBalancer = new NetworkLoadBalancer(stack, 'Balancer', { network });
      const expose = { networkLoadBalancer, listenerPort: 6379, transport: { kind: 'tcp' } } as const;
      new EcsService(stack, 'cache', { cluster, image: 'redis:7', port: 6379, expose });
    });
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({ port: 6379, protocol: 'TCP' });
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ protocol: 'TCP', target_type: 'ip' });
    expect(serviceOf(json).depends_on).toEqual(
      expect.arrayContaining([expect.stringContaining('aws_lb_listener.cache')]),
    );
  });
});

describe('services on one balancer', () => {
  const two = (stack: TerraformStack): { cluster: EcsCluster; loadBalancer: ApplicationLoadBalancer } => {
    const { cluster, loadBalancer } = shared(stack);
    new EcsService(stack, 'web', { cluster, image: 'a:1', port: 80, expose: { loadBalancer, paths: ['/'] } });
    new EcsService(stack, 'api', { cluster, image: 'a:1', port: 80, expose: { loadBalancer, paths: ['/api'] } });
    return { cluster, loadBalancer };
  };

  it('[row 72] /api comes before /', () => {
    const rules = resources(synth(two), 'aws_lb_listener_rule');
    const priority = (path: string): number =>
      Number(rules.find((rule) => JSON.stringify(rule.condition).includes(`"${path}"`))?.priority);
    expect(priority('/api')).toBeLessThan(priority('/*'));
    expect(JSON.stringify(rules)).toContain('"/api","/api/*"');
  });

  it('[row 72] a third service changes no resource of the other two', () => {
    const before = addresses(synth(two));
    const after = addresses(
      synth((stack) => {
        const { cluster, loadBalancer } = two(stack);
        new EcsService(stack, 'blog', { cluster, image: 'a:1', port: 80, expose: { loadBalancer, paths: ['/blog'] } });
      }),
    );
    for (const [address, body] of before) expect([address, after.get(address)]).toEqual([address, body]);
  });

  it('a service with load balancer, scaling and a secret is about 15 resources', () => {
    const of = (build: (stack: TerraformStack) => void): number => addresses(synth(build)).size;
    const withService = of((stack) => {
      const { cluster, loadBalancer } = shared(stack);
      new EcsService(stack, 'web', {
        cluster,
        image: 'a:1',
        port: 80,
        secrets: { DB: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf' },
        expose: { loadBalancer },
        scaling: { min: 2, max: 10, cpuPercent: 70 },
      });
    });
    const size = withService - of(shared);
    expect(size).toBeGreaterThanOrEqual(13);
    expect(size).toBeLessThanOrEqual(16);
  });
});

describe('where the tasks are', () => {
  it('[row 1] instances of the cluster, by their capacity provider', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      new EcsService(stack, 'web', { cluster, capacity, image: 'a:1' });
    });
    expect(serviceOf(json)).toMatchObject({
      capacity_provider_strategy: [
        { capacity_provider: expect.stringContaining('${aws_ecs_capacity_provider.Instances'), weight: 1 },
      ],
      ordered_placement_strategy: [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'spread', field: 'instanceId' },
      ],
    });
    expect([serviceOf(json).launch_type, serviceOf(json).platform_version]).toEqual([undefined, undefined]);
    expect(theResource(json, 'aws_ecs_task_definition').requires_compatibilities).toEqual(['EC2']);
  });

  it('[row 3] Fargate and instances in one cluster, a service on each', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      new EcsService(stack, 'web', { cluster, image: 'a:1' });
      new EcsService(stack, 'worker', { cluster, capacity, image: 'a:1' });
    });
    expect(resources(json, 'aws_ecs_cluster_capacity_providers')).toHaveLength(1);
    expect(resources(json, 'aws_ecs_task_definition').map((task) => task.requires_compatibilities)).toEqual([
      ['FARGATE'],
      ['EC2'],
    ]);
  });

  it('[row 11] [row 12] Fargate Spot beside a base on demand, with two minutes to finish', () => {
    const json = synthService({ image: 'a:1', capacity: { kind: 'fargate', spot: { base: 2 } } });
    expect(serviceOf(json).capacity_provider_strategy).toEqual([
      { base: 2, capacity_provider: 'FARGATE', weight: 0 },
      { capacity_provider: 'FARGATE_SPOT', weight: 1 },
    ]);
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain('"stopTimeout":120');
  });

  it('[row 11] Windows does not run on Fargate Spot', () => {
    expect(
      refusalOf({
        image: 'a:1',
        operatingSystem: 'WINDOWS_SERVER_2022_CORE',
        capacity: { kind: 'fargate', spot: {} },
        cpu: 1024,
      }),
    ).toContain('FARGATE_SPOT');
  });

  it('[row 15] a GPU only on instances that have one', () => {
    const message = refusal((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      new EcsService(stack, 'web', { cluster, capacity, image: 'a:1', gpu: 1 });
    });
    expect(message).toContain('instances with GPUs; those of test/Instances have none');
  });

  it('[row 91] more tasks on instances that nobody adds are warned of', () => {
    const warnings: string[] = [];
    synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', {
        cluster,
        instanceTypes: ['m7i.large'],
        maxSize: 4,
        managedScaling: false,
      });
      const scaling = { min: 1, max: 9, cpuPercent: 70 };
      const service = new EcsService(stack, 'web', { cluster, capacity, image: 'a:1', scaling });
      warnings.push(...service.node.metadata.map(({ data }) => String(data)));
    });
    expect(warnings.join()).toContain('test/Instances, whose instances nobody adds');
  });

  it('[row 48] [row 50] public subnets and addresses by name only', () => {
    expect(serviceOf(synthService({ image: 'a:1', publicTasks: true })).network_configuration).toMatchObject({
      assign_public_ip: true,
      subnets: expect.arrayContaining([expect.stringContaining('PublicSubnets')]),
    });
    expect(refusalOf({ image: 'a:1', subnets: { tier: 'public' } })).toContain('publicTasks: true');
    expect(refusalOf({ image: 'a:1', subnets: { tier: 'private' }, publicTasks: true })).toContain('publicTasks');
  });

  it('[41] at most 16 subnets', () => {
    const zones = Array.from({ length: 17 }, (_, index) => `eu-west-1${String.fromCharCode(97 + index)}`);
    const message = refusal((stack) => {
      const subnetIds = Object.fromEntries(zones.map((zone) => [zone, `subnet-${zone}`]));
      const network = Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        cidrBlocks: ['10.0.0.0/16'],
        tiers: { private: { subnetIds } },
      });
      new EcsService(stack, 'web', { cluster: new EcsCluster(stack, 'Cluster', { network }), image: 'a:1' });
    });
    for (const part of ['17', '16', 'subnets']) expect(message).toContain(part);
  });

  it('[41] at most 5 security groups', () => {
    const groups = (count: number): { securityGroupId: string }[] =>
      Array.from({ length: count }, (_, index) => ({ securityGroupId: `sg-${index}` }));
    expect(refusalOf({ image: 'a:1', securityGroups: groups(5) })).toContain('at most 5 security groups');
    synthService({ image: 'a:1', securityGroups: groups(4) });
  });

  it('[row 54] [row 52] connections are the task in awsvpc mode, the instances in bridge mode', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      const bridge = { cluster, capacity, image: 'a:1', networkMode: 'bridge' } as const;
      new EcsService(stack, 'own', { cluster, image: 'a:1' }).allowFromInternet(80);
      new EcsService(stack, 'bridge', bridge).allowFromInternet(81);
    });
    const groupOf = (port: number): unknown =>
      resources(json, 'aws_vpc_security_group_ingress_rule').find(({ from_port }) => from_port === port)
        ?.security_group_id;
    expect(groupOf(80)).toContain('aws_security_group.own_');
    expect(groupOf(81)).toContain('aws_security_group.Instances_');
    const service = Object.entries(json.resource?.aws_ecs_service ?? {}).find(([name]) => name.startsWith('bridge'));
    expect(service?.[1].network_configuration).toBeUndefined();
  });

  it('[row 55] opens one port to the internet by one described rule', () => {
    const json = synthService({ image: 'a:1', publicTasks: true }, (service) => service.allowFromInternet(80));
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([
      { cidr_ipv4: '0.0.0.0/0', from_port: 80, to_port: 80, description: expect.stringContaining('the internet') },
    ]);
  });

  it('[row 71] bridge mode registers instances, on dynamic ports from the balancer only', () => {
    const json = synth((stack) => {
      const { cluster, loadBalancer } = shared(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      const expose = { loadBalancer };
      new EcsService(stack, 'web', { cluster, capacity, image: 'a:1', port: 80, networkMode: 'bridge', expose });
    });
    expect(theResource(json, 'aws_lb_target_group').target_type).toBe('instance');
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          from_port: 32_768,
          to_port: 65_535,
          referenced_security_group_id: expect.stringContaining('Balancer'),
          security_group_id: expect.stringContaining('Instances'),
        }),
      ]),
    );
  });
});

describe('a daemon', () => {
  it('[row 37] runs on every instance: no count, no strategy, no rebalancing', () => {
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      new EcsService(stack, 'agent', { cluster, capacity, image: 'a:1', scheduling: 'daemon' });
    });
    expect(serviceOf(json)).toMatchObject({
      scheduling_strategy: 'DAEMON',
      launch_type: 'EC2',
      availability_zone_rebalancing: 'DISABLED',
      deployment_minimum_healthy_percent: 0,
      deployment_maximum_percent: 100,
    });
    for (const key of ['desired_count', 'capacity_provider_strategy', 'ordered_placement_strategy']) {
      expect([key, serviceOf(json)[key]]).toEqual([key, undefined]);
    }
  });

  it('[37] is not possible on Fargate', () => {
    const message = refusalOf({ image: 'a:1', scheduling: 'daemon' });
    for (const part of ['DAEMON', 'Fargate', 'REPLICA', 'test/web']) expect(message).toContain(part);
  });

  it('[row 37] takes no scaling, no placement and no rebalancing', () => {
    const message = refusal((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 4 });
      new EcsService(stack, 'agent', {
        cluster,
        capacity,
        image: 'a:1',
        scheduling: 'daemon',
        scaling: { fixed: 2 },
        placement: { strategies: [{ kind: 'random' }] },
        zoneRebalancing: true,
      });
    });
    for (const field of ['scaling is', 'placement.strategies is', 'zoneRebalancing is'])
      expect(message).toContain(field);
  });
});

describe('a service around a task definition of its own', () => {
  it('runs it', () => {
    const json = synth((stack) => {
      const taskDefinition = new TaskDefinition(stack, 'Task', {
        containers: { web: { image: 'a:1', ports: [8080] } },
      });
      const { cluster } = platform(stack);
      new EcsService(stack, 'web', { cluster, taskDefinition, expose: { plainHttp: true } });
    });
    expect(serviceOf(json).load_balancer).toMatchObject([{ container_name: 'web', container_port: 8080 }]);
  });

  it('is refused where the task is made for other machines', () => {
    const message = refusal((stack) => {
      const containers = { web: { image: 'a:1', memoryMib: 128 } };
      const taskDefinition = new TaskDefinition(stack, 'Task', { compatibility: 'ec2', containers });
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, taskDefinition });
    });
    expect(message).toContain('capacity is "fargate"; allowed: ec2 capacity');
  });
});

it('a service without a cluster around it says how to get one', () => {
  const message = refusal((stack) => new EcsService(stack, 'web', { image: 'a:1' }));
  expect(message).toContain('EcsService at test/web');
  expect(message).toContain('EnvironmentStack');
});

it('[row 26] an older revision is named by its number', () => {
  expect(serviceOf(synthService({ image: 'a:1', revision: 7 })).task_definition).toMatch(
    /^\$\{aws_ecs_task_definition\..*\.family\}:7$/,
  );
  expect(refusalOf({ image: 'a:1', revision: 0 })).toContain('revision is 0');
});

it('two services of one name in a cluster are refused', () => {
  const message = refusal((stack) => {
    const { cluster } = platform(stack);
    new EcsService(stack, 'a', { cluster, image: 'a:1', serviceName: 'web' });
    new EcsService(stack, 'b', { cluster, image: 'a:1', serviceName: 'web' });
  });
  expect(message).toContain('serviceName is "web"');
});

it('a service may live in another stack than its cluster', () => {
  const stacks = synthApp((app: App) => {
    const [base, apps] = ['base', 'apps'].map((id) => {
      const stack = new TerraformStack(app, id);
      new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
      return stack;
    });
    if (base === undefined || apps === undefined) throw new Error('two stacks');
    const { cluster } = platform(base);
    new EcsService(apps, 'web', { cluster, image: 'a:1' });
  });
  expect(resources(stacks.apps ?? {}, 'aws_ecs_service')).toHaveLength(1);
  expect(resources(stacks.base ?? {}, 'aws_ecs_service')).toEqual([]);
});
