import {
  Ec2Capacity,
  EcsService,
  type EcsServiceProps,
  type FargateCpu,
  Network,
  SecurityGroup,
  TaskDefinition,
} from '../../index';
import { type BadInput, expectToSay, itAccepts, itRefuses, refusalOf, unchecked, warningsOf } from './answers';

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:web-db-AbCdEf';

const service =
  (props: object): BadInput['build'] =>
  (stack) => {
    new EcsService(stack, 'web', unchecked<EcsServiceProps>({ image: 'nginx:1.27', ...props }));
  };
const capacity =
  (sizes: {
    readonly minSize?: number;
    readonly maxSize: number;
    readonly desiredCapacity?: number;
  }): BadInput['build'] =>
  (stack) => {
    new Ec2Capacity(stack, 'pool', { instanceTypes: ['m7i.large'], ...sizes });
  };
/** A service on two capacities of its cluster. */
const shared =
  (...shares: readonly { readonly weight?: number; readonly base?: number }[]): BadInput['build'] =>
  (stack) => {
    const pools = shares.map((share, index) => ({
      ...share,
      capacity: new Ec2Capacity(stack, `pool-${index}`, { instanceTypes: ['m7i.large'], maxSize: 4 }),
    }));
    service({ capacity: { kind: 'shared', shares: pools } })(stack);
  };
const containers = (count: number): EcsServiceProps['sidecars'] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`side-${index}`, { image: 'busybox:1.37' }]));

describe('a service is refused with', () => {
  itRefuses([
    {
      title: 'a CPU that Fargate does not sell',
      build: service({ cpu: 300 }),
      at: 'dev/web/Task',
      says: ['cpu', '300', '256', '16384'],
    },
    {
      title: 'a host port that differs in awsvpc mode',
      build: service({ ports: [{ containerPort: 80, hostPort: 8080 }] }),
      at: 'dev/web/Task',
      says: ['hostPort', '8080', '80', 'awsvpc'],
    },
    {
      title: 'one name in environment and secrets',
      build: service({ environment: { DB_URL: 'postgres://db' }, secrets: { DB_URL: SECRET } }),
      at: 'dev/web/Task',
      says: ['DB_URL', ['twice', 'duplicate', 'both']],
    },
    {
      title: 'one name twice in an environment list',
      build: service({
        environment: [
          { name: 'DB_URL', value: 'postgres://one' },
          { name: 'DB_URL', value: 'postgres://two' },
        ],
      }),
      at: 'dev/web/Task',
      says: ['DB_URL', ['twice', 'duplicate', 'both']],
    },
    {
      title: 'more tasks at first than its bounds allow',
      build: service({ scaling: { min: 1, max: 4, desired: 10 } }),
      at: 'dev/web',
      says: ['desired', '10', '4'],
    },
    {
      title: 'fewer tasks at first than its bounds allow',
      build: service({ scaling: { min: 2, max: 4, desired: 1 } }),
      at: 'dev/web',
      says: ['desired', '1', '2', '4'],
    },
    {
      title: 'a memory that is NaN',
      build: service({ cpu: 256, memoryMib: Number.NaN }),
      at: 'dev/web/Task',
      says: ['memory', 'NaN'],
    },
    {
      title: 'a memory that is Infinity',
      build: service({ cpu: 256, memoryMib: Number.POSITIVE_INFINITY }),
      at: 'dev/web/Task',
      says: ['memory', 'Infinity'],
    },
    {
      title: 'a memory that is text',
      build: service({ cpu: 256, memoryMib: '512MB' }),
      at: 'dev/web/Task',
      says: ['memory', '512MB'],
    },
    {
      title: 'a log group without a name',
      build: service({ logs: { logGroupName: '' } }),
      at: 'dev/web/Task',
      says: ['logGroupName', '512'],
    },
    {
      title: 'days of logs that CloudWatch does not know',
      build: service({ logs: { retentionDays: 31 } }),
      at: 'dev/web/Task',
      says: ['retentionDays', '31', '30'],
    },
    {
      title: 'DAEMON on Fargate',
      build: service({ scheduling: 'daemon' }),
      at: 'dev/web',
      says: ['DAEMON', 'Fargate', 'REPLICA'],
    },
    {
      title: 'a launch type beside its capacity',
      build: service({ launchType: 'FARGATE', capacity: { kind: 'fargate', spot: {} } }),
      at: 'dev/web',
      says: ['launchType', ['capacityProvider', 'capacity']],
    },
    {
      title: 'weights of which none is above 0',
      build: shared({ weight: 0 }, { weight: 0 }),
      at: 'dev/web',
      says: ['weight', '0'],
    },
    {
      title: 'a base for two of its capacities',
      build: shared({ base: 1 }, { base: 1 }),
      at: 'dev/web',
      says: ['base', 'one'],
    },
    {
      title: '17 subnets',
      build: (stack) => {
        const letters = Array.from({ length: 17 }, (_, index) => String.fromCharCode('a'.charCodeAt(0) + index));
        const network = Network.fromAttributes(stack, 'net', {
          vpcId: 'vpc-0123456789abcdef0',
          tiers: { private: { subnetIds: Object.fromEntries(letters.map((zone) => [zone, `subnet-${zone}`])) } },
        });
        service({ network })(stack);
      },
      at: 'dev/web',
      says: ['17', '16', 'subnets'],
    },
    {
      title: '6 security groups, one of them its own',
      build: (stack) => {
        const { network } = stack;
        const ids = ['one', 'two', 'three', 'four', 'five'];
        const securityGroups = ids.map((id) => new SecurityGroup(stack, id, { network, description: id }));
        service({ securityGroups })(stack);
      },
      at: 'dev/web',
      says: ['6', '5', 'security'],
    },
    {
      title: '11 containers',
      build: service({ sidecars: containers(10) }),
      at: 'dev/web/Task',
      says: ['11', '10', 'containers'],
    },
  ]);
});

describe('instances are refused with', () => {
  itRefuses([
    {
      title: 'more of them at first than there may be',
      build: capacity({ minSize: 1, maxSize: 4, desiredCapacity: 10 }),
      at: 'dev/pool',
      says: ['desired', '10', '4'],
    },
  ]);
});

describe('a setting that looks like a secret', () => {
  const build = service({ environment: { DB_PASSWORD: 'hunter2' } });

  it('is pointed out with its name and without its value', () => {
    const warnings = warningsOf(build).join('\n');
    expectToSay(warnings, ['dev/web', 'DB_PASSWORD', 'secrets']);
    expect(warnings).not.toContain('hunter2');
  });

  it('is not printed with another mistake of the same container either', () => {
    const { message } = refusalOf(
      service({ environment: { DB_PASSWORD: 'hunter2', 'bad name=': 'hunter2' }, secrets: { DB_PASSWORD: SECRET } }),
    );
    expectToSay(message, ['DB_PASSWORD']);
    expect(message).not.toContain('hunter2');
  });
});

describe('a service is accepted with', () => {
  const sizes: readonly (readonly [FargateCpu, number])[] = [
    [1024, 7168],
    [16_384, 122_880],
  ];
  itAccepts({
    ...Object.fromEntries(
      sizes.map(([cpu, memoryMib]) => [`${cpu} CPU units and ${memoryMib} MiB`, service({ cpu, memoryMib })]),
    ),
    'the longest name, whose groups and roles are described in less': service({ serviceName: 'a'.repeat(255) }),
    'bounds that are equal': service({ scaling: { min: 2, max: 2 } }),
    'tasks at first on the upper bound': service({ scaling: { min: 2, max: 4, desired: 4 } }),
    'a host port that is the container port': service({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    'a secret that is known only after apply': (stack) => {
      const { arn } = new TaskDefinition(stack, 'other', { containers: { app: { image: 'busybox:1.37' } } })
        .taskDefinition;
      service({ secrets: { DB_URL: arn } })(stack);
    },
    '10 containers': service({ sidecars: containers(9) }),
    '5 security groups': (stack) => {
      const { network } = stack;
      const ids = ['one', 'two', 'three', 'four'];
      service({ securityGroups: ids.map((id) => new SecurityGroup(stack, id, { network, description: id })) })(stack);
    },
    'one capacity with a base and one with weight 0': shared({ base: 1 }, { weight: 0 }),
  });
});
