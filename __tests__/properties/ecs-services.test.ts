import fc from 'fast-check';
import {
  ApplicationLoadBalancer,
  Ec2Capacity,
  type Ec2CapacityProps,
  EcsCluster,
  EcsService,
  type EcsServiceProps,
  EfsFileSystem,
  type Expose,
  FARGATE_MEMORY_MIB,
  Network,
  NetworkLoadBalancer,
} from '../../index';
import { unchecked } from '../bad-inputs/answers';
import { type Build, itRefusesOrAccepts, mostly, nameOf, some, strangeNumber, whole } from './programs';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/token';

const sizes = Object.entries(FARGATE_MEMORY_MIB).flatMap(([cpu, memories]) =>
  [memories[0], memories.at(-1)].map((memoryMib) => ({ cpu: Number(cpu), memoryMib })),
);
const fargateSize = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<{ cpu?: number; memoryMib?: number }>({}, ...sizes, { cpu: 1024 }) },
  {
    weight: 1,
    arbitrary: fc.record({ cpu: fc.constantFrom(256, 300, 0.5), memoryMib: fc.constantFrom(512, 513, Number.NaN) }),
  },
);
const word = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
const environment = fc.dictionary(
  mostly(word, fc.constantFrom('', '1A', 'A B')),
  fc.oneof(fc.string(), fc.constantFrom('${a}', '%{if}', '"\\\n', 'a'.repeat(1000))),
  { maxKeys: 3 },
);
const secrets = fc.dictionary(
  word,
  mostly(
    fc.constantFrom<unknown>(
      SECRET,
      `${SECRET}:key::`,
      PARAMETER,
      { secretArn: SECRET, jsonKey: 'password' },
      { parameterArn: PARAMETER, encryptionKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' },
    ),
    fc.constantFrom<unknown>('', 'db-password', { secretArn: 'x' }),
  ),
  { maxKeys: 2 },
);
const portMapping = fc.oneof(
  { weight: 4, arbitrary: whole(1, 65_535) },
  fc.record({
    containerPort: whole(1, 65_535),
    protocol: fc.constantFrom('tcp', 'udp'),
    name: fc.constantFrom('web', 'rpc'),
  }),
  fc.constantFrom<object>(
    { containerPortRange: '8000-8010' },
    { containerPortRange: '1-0' },
    { containerPort: 80, hostPort: 0 },
  ),
);
const healthCommand = fc
  .tuple(
    fc.constantFrom<unknown>('curl -f localhost', ['/check']),
    some({
      intervalSeconds: whole(30, 300),
      timeoutSeconds: mostly(whole(2, 29), fc.constant(120), 20),
      retries: whole(1, 10),
      startPeriodSeconds: whole(0, 300),
    }),
  )
  .map(([command, rest]) => ({ command, ...rest }));
const container = {
  environment,
  secrets,
  command: fc.array(fc.string(), { maxLength: 2 }),
  workingDirectory: mostly(fc.constant('/app'), fc.constant('app')),
  user: mostly(fc.constantFrom('1000', 'app:app'), fc.constant('')),
  stopTimeoutSeconds: whole(0, 120),
  startTimeoutSeconds: whole(2, 120),
  restartPolicy: some({ ignoredExitCodes: fc.constantFrom([], [0], [1, 2]), attemptPeriodSeconds: whole(60, 1800) }),
  readonlyRootFilesystem: fc.boolean(),
  writablePaths: fc.uniqueArray(fc.constantFrom('/tmp', '/var/cache', '/run'), { maxLength: 2 }),
  ulimits: mostly(
    fc.constantFrom([{ name: 'nofile', soft: 1024, hard: 65_535 }], []),
    fc.constant([{ name: 'nofile', soft: 2, hard: 1 }]),
  ),
  linuxParameters: some({
    initProcessEnabled: fc.boolean(),
    capabilities: fc.constantFrom<object>({ drop: ['ALL'] }, { add: ['SYS_PTRACE'] }, {}),
  }),
  dockerLabels: fc.dictionary(word, fc.string(), { maxKeys: 1 }),
};
const bounds = fc.tuple(fc.nat(3), fc.nat(3), fc.option(fc.nat(3), { nil: undefined })).map(([min, more, first]) => ({
  min,
  max: min + more,
  ...(first === undefined ? {} : { desired: min + Math.min(first, more) }),
}));
const scaling = fc.oneof(
  fc.record({ fixed: whole(0, 5) }),
  fc
    .tuple(
      mostly(bounds, fc.constantFrom({ min: 2, max: 1 }, { min: Number.NaN, max: 2 })),
      some({
        cpuPercent: whole(1, 100),
        memoryPercent: whole(1, 100),
        requestsPerTarget: mostly(fc.constant(undefined), fc.constantFrom(1, 1000, Number.NaN), 6),
        scaleInCooldownSeconds: whole(0, 3600),
        scaleIn: fc.boolean(),
        schedules: mostly<object, object>(
          fc.constantFrom(
            { morning: { schedule: 'cron(0 8 ? * MON-FRI *)', min: 1 } },
            { night: { schedule: 'rate(1 hour)', max: 4, timezone: 'Europe/Berlin' } },
          ),
          fc.constant({ bad: { schedule: 'daily' } }),
        ),
        steps: fc.constant({
          queue: {
            metric: {
              namespace: 'AWS/SQS',
              metricName: 'ApproximateNumberOfMessagesVisible',
              statistic: 'Maximum',
              dimensions: { QueueName: 'q' },
            },
            scaleOut: [{ from: 100, add: 1 }],
            scaleIn: [{ to: 10, remove: 1 }],
          },
        }),
      }),
    )
    .map(([range, rest]) => ({ ...range, ...rest })),
);
const deployment = fc.oneof(
  {
    weight: 4,
    arbitrary: some({
      onFailure: fc.constantFrom('rollback', 'stop', 'keep-trying'),
      minimumHealthyPercent: fc.constantFrom(0, 50, 100),
      maximumPercent: mostly(fc.constant(200), whole(100, 200), 8),
      alarms: mostly(fc.constant(['web-errors']), fc.constant([])),
    }).map((rest) => ({ kind: 'rolling', ...rest })),
  },
  fc.oneof(
    some({ bakeMinutes: whole(0, 1440) }).map((rest) => ({ kind: 'blue-green', ...rest })),
    fc.record({ kind: fc.constant('linear'), stepPercent: whole(3, 100) }),
    fc.record({ kind: fc.constant('canary'), canaryPercent: whole(1, 100) }),
    fc.constantFrom({ kind: 'code-deploy' }, { kind: 'external' }),
  ),
);
const expose = fc.constantFrom('none', 'none', 'plain-http', 'domain', 'shared', 'shared-path', 'network-balancer');
const volumes = fc.constantFrom('none', 'none', 'scratch', 'efs', 'ebs');
const discovery = mostly<object | undefined, object>(
  fc.constantFrom(
    undefined,
    undefined,
    { kind: 'service-connect-client' },
    { kind: 'dns' },
    { kind: 'dns', ttlSeconds: 0 },
  ),
  fc.constantFrom({ kind: 'service-connect' }, { kind: 'dns', ttlSeconds: -1 }),
  10,
);
const service = some({
  ...container,
  ports: fc.array(portMapping, { maxLength: 1 }),
  containerHealthCheck: healthCommand,
  sidecars: fc.dictionary(
    nameOf(20),
    some(container).map((rest) => ({ image: 'busybox:1.37', ...rest })),
    { maxKeys: 1 },
  ),
  scaling,
  deployment,
  healthCheck: some({ gracePeriodSeconds: whole(1, 600), intervalSeconds: whole(30, 300) }),
  serviceName: nameOf(255),
  family: nameOf(255),
  architecture: fc.constantFrom('X86_64', 'ARM64'),
  executeCommand: fc.boolean(),
  publicTasks: mostly(fc.constant(false), fc.constant(true), 20),
  zoneRebalancing: mostly(fc.constant(false), fc.constant(true), 6),
  logs: some({ retentionDays: mostly(fc.constantFrom(1, 30, 365), strangeNumber), logGroupName: nameOf(100) }),
  releases: fc.constantFrom<object>({ by: 'terraform' }, { by: 'pipeline' }, { by: 'terraform', keepRevisions: true }),
  waitForSteadyState: fc.boolean(),
  commandOutput: fc.boolean(),
  redeploy: nameOf(255),
});
const instances = fc
  .tuple(
    fc.constantFrom(['m7g.large', 'm6g.large', 'c7g.large'], ['c7i.xlarge', 'c6i.xlarge', 'm6i.xlarge']),
    whole(1, 10),
    some({
      minSize: whole(0, 1),
      purchase: fc.constantFrom<object>({ kind: 'on-demand' }, { kind: 'spot' }, { kind: 'spot', onDemandPercent: 50 }),
      image: fc.constantFrom<object>({ kind: 'al2023' }, { kind: 'bottlerocket' }),
      volumeSizeGib: whole(30, 16_384),
      managedScaling: fc.constantFrom<unknown>(false, {}, { targetPercent: 80 }),
      managedTerminationProtection: fc.constant(false),
      managedDraining: fc.boolean(),
      maxInstanceLifetimeDays: mostly<unknown, number>(fc.constantFrom(false, 1, 365), fc.constant(366)),
      sessionManager: fc.boolean(),
      extraUserData: fc.constantFrom('', 'echo ${HOME}'),
      tags: fc.constantFrom<object>({}, { team: 'web' }),
      capacityProviderName: nameOf(255),
    }),
  )
  .map(([instanceTypes, maxSize, rest]) => ({ instanceTypes, maxSize, ...rest }));
const network = mostly<object, object>(
  fc.constantFrom(
    {},
    { nat: { kind: 'single' } },
    { nat: { kind: 'instance' } },
    { availabilityZones: ['a', 'b', 'c'] },
  ),
  fc.constantFrom(
    { tiers: ['private'], nat: { kind: 'none' } },
    { tiers: ['isolated'], endpoints: 'none' },
    { cidrBlock: '' },
  ),
  20,
);
const placed = { network, service, expose, volumes, discovery };
const onFargate = fc.record({
  ...placed,
  ephemeralStorageGib: fc.option(whole(21, 200), { nil: undefined }),
  port: whole(1, 65_535),
  size: fargateSize,
  capacity: mostly(
    fc.constantFrom<object>(
      { kind: 'fargate' },
      { kind: 'fargate', spot: {} },
      { kind: 'fargate', spot: { base: 1, percent: 50 } },
    ),
    fc.constantFrom<object>({ kind: 'fargate', spot: { percent: 0 } }, { kind: 'fargate', spot: { base: -1 } }),
  ),
});
const onInstances = fc.record({
  ...placed,
  port: whole(1, 65_535),
  instances,
  size: some({ cpu: whole(128, 2048), memoryMib: whole(6, 4096) }),
  networkMode: mostly(fc.constantFrom('awsvpc', 'awsvpc', 'bridge', 'host'), fc.constant('none')),
  scheduling: mostly(fc.constant('replica'), fc.constant('daemon'), 20),
});

type OnFargate = typeof onFargate extends fc.Arbitrary<infer T> ? T : never;
type OnInstances = typeof onInstances extends fc.Arbitrary<infer T> ? T : never;
type Placed = Pick<OnFargate, 'network' | 'service' | 'expose' | 'volumes' | 'discovery'>;

/** Cluster, balancers and file system, as far as the plan asks for them. */
function surroundings(scope: Parameters<Build<Placed>>[0], plan: Placed): { cluster: EcsCluster; props: object } {
  const net = new Network(scope, 'Network', unchecked(plan.network));
  const cluster = new EcsCluster(scope, 'Cluster', {
    network: net,
    ...(plan.discovery === undefined ? {} : { namespace: { kind: 'private-dns', name: 'shop.internal' } }),
  });
  return {
    cluster,
    props: {
      ...plan.service,
      ...volumesOf(scope, plan, net),
      discovery: plan.discovery,
      expose: exposeOf(scope, plan, net),
    },
  };
}

function exposeOf(scope: Parameters<Build<Placed>>[0], plan: Placed, net: Network): Expose | undefined {
  const shared = (): ApplicationLoadBalancer =>
    new ApplicationLoadBalancer(scope, 'Balancer', { network: net, entry: { kind: 'http' } });
  switch (plan.expose) {
    case 'plain-http':
      return { plainHttp: true };
    case 'domain':
      return { domainName: 'web.acme.dev', hostedZone: 'acme.dev' };
    case 'shared':
      return { loadBalancer: shared() };
    case 'shared-path':
      return { loadBalancer: shared(), paths: ['/api'], hosts: ['a.acme.dev'] };
    case 'network-balancer':
      return {
        networkLoadBalancer: new NetworkLoadBalancer(scope, 'Balancer', { network: net }),
        listenerPort: 443,
        transport: { kind: 'tcp' },
      };
    default:
      return undefined;
  }
}

function volumesOf(scope: Parameters<Build<Placed>>[0], plan: Placed, net: Network): object {
  const mounts = [{ volume: 'data', containerPath: '/data' }];
  switch (plan.volumes) {
    case 'scratch':
      return { volumes: { data: { kind: 'scratch' } }, mounts };
    case 'ebs':
      return { volumes: { data: { kind: 'ebs', sizeGib: 10 } }, mounts };
    case 'efs': {
      const accessPoint = new EfsFileSystem(scope, 'Files', { network: net }).addAccessPoint('Data', { path: '/data' });
      return { volumes: { data: { kind: 'efs', accessPoint } }, mounts };
    }
    default:
      return {};
  }
}

const buildOnFargate: Build<OnFargate> = (scope, plan) => {
  const { cluster, props } = surroundings(scope, plan);
  const { capacity, size, port, ephemeralStorageGib } = plan;
  new EcsService(
    scope,
    'web',
    unchecked<EcsServiceProps>({
      image: 'nginx:1.27',
      ...props,
      port,
      ephemeralStorageGib,
      cluster,
      capacity,
      ...size,
    }),
  );
};
const buildOnInstances: Build<OnInstances> = (scope, plan) => {
  const { cluster, props } = surroundings(scope, plan);
  const capacity = new Ec2Capacity(scope, 'Pool', unchecked<Ec2CapacityProps>({ ...plan.instances, cluster }));
  const { networkMode, scheduling, size, port } = plan;
  new EcsService(
    scope,
    'web',
    unchecked<EcsServiceProps>({
      image: 'nginx:1.27',
      ...props,
      port,
      cluster,
      capacity,
      networkMode,
      scheduling,
      ...size,
    }),
  );
};
const givenNames = ({ service: { serviceName, family, logs } }: Placed): (string | undefined)[] => [
  serviceName,
  family,
  logs?.logGroupName,
];

describe('a service on Fargate', () => itRefusesOrAccepts(onFargate, buildOnFargate, { givenNames }));

describe('a service on instances', () =>
  itRefusesOrAccepts(onInstances, buildOnInstances, {
    givenNames: (plan) => [...givenNames(plan), plan.instances.capacityProviderName],
  }));
