import type { TerraformStack } from 'cdktf';
import { ComposeApplication, type ComposeApplicationProps, type ComposeReport } from '../../../modules/compose';
import { Ec2Capacity, EcsCluster } from '../../../modules/ecs';
import { Network } from '../../../modules/network';
import { containerOf, containersOf, platform } from '../../support/ecs';
import { serviceNamed } from '../../support/examples';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';
import { FLASK_COMPOSE, FLASK_PARAMS } from './flask';

type Props = Omit<ComposeApplicationProps, 'cluster'>;

function application(stack: TerraformStack, props: Props): ComposeApplication {
  return new ComposeApplication(stack, 'Shop', { cluster: platform(stack).cluster, ...props });
}

function imported(props: Props): { readonly json: StackJson; readonly report: ComposeReport } {
  let report: ComposeReport | undefined;
  const json = synth((stack) => {
    report = application(stack, props).report;
  });
  return { json, report: report ?? { unknownFields: [], ignored: [] } };
}

/** A file with one service. */
function web(fields: string): string {
  return `services:\n  web:\n    image: nginx:1.27\n${fields.replaceAll(/^/gm, '    ')}`;
}

function containerWith(fields: string, props: Partial<Props> = {}): Record<string, unknown> {
  return { ...containerOf(imported({ compose: web(fields), ...props }).json) };
}

/** Names of the groups that containers log to. */
function logGroupsOf(json: StackJson): string[] {
  const names = resources(json, 'aws_cloudwatch_log_group').map(({ name }) => String(name));
  return names.filter((name) => !name.includes('flow-log'));
}

describe('the files of the ECS CLI', () => {
  const { json, report } = imported({
    compose: FLASK_COMPOSE,
    ecsParams: FLASK_PARAMS,
    projectName: 'flask-app',
    entry: { kind: 'tasks', cidrs: ['203.0.113.0/24'] },
  });

  it('[row 139] become a task with port 5000, public IP as asked, the given subnets and security group, and a log group', () => {
    expect(theResource(json, 'aws_ecs_task_definition')).toMatchObject({
      family: 'flask-app',
      cpu: '256',
      memory: '512',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
    });
    expect(containersOf(json)).toMatchObject([
      {
        name: 'flask',
        image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/flask-app:1.4.0',
        portMappings: [{ containerPort: 5000 }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': expect.stringMatching(/aws_cloudwatch_log_group.*name/),
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'flask',
          },
        },
      },
    ]);
    expect(theResource(json, 'aws_ecs_service')).toMatchObject({
      name: 'flask-app',
      network_configuration: {
        assign_public_ip: true,
        subnets: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'],
        security_groups: [expect.stringContaining('aws_security_group'), 'sg-0bbbbbbbbbbbbbbb1'],
      },
    });
    expect(logGroupsOf(json)).toEqual(['flask-app']);
    expect(report.unknownFields).toEqual([]);
  });

  it('[row 56] open port 5000/tcp to the given CIDR, and to nobody else', () => {
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([
      {
        ip_protocol: 'tcp',
        from_port: 5000,
        to_port: 5000,
        cidr_ipv4: '203.0.113.0/24',
        security_group_id: expect.stringContaining('aws_security_group.Shop_flask'),
      },
    ]);
  });

  it('say which of their fields change nothing', () => {
    expect(report.ignored).toEqual([
      { field: 'compose.version', reason: 'Compose has no versions any more' },
      { field: 'ecsParams.version', reason: 'there is one version' },
      {
        field: 'ecsParams.task_definition.task_execution_role',
        reason: 'the task gets a role with the rights that it needs',
      },
    ]);
  });

  it('give no public address where the parameters say so', () => {
    const closed = imported({ compose: FLASK_COMPOSE, ecsParams: FLASK_PARAMS.replace('ENABLED', 'DISABLED') });
    expect(theResource(closed.json, 'aws_ecs_service').network_configuration).toMatchObject({
      assign_public_ip: false,
      subnets: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'],
    });
  });

  it('leave log groups alone that exist', () => {
    const existing = imported({ compose: FLASK_COMPOSE, ecsParams: FLASK_PARAMS, createLogGroups: false });
    expect(logGroupsOf(existing.json)).toEqual([]);
    expect(containerOf(existing.json)).toMatchObject({
      logConfiguration: { options: { 'awslogs-group': 'flask-app' } },
    });
  });
});

describe('one task for all services', () => {
  const compose = `
services:
  web:
    image: nginx:1.27
    depends_on:
      redis: { condition: service_healthy }
      migrate: { condition: service_completed_successfully }
  redis:
    image: redis:7.4
    healthcheck: { test: redis-cli ping, interval: 1m30s, retries: 5 }
  migrate:
    image: acme/migrate:2
    restart: "no"
`;

  it('waits for its containers in the order of depends_on, and outlives those that end', () => {
    const { json } = imported({ compose, tasks: 'one' });
    expect(containersOf(json)).toMatchObject([
      {
        name: 'web',
        essential: true,
        dependsOn: [
          { containerName: 'migrate', condition: 'SUCCESS' },
          { containerName: 'redis', condition: 'HEALTHY' },
        ],
      },
      { name: 'redis', healthCheck: { command: ['CMD-SHELL', 'redis-cli ping'], interval: 90, retries: 5 } },
      { name: 'migrate', essential: false },
    ]);
  });

  it('takes CPU, memory, secrets and roles from the parameters', () => {
    const ecsParams = `
task_definition:
  task_role_arn: orders
  services:
    web: { cpu_shares: 100, mem_limit: 268435456, mem_reservation: 128m, essential: false }
    redis:
      secrets: [{ name: PASSWORD, value_from: 'arn:aws:ssm:eu-west-1:123456789012:parameter/redis' }]
      repository_credentials: { credentials_parameter: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf' }
`;
    const { json } = imported({ compose, ecsParams });
    expect(theResource(json, 'aws_ecs_task_definition').task_role_arn).toBe('arn:aws:iam::123456789012:role/orders');
    expect(containersOf(json)).toMatchObject([
      { name: 'web', cpu: 100, memory: 256, memoryReservation: 128, essential: false },
      {
        name: 'redis',
        image: 'redis:7.4',
        secrets: [{ name: 'PASSWORD', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/redis' }],
        repositoryCredentials: { credentialsParameter: expect.stringContaining('secret:hub') },
      },
      {},
    ]);
  });

  it('refuses replicas that differ: there is one number for the task', () => {
    const differing = compose.replace('image: redis:7.4', 'image: redis:7.4\n    deploy: { replicas: 3 }');
    expect(refusal((stack) => application(stack, { compose: differing, tasks: 'one' }))).toContain(
      'compose.services.redis.deploy is {"scaling":{"fixed":3}}; allowed: what "web" has',
    );
  });

  it('mounts EFS by its id, and a directory of the task where no file system is named', () => {
    const mounted = compose.replace('image: redis:7.4', 'image: redis:7.4\n    volumes: [data:/data, cache:/cache:ro]');
    const { json } = imported({
      compose: `${mounted}\nvolumes:\n  data:\n  cache:\n`,
      ecsParams: 'task_definition: { efs_volumes: [{ name: data, filesystem_id: fs-0123456789abcdef0 }] }',
    });
    expect(theResource(json, 'aws_ecs_task_definition').volume).toEqual([
      {
        name: 'data',
        efs_volume_configuration: expect.objectContaining({ file_system_id: 'fs-0123456789abcdef0' }),
      },
      { name: 'cache' },
    ]);
    expect(containersOf(json)[1]).toMatchObject({
      mountPoints: [
        { containerPath: '/data', sourceVolume: 'data' },
        { containerPath: '/cache', sourceVolume: 'cache', readOnly: true },
      ],
    });
  });
});

describe('a task on instances', () => {
  it('has host ports, links and host directories in bridge mode, and memory to be placed with', () => {
    const compose = `
services:
  wordpress:
    image: wordpress:6.6
    ports: ["8080:80"]
    links: [mysql]
    volumes: [/srv/wordpress:/var/www/html]
  mysql:
    image: mysql:8.4
`;
    const json = synth((stack) => {
      const { cluster } = platform(stack);
      const capacity = new Ec2Capacity(stack, 'Workers', { cluster, instanceTypes: ['m7i.large'], maxSize: 2 });
      const ecsParams = 'task_definition: { ecs_network_mode: bridge }';
      new ComposeApplication(stack, 'Blog', { cluster, capacity, compose, ecsParams });
    });
    expect(theResource(json, 'aws_ecs_task_definition')).toMatchObject({
      network_mode: 'bridge',
      memory: '512',
      volume: [{ host_path: '/srv/wordpress' }],
    });
    expect(containersOf(json)[0]).toMatchObject({
      links: ['mysql'],
      portMappings: [{ containerPort: 80, hostPort: 8080 }],
      mountPoints: [{ containerPath: '/var/www/html' }],
    });
  });
});

describe('an ECS service for each service', () => {
  const compose = `
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:8080"]
    depends_on: [orders]
    deploy: { replicas: 3 }
  orders:
    image: acme/orders:1
    expose: ["9000"]
  envoy:
    image: envoyproxy/envoy:v1.31.0
    network_mode: "service:orders"
`;

  function shop(props: Partial<Props> = {}): StackJson {
    return synth((stack) => {
      const network = new Network(stack, 'Network', {});
      const cluster = new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
      new ComposeApplication(stack, 'Shop', { cluster, compose, ...props });
    });
  }

  it('has its own name, count and task; one that shares a network shares the task', () => {
    const json = shop();
    expect(resources(json, 'aws_ecs_service').map(({ name, desired_count }) => [name, desired_count])).toEqual([
      ['shop-orders', 1],
      ['shop-web', 3],
    ]);
    const tasks = resources(json, 'aws_ecs_task_definition').map(({ family, container_definitions }) => [
      family,
      (JSON.parse(String(container_definitions)) as { name: string }[]).map(({ name }) => name),
    ]);
    expect(tasks).toEqual([
      ['shop-orders', ['orders', 'envoy']],
      ['shop-web', ['web']],
    ]);
  });

  it('is found by its name, is deployed after what it depends on, and opens its ports to the others', () => {
    const json = shop();
    const orders = serviceNamed(json, 'shop-orders');
    expect(orders.service_connect_configuration).toMatchObject({
      service: [{ discovery_name: 'orders', port_name: '9000-tcp', client_alias: { dns_name: 'orders', port: 9000 } }],
    });
    expect(serviceNamed(json, 'shop-web').depends_on).toContainEqual(
      expect.stringMatching(/^aws_ecs_service\.Shop_orders_Service/),
    );
    expect(String(orders.depends_on)).not.toContain('aws_ecs_service');
    expect(
      resources(json, 'aws_vpc_security_group_ingress_rule').map(({ from_port, description }) => [
        from_port,
        description,
      ]),
    ).toEqual([
      [8080, 'Shop/orders to Shop/web on tcp-8080'],
      [9000, 'Shop/web to Shop/orders on tcp-9000'],
    ]);
  });

  it('keeps networks apart that no two services share', () => {
    const json = shop({
      compose: compose
        .replace('expose: ["9000"]', 'expose: ["9000"]\n    networks: [back]')
        .concat('networks: { back: {} }'),
    });
    expect(json.resource).not.toHaveProperty('aws_vpc_security_group_ingress_rule');
  });

  it('takes what Compose has no words for from settings', () => {
    const json = shop({ settings: { web: { deployment: { kind: 'rolling', maximumPercent: 150 } } } });
    expect(serviceNamed(json, 'shop-web')).toMatchObject({ deployment_maximum_percent: 150 });
    expect(refusal((stack) => application(stack, { compose, settings: { envoy: {} } }))).toContain(
      'settings.envoy is "envoy"; allowed: a service of ECS: web, orders',
    );
  });

  it('refuses to wait for the end of a service, which never comes', () => {
    const waiting = compose.replace(
      'depends_on: [orders]',
      'depends_on: { orders: { condition: service_completed_successfully } }',
    );
    expect(refusal((stack) => application(stack, { compose: waiting }))).toContain(
      'compose.services.web.depends_on.orders.condition is "service_completed_successfully"; allowed: service_started',
    );
  });
});

describe('a container', () => {
  it('is what the file says, with nothing of this library', () => {
    expect(containerWith('')).toMatchObject({ readonlyRootFilesystem: false, essential: true });
    expect(containerWith('')).not.toHaveProperty('mountPoints');
    expect(containerWith('read_only: true\ntmpfs: [/run, "/tmp:size=32m,mode=1777"]')).toMatchObject({
      readonlyRootFilesystem: true,
      linuxParameters: {
        tmpfs: [
          { containerPath: '/run', size: 100 },
          { containerPath: '/tmp', size: 32, mountOptions: ['mode=1777'] },
        ],
      },
    });
  });

  it.each<[string, object]>([
    ['command: nginx -g "daemon off;"', { command: ['nginx', '-g', 'daemon off;'] }],
    ['entrypoint: ["/bin/sh", "-c"]', { entryPoint: ['/bin/sh', '-c'] }],
    [
      'environment: { PORT: 80, DEBUG: false }',
      {
        environment: [
          { name: 'DEBUG', value: 'false' },
          { name: 'PORT', value: '80' },
        ],
      },
    ],
    [
      'environment: [GREETING=a=b, HOME_URL=http://x]',
      {
        environment: [
          { name: 'GREETING', value: 'a=b' },
          { name: 'HOME_URL', value: 'http://x' },
        ],
      },
    ],
    ['working_dir: /srv\nuser: "1000:1000"', { workingDirectory: '/srv', user: '1000:1000' }],
    ['labels: [team=web]', { dockerLabels: { team: 'web' } }],
    [
      'ulimits: { nofile: { soft: 1024, hard: 4096 }, core: 0 }',
      {
        ulimits: [
          { name: 'nofile', softLimit: 1024, hardLimit: 4096 },
          { name: 'core', softLimit: 0, hardLimit: 0 },
        ],
      },
    ],
    [
      'cap_add: [SYS_PTRACE]\ncap_drop: [ALL]\ninit: true',
      { linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] }, initProcessEnabled: true } },
    ],
    ['stop_grace_period: 1m', { stopTimeout: 60 }],
    ['mem_limit: 512m\nmem_reservation: 256m\ncpus: 0.25', { memory: 512, memoryReservation: 256, cpu: 256 }],
    [
      'deploy: { resources: { limits: { cpus: "0.5", memory: 1G }, reservations: { memory: 512M } } }',
      { cpu: 512, memory: 1024, memoryReservation: 512 },
    ],
    [
      'healthcheck: { test: [CMD, curl, -f, "http://localhost/"], interval: 30s, timeout: 5s, start_period: 1m }',
      {
        healthCheck: { command: ['CMD', 'curl', '-f', 'http://localhost/'], interval: 30, timeout: 5, startPeriod: 60 },
      },
    ],
    [
      'ports: ["80:80", "127.0.0.1:9000:9000", "53:53/udp", { target: 8080, published: 8080 }]\nexpose: [6379]',
      {
        portMappings: [
          { containerPort: 80 },
          { containerPort: 9000 },
          { containerPort: 53, protocol: 'udp' },
          { containerPort: 8080 },
          { containerPort: 6379 },
        ],
      },
    ],
    ['logging: { driver: json-file, options: { max-size: 10m } }', { logConfiguration: { logDriver: 'awslogs' } }],
    [
      'logging: { options: { awslogs-datetime-format: "%Y" } }',
      { logConfiguration: { options: { 'awslogs-datetime-format': '%Y' } } },
    ],
    [
      'volumes: [/var/cache/web]',
      { mountPoints: [{ containerPath: '/var/cache/web', sourceVolume: 'web-var-cache-web' }] },
    ],
    ['sysctls: { net.core.somaxconn: 1024 }', { systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }] }],
  ])('takes over %s', (fields, expected) => {
    expect(containerWith(fields)).toMatchObject(expected);
  });

  it('has the settings of its env files, and its own over those', () => {
    const files = { 'web.env': "# colours\nexport COLOUR='dark blue'\nPORT=1 # first\n", 'b.env': 'PORT=2\n' };
    const fields = 'env_file: [web.env, { path: b.env }]\nenvironment: { MODE: "${MODE:-prod}", PRICE: "5$$" }';
    expect(containerWith(fields, { envFiles: files })).toMatchObject({
      environment: [
        { name: 'COLOUR', value: 'dark blue' },
        { name: 'MODE', value: 'prod' },
        { name: 'PORT', value: '2' },
        { name: 'PRICE', value: '5$' },
      ],
    });
  });

  it.each<[string, string]>([
    ['$TAG', '1.27'],
    ['${TAG}', '1.27'],
    ['${NONE:-a}', 'a'],
    ['${EMPTY:-a}', 'a'],
    ['${EMPTY-a}', ''],
    ['${TAG:+set}', 'set'],
    ['${NONE+set}', ''],
    ['$${TAG}', '$${TAG}'], // a dollar that Terraform leaves alone
  ])('reads the variable %s', (text, value) => {
    const container = containerWith(`environment: { VALUE: "${text}" }`, { variables: { TAG: '1.27', EMPTY: '' } });
    expect(container).toMatchObject({ environment: [{ name: 'VALUE', value }] });
  });

  it('gets secrets by their ARNs, never by their values', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
    const secrets = `secrets: { db: { external: true, name: "${arn}" }, api: { external: true, name: "${arn}", x-aws-keys: [token] } }`;
    const { json } = imported({
      compose: `${web('secrets: [api, { source: db, target: DB_PASSWORD }]')}\n${secrets}`,
    });
    expect(containerOf(json)).toMatchObject({
      secrets: [
        { name: 'DB_PASSWORD', valueFrom: arn },
        { name: 'api_token', valueFrom: `${arn}:token::` },
      ],
    });
    const inFile = `${web('secrets: [db]')}\nsecrets: { db: { file: ./db.txt } }`;
    expect(refusal((stack) => application(stack, { compose: inFile }))).toContain(
      'compose.secrets.db.file is "./db.txt"; allowed: nothing: the value would stand in the state',
    );
    const handed = imported({ compose: inFile, secrets: { db: arn } });
    expect(containerOf(handed.json)).toMatchObject({ secrets: [{ name: 'db', valueFrom: arn }] });
  });
});

describe('what cannot be taken over', () => {
  it.each<[string, string]>([
    ['colour: blue', 'compose.services.web.colour is "blue"; allowed: fields of the API only; this one is unknown'],
    ['stop_signal: SIGINT', 'compose.services.web.stop_signal is "SIGINT"; allowed: nothing: ECS has no such setting'],
    ['ports: ["5000-5002:80"]', 'compose.services.web.ports is ["5000-5002:80"]; allowed: host:container'],
    ['mem_limit: lots', 'compose.services.web.mem_limit is "lots"; allowed: a size such as 512m or 1g'],
    ['stop_grace_period: soon', 'compose.services.web.stop_grace_period is "soon"; allowed: a duration'],
    ['volumes: ["./src:/app"]', 'allowed: named volumes, and absolute paths on EC2'],
    [
      'volumes: ["/var/run/docker.sock:/sock"]',
      'volumes.host-var-run-docker-sock.kind is "host"; allowed: scratch, efs',
    ],
    ['volumes: ["data:/data"]', 'compose.volumes is "data"; allowed: every volume that a service mounts'],
    ['environment: [HOME]', 'variables.HOME is missing; allowed: a value: the file refers to ${HOME}'],
    ['environment: { A: "${TAG}" }', 'variables.TAG is missing; allowed: a value: the file refers to ${TAG}'],
    ['env_file: .env', "write envFiles: { '.env': readFileSync('.env', 'utf8') }"],
    ['secrets: [db]', 'allowed: secrets that the file names under "secrets"'],
    ['depends_on: [cache]', 'compose.services.web.depends_on is "cache"; allowed: a service of the file: web'],
    ['network_mode: "service:cache"', 'allowed: a service of the file: web'],
    ['cap_add: [EVERYTHING]', 'compose.services.web.cap_add is ["EVERYTHING"]'],
    ['healthcheck: { interval: 10s }', 'allowed: a value beside a test: ECS never runs the check of the image'],
    [
      'logging: { driver: awslogs, options: { awslogs-region: us-east-1 } }',
      'allowed: eu-west-1, the region of the stack',
    ],
    ['logging: { driver: awslogs, options: { max-size: 10m } }', 'allowed: options of awslogs, or another driver'],
    ['platform: windows/amd64', 'compose.services.web.platform is "windows/amd64"'],
    ['configs: [nginx.conf]', 'compose.services.web.configs'],
  ])('%s is refused', (fields, message) => {
    expect(refusal((stack) => application(stack, { compose: web(fields) }))).toContain(message);
  });

  it('is named by its path in the report, too', () => {
    let report: ComposeReport | undefined;
    const compose = `${web('colour: blue\ndeploy: { resources: { limits: { speed: 1 } } }')}\nshapes: {}`;
    refusal((stack) => {
      report = application(stack, { compose, ecsParams: 'run_params: { colour: red }' }).report;
    });
    expect(report?.unknownFields).toEqual([
      'compose.shapes',
      'compose.services.web.colour',
      'compose.services.web.deploy.resources.limits.speed',
      'ecsParams.run_params.colour',
    ]);
  });

  it.each<[string, string]>([
    ['task_definition: { docker_volumes: [{ name: a }] }', 'ecsParams.task_definition.docker_volumes'],
    ['run_params: { service_discovery: {} }', "write discovery: { kind: 'dns' } in `settings`"],
    [
      'task_definition: { efs_volumes: [{ name: a, filesystem_id: fs-1, iam: DISABLED }] }',
      'is "DISABLED"; allowed: ENABLED',
    ],
    ['task_definition: { services: { api: { essential: true } } }', 'is "api"; allowed: a service of the file: web'],
    ['task_definition: { task_size: { cpu_limit: 300, mem_limit: 512 } }', 'cpu is 300; allowed: a Fargate size'],
  ])('parameters %s are refused', (ecsParams, message) => {
    expect(refusal((stack) => application(stack, { compose: web(''), ecsParams }))).toContain(message);
  });

  it('is a file that is not YAML, or has no services', () => {
    expect(refusal((stack) => application(stack, { compose: 'services: [' }))).toMatch(
      /compose\.line 1 is .*allowed: YAML/,
    );
    expect(refusal((stack) => application(stack, { compose: 'name: shop' }))).toContain(
      'compose.services is []; allowed: at least one service',
    );
    expect(refusal((stack) => application(stack, { compose: 'services: { web: }' }))).toContain(
      'containers.web.image is ""',
    );
    expect(refusal((stack) => application(stack, { compose: 'hello' }))).toContain('compose.json is "hello"');
  });

  it('is listed where nothing is lost', () => {
    const fields = 'build: .\nrestart: always\ncontainer_name: web1\npull_policy: always\nx-team: { a: 1 }';
    const onDemand = '  tests:\n    image: acme/tests:1\n    profiles: [test]\n';
    const { report } = imported({ compose: `${web(fields)}\n${onDemand}` });
    expect(report.ignored.map(({ field }) => field)).toEqual([
      'compose.services.tests',
      'compose.services.web.build',
      'compose.services.web.container_name',
      'compose.services.web.pull_policy',
      'compose.services.web.restart',
      'compose.services.web.x-team',
    ]);
  });
});
