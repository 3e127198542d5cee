import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
  type ListenerAction,
  Network,
  TargetGroup,
} from '../../index';
import { type BadInput, itAccepts, itRefuses } from './answers';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/4a5b6c7d-0000-4000-8000-000000000000';

const targetGroup =
  (name: string): BadInput['build'] =>
  (stack) => {
    new TargetGroup(stack, 'tg', { kind: 'ip', port: 80, vpcId: stack.network.vpcId, name });
  };
const balancer =
  (props: Omit<ApplicationLoadBalancerProps, 'network'>): BadInput['build'] =>
  (stack) => {
    new ApplicationLoadBalancer(stack, 'lb', { network: stack.network, ...props });
  };
const rule =
  (priority: number): BadInput['build'] =>
  (stack) => {
    const { listener } = new ApplicationLoadBalancer(stack, 'lb', { network: stack.network, entry: { kind: 'http' } });
    listener.addRule(stack, 'api', {
      conditions: { paths: ['/api'] },
      action: { kind: 'fixed-response', statusCode: 404 },
      priority,
    });
  };
const answer =
  (defaultAction: ListenerAction): BadInput['build'] =>
  (stack) =>
    balancer({ entry: { kind: 'custom', protocol: { kind: 'http' }, defaultAction } })(stack);

describe('a target group is refused with', () => {
  itRefuses([
    {
      title: 'a name of 33 characters',
      build: targetGroup('payments-production-internal-blue'),
      at: 'dev/tg',
      says: ['name', 'payments-production-internal-blue', '33', '32'],
    },
    {
      title: 'an underscore in its name',
      build: targetGroup('web_api'),
      at: 'dev/tg',
      says: ['name', 'web_api', '32'],
    },
    { title: 'a hyphen first in its name', build: targetGroup('-web'), at: 'dev/tg', says: ['name', '-web', '32'] },
  ]);
});

describe('an application load balancer is refused with', () => {
  itRefuses([
    {
      title: 'one subnet',
      build: (stack) => {
        const network = new Network(stack, 'net', { availabilityZones: ['us-east-1a'] });
        new ApplicationLoadBalancer(stack, 'lb', { network, entry: { kind: 'http' } });
      },
      at: 'dev/lb',
      says: [['two', '2'], 'availability zone', 'us-east-1a'],
    },
    {
      title: 'two subnets of one zone',
      build: (stack) => {
        const network = Network.fromAttributes(stack, 'net', {
          vpcId: 'vpc-0123456789abcdef0',
          tiers: { private: { subnetIds: { a: 'subnet-a', 'us-east-1a': 'subnet-b' } } },
        });
        new ApplicationLoadBalancer(stack, 'lb', { network, entry: { kind: 'http' } });
      },
      at: 'dev/net',
      says: [['two', '2'], 'availability zone'],
    },
    {
      title: 'a certificate of another region',
      build: balancer({
        entry: { kind: 'https', certificate: { certificateArn: CERTIFICATE.replace('us-east-1', 'eu-west-1') } },
      }),
      at: 'dev/lb/Https',
      says: ['eu-west-1', 'us-east-1', 'certificate'],
    },
    {
      title: 'a fixed response of 302',
      build: answer({ kind: 'fixed-response', statusCode: 302 }),
      at: 'dev/lb/Listener',
      says: ['302', ['redirect', '2XX']],
    },
  ]);
});

describe('a rule is refused with', () => {
  itRefuses(
    [0, 50_001, 1.5].map((priority) => ({
      title: `priority ${priority}`,
      build: rule(priority),
      at: 'dev/api',
      says: ['priority', String(priority), '1', '50000'],
    })),
  );
});

describe('load balancing is accepted with', () => {
  itAccepts({
    'a name of 32 characters': targetGroup('payments-production-internal-blu'),
    'the lowest priority': rule(1),
    'the highest priority': rule(50_000),
    'a certificate of its region': balancer({
      entry: { kind: 'https', certificate: { certificateArn: CERTIFICATE } },
    }),
    'a fixed response of 503': answer({ kind: 'fixed-response', statusCode: 503 }),
    'everybody on 443 and 80 of a public balancer': balancer({
      scheme: 'internet-facing',
      entry: { kind: 'https', certificate: { certificateArn: CERTIFICATE } },
    }),
  });
});
