import type { TerraformStack } from 'cdktf';
import { EcsService, TaskDefinition } from '../../../../modules/ecs';
import { shellWords } from '../../../../modules/shared/shell-words';
import { containersOf, platform } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const NGINX = {
  family: 'nginx',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'nginx',
      image: 'nginx:1.27',
      essential: true,
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
    },
  ],
};
const WEB_APP = {
  family: 'web-app',
  networkMode: 'bridge',
  requiresCompatibilities: ['EC2'],
  containerDefinitions: [
    {
      name: 'web',
      image: 'httpd:2.4',
      cpu: 10,
      memory: 300,
      memoryReservation: 128,
      essential: true,
      portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
      entryPoint: ['sh', '-c'],
      command: ["/bin/sh -c 'echo hello > /usr/local/apache2/htdocs/index.html && httpd-foreground'"],
      environment: [{ name: 'STAGE', value: 'dev' }],
      mountPoints: [{ sourceVolume: 'pages', containerPath: '/usr/local/apache2/htdocs', readOnly: true }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
      },
      healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'], interval: 30, retries: 3 },
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
    },
  ],
  volumes: [{ name: 'pages', host: { sourcePath: '/srv/pages' } }],
};
const WITH_ROLES = {
  family: 'app',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '.5 vCPU',
  memory: '1 GB',
  taskRoleArn: 'arn:aws:iam::123456789012:role/app',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'app',
      image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1.0',
      essential: true,
      portMappings: [{ containerPort: 3000, protocol: 'tcp' }],
      secrets: [{ name: 'DB', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf' }],
    },
  ],
  tags: [{ key: 'team', value: 'shop' }],
};

const task = (json: string | object): StackJson => synth((stack) => TaskDefinition.fromJson(stack, 'Task', json));
const refusedTask = (json: string | object): string => refusal((stack) => TaskDefinition.fromJson(stack, 'Task', json));

describe('a task definition in the JSON of the AWS CLI', () => {
  it.each([
    ['nginx', NGINX],
    ['web-app', WEB_APP],
    ['app with roles', WITH_ROLES],
  ])('[row 24] [row 142] %s has the same container definitions', (_, json) => {
    const expected = json.containerDefinitions.map((container) => ({ ...container, readonlyRootFilesystem: false }));
    expect(containersOf(task(json))).toEqual(expected);
    expect(containersOf(task(JSON.stringify(json)))).toEqual(expected);
  });

  it('[row 24] keeps family, network mode, platform, size, volumes, task role and tags', () => {
    expect(theResource(task(WITH_ROLES), 'aws_ecs_task_definition')).toMatchObject({
      family: 'app',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      task_role_arn: 'arn:aws:iam::123456789012:role/app',
      tags: { team: 'shop' },
    });
    expect(theResource(task(WEB_APP), 'aws_ecs_task_definition')).toMatchObject({
      network_mode: 'bridge',
      requires_compatibilities: ['EC2'],
      volume: [{ name: 'pages', host_path: '/srv/pages' }],
    });
  });

  it('gets an execution role of its own, with the rights that its containers need and no others', () => {
    const json = task(WITH_ROLES);
    expect(theResource(json, 'aws_iam_role')).toMatchObject({ name: 'app-execution-eu-west-1' });
    const policy = String(theResource(json, 'aws_iam_role_policy').policy);
    expect(policy).toContain('repository/app');
    expect(policy).toContain('secret:db-AbCdEf');
    expect(policy).not.toContain('logs:');
  });

  it('[row 24] is refused with the name of every field that the API lacks', () => {
    const message = refusedTask({
      ...NGINX,
      replicas: 2,
      revision: 7,
      containerDefinitions: [{ ...NGINX.containerDefinitions[0], imagePullPolicy: 'Always', memory: '512' }],
    });
    expect(message).toContain('replicas is 2');
    expect(message).toContain('containerDefinitions[0].imagePullPolicy');
    expect(message).toContain('remove "revision": ECS gives it, nobody sets it');
    expect(message).toContain('containerDefinitions[0].memory is "512"; allowed: a number');
  });

  it('is refused where it is no JSON', () => {
    expect(refusedTask('family: nginx')).toContain('json is "family: nginx"; allowed: an object');
  });

  it('splits a command in one text as a shell does, and leaves a list alone', () => {
    const [container] = NGINX.containerDefinitions;
    const json = { ...NGINX, containerDefinitions: [{ ...container, command: 'nginx -g "daemon off;"' }] };
    expect(containersOf(task(json))).toMatchObject([{ command: ['nginx', '-g', 'daemon off;'] }]);
    expect(refusedTask({ ...NGINX, containerDefinitions: [{ ...container, command: "echo 'open" }] })).toContain(
      'text whose quotes are closed',
    );
  });

  it.each([
    ['a b  c', ['a', 'b', 'c']],
    [`sh -c 'echo "$HOME"'`, ['sh', '-c', 'echo "$HOME"']],
    ['say "a \\"b\\" \\n"', ['say', 'a "b" \\n']],
    ['a\\ b', ['a b']],
    [`--name=''`, ['--name=']],
    ['', []],
    ['"', undefined],
  ])('the words of %s are %j', (text, words) => {
    expect(shellWords(text)).toEqual(words);
  });
});

const SERVICE = {
  serviceName: 'nginx',
  cluster: 'default',
  taskDefinition: 'nginx:3',
  desiredCount: 2,
  launchType: 'FARGATE',
  loadBalancers: [
    {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/nginx/0123456789abcdef',
      containerName: 'nginx',
      containerPort: 80,
    },
  ],
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['subnet-1', 'subnet-2'],
      securityGroups: ['sg-1'],
      assignPublicIp: 'DISABLED',
    },
  },
};

describe('a service in the JSON of the AWS CLI', () => {
  const build = (json: string | object) => (stack: TerraformStack) => {
    const taskDefinition = TaskDefinition.fromJson(stack, 'Task', NGINX);
    EcsService.fromJson(stack, 'web', json, { cluster: platform(stack).cluster, taskDefinition });
  };

  it('[row 25] [row 142] keeps name, count, capacity, target group and network', () => {
    const json = synth(build(SERVICE));
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      name: 'nginx',
      desired_count: 2,
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
      load_balancer: [
        { target_group_arn: expect.stringContaining('targetgroup/nginx'), container_name: 'nginx', container_port: 80 },
      ],
      network_configuration: {
        subnets: ['subnet-1', 'subnet-2'],
        security_groups: [expect.stringContaining('aws_security_group.'), 'sg-1'],
        assign_public_ip: false,
      },
    });
    expect(resources(json, 'aws_lb')).toEqual([]);
  });

  it('[row 25] is refused with the name of a field that the API lacks, and of one that is set elsewhere', () => {
    const message = refusal(build({ ...SERVICE, replicas: 3, enableExecuteCommand: true }));
    expect(message).toContain('replicas is 3');
    expect(message).toContain('enableExecuteCommand is true');
  });

  it('[row 68] is refused with a Classic Load Balancer, and told what to use instead', () => {
    for (const classic of [{ loadBalancerName: 'old' }, { elbName: 'old' }]) {
      const message = refusal(
        build({ ...SERVICE, loadBalancers: [{ ...classic, containerName: 'nginx', containerPort: 80 }] }),
      );
      expect(message).toContain('Classic Load Balancers are not supported');
      expect(message).toContain('make an ApplicationLoadBalancer');
    }
  });

  it('is refused with the task definition of another family', () => {
    expect(refusal(build({ ...SERVICE, taskDefinition: 'other:1' }))).toContain('the family "nginx"');
  });

  it('takes over Spot, deployment bounds and the circuit breaker', () => {
    const json = synth(
      build({
        ...SERVICE,
        launchType: undefined,
        capacityProviderStrategy: [
          { capacityProvider: 'FARGATE', base: 1, weight: 1 },
          { capacityProvider: 'FARGATE_SPOT', weight: 3 },
        ],
        deploymentConfiguration: {
          minimumHealthyPercent: 50,
          maximumPercent: 150,
          deploymentCircuitBreaker: { enable: true, rollback: false },
        },
      }),
    );
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      capacity_provider_strategy: [
        { capacity_provider: 'FARGATE', base: 1, weight: 25 },
        { capacity_provider: 'FARGATE_SPOT', weight: 75 },
      ],
      deployment_minimum_healthy_percent: 50,
      deployment_maximum_percent: 150,
      deployment_circuit_breaker: { enable: true, rollback: false },
    });
  });
});
