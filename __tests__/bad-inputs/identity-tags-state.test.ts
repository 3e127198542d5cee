import { type App, Fn } from 'cdktf';
import {
  EcsService,
  EksCluster,
  EnvironmentStack,
  type EnvironmentStackProps,
  InvalidInputError,
  Network,
  Role,
} from '../../index';
import {
  ACCOUNT,
  type BadInput,
  expectToSay,
  itAccepts,
  itRefuses,
  refusalOfApp,
  warningsOf,
  warningsOfApp,
} from './answers';

const roleThatMay =
  (action: string): BadInput['build'] =>
  (stack) => {
    const role = new Role(stack, 'task', {
      description: 'A program',
      assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ecs-tasks.amazonaws.com'] } }],
    });
    role.addToPolicy({ actions: [action], resources: ['*'] });
  };

describe('a role is refused with', () => {
  itRefuses([
    { title: 'every action', build: roleThatMay('*'), at: 'dev/task', says: ['*', 'action', 'resource'] },
    {
      title: 'every action of IAM',
      build: roleThatMay('iam:*'),
      at: 'dev/task',
      says: ['iam:*', 'action', 'resource'],
    },
  ]);
});

it('every action of a service on everything is pointed out', () => {
  expectToSay(warningsOf(roleThatMay('s3:*')).join('\n'), ['dev/task', 's3:*', 'action', 'resource']);
});

const stackIn = (app: App, id: string, state: object, environment?: string): EnvironmentStack =>
  new EnvironmentStack(app, id, {
    region: 'us-east-1',
    accountId: ACCOUNT,
    environment,
    remoteState: { kind: 's3', bucket: 'acme-state', ...state },
  });

describe('a state is refused that', () => {
  const KEY = 'prod/terraform.tfstate';

  it('two stacks have', () => {
    const { message } = refusalOfApp((app) => {
      for (const id of ['network', 'service']) stackIn(app, id, { key: KEY });
    });
    expectToSay(message, ['network', 'service', KEY, 'key', 'acme-state', 'Fix:']);
  });

  it('two environments have', () => {
    const { message } = refusalOfApp((app) => {
      for (const id of ['dev', 'prod']) stackIn(app, id, { key: KEY });
    });
    expectToSay(message, ['dev', 'prod', KEY, 'key', 'acme-state', 'Fix:']);
  });

  it.each(['', '/prod/x', 'prod/x/'])('has the key "%s"', (key) => {
    const { message } = refusalOfApp((app) => stackIn(app, 'prod', { key }));
    expectToSay(message, ['key of the state of stack "prod"', `"${key}"`, 'Fix:']);
  });

  it('is in another bucket under the same key, or differs by the stack alone, is accepted', () => {
    expect(() =>
      warningsOfApp((app) => {
        stackIn(app, 'one', { key: KEY, bucket: 'acme-state-one' });
        stackIn(app, 'two', { key: KEY, bucket: 'acme-state-two' });
        stackIn(app, 'dev-network', {}, 'dev');
        stackIn(app, 'dev-service', {}, 'dev');
      }),
    ).not.toThrow();
  });
});

describe('tags', () => {
  const tagged = (tags: EnvironmentStackProps['tags']) => (): unknown =>
    warningsOfApp((app) => {
      const stack = new EnvironmentStack(app, 'dev', { region: 'us-east-1', accountId: ACCOUNT, tags });
      new Network(stack, 'net');
    });
  const many = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));

  it('are 50 with Environment and ManagedBy, long, and in any alphabet', () => {
    expect(tagged({ ...many(46), long: 'x'.repeat(256), unicode: 'größe 日本語' })).not.toThrow();
  });

  it('are not 51, and not longer than 256 characters', () => {
    expect(tagged(many(49))).toThrow(InvalidInputError);
    expect(tagged({ long: 'x'.repeat(257) })).toThrow(/dev[\s\S]*tags\.long[\s\S]*256/);
  });
});

describe('several mistakes', () => {
  it('of one app are reported together, each with its construct', () => {
    const { problems, message } = refusalOfApp((app) => {
      const dev = stackIn(app, 'dev', { key: '/state' });
      const prod = stackIn(app, 'prod', {});
      new Network(dev, 'net', { cidrBlock: '10.0.0.0/33', availabilityZones: ['us-east-1a', 'us-east-1a'] });
      new EcsService(dev, 'web', { image: 'nginx:1.27', scaling: { min: 2, max: 1 }, serviceName: 'bad name' });
      const network = new Network(prod, 'net', { availabilityZones: ['us-east-1a'] });
      new EksCluster(prod, 'eks', { network, clusterName: 'a'.repeat(101), version: 'latest' });
    });
    expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(['App', 'dev/net', 'dev/web', 'prod/eks']));
    expect(problems.length).toBeGreaterThanOrEqual(8);
    for (const { path, field, fix } of problems) expectToSay(message, [path, field, fix]);
  });

  it('leave what is known only after apply alone', () => {
    expect(() =>
      warningsOf((stack) => {
        const { vpcId } = new Network(stack, 'net');
        new EcsService(stack, 'web', { image: Fn.join('/', ['registry.acme.dev', vpcId]) });
      }),
    ).not.toThrow();
  });
});

describe('a role is accepted with', () => {
  itAccepts({
    'every action of a service on a named resource': (stack) => {
      const role = new Role(stack, 'task', {
        description: 'A program',
        assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['ecs-tasks.amazonaws.com'] } }],
      });
      role.addToPolicy({ actions: ['s3:*'], resources: ['arn:aws:s3:::acme-uploads/*'] });
    },
  });
});
