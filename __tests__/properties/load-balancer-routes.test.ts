import fc from 'fast-check';
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
  type ApplicationRouteProps,
  type ListenerRuleOptions,
  Network,
  NetworkLoadBalancer,
  type NetworkLoadBalancerProps,
  type NetworkRouteProps,
} from '../../index';
import { unchecked } from '../bad-inputs/answers';
import { type Build, itRefusesOrAccepts, mostly, nameOf, some, strangeNumber, whole } from './programs';

const CERTIFICATE = { certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/4a5b6c7d' };

const text = (max: number): fc.Arbitrary<string> => mostly(fc.constantFrom('a', 'a'.repeat(max)), fc.string(), 20);
const healthCheck = some({
  path: mostly(fc.constantFrom('/', '/healthz', '/a?b=c'), fc.constantFrom('', 'healthz'), 20),
  port: whole(1, 65_535),
  intervalSeconds: whole(5, 300),
  timeoutSeconds: mostly(whole(2, 4), whole(2, 120), 8),
  healthyThreshold: whole(2, 10),
  unhealthyThreshold: whole(2, 10),
});
const target = fc
  .tuple(
    fc.constantFrom('ip', 'instance'),
    whole(1, 65_535),
    some({
      deregistrationDelaySeconds: whole(0, 3600),
      healthCheck,
      algorithm: fc.constantFrom(
        { kind: 'round-robin', slowStartSeconds: 30 },
        { kind: 'round-robin' },
        { kind: 'least-outstanding-requests' },
        { kind: 'weighted-random' },
        { kind: 'weighted-random', anomalyMitigation: false },
      ),
      protocol: mostly(fc.constantFrom('HTTP', 'HTTPS'), fc.constant('TCP')),
      protocolVersion: mostly(fc.constantFrom('HTTP1', 'HTTP2'), fc.constant('GRPC'), 10),
      stickiness: fc.oneof(
        fc.record({ kind: fc.constant('balancer-cookie'), durationSeconds: whole(1, 604_800) }),
        fc.record({ kind: fc.constant('app-cookie'), cookieName: text(20), durationSeconds: whole(1, 604_800) }),
      ),
    }),
  )
  .map(([kind, port, rest]) => ({ kind, port, ...rest }));
const conditions = fc.oneof(
  {
    weight: 3,
    arbitrary: some({
      paths: fc.uniqueArray(mostly(fc.constantFrom('/', '/api', '/a*', '/x/?'), fc.constantFrom('', 'api')), {
        maxLength: 2,
      }),
      hosts: fc.uniqueArray(mostly(fc.constantFrom('a.acme.dev', '*.acme.dev'), fc.constantFrom('', 'localhost')), {
        maxLength: 1,
      }),
    }),
  },
  some({
    methods: fc.uniqueArray(mostly(fc.constantFrom('GET', 'POST'), fc.constantFrom('', 'get')), {
      minLength: 1,
      maxLength: 2,
    }),
    sourceCidrs: fc.constantFrom(['203.0.113.0/24'], ['2001:db8::/32']),
    headers: mostly(
      fc.constantFrom({ 'X-Canary': ['yes'] }, { Accept: ['a', 'b'] }),
      fc.constantFrom({ Host: ['a'] }, { X: [] }),
      20,
    ),
    queryStrings: fc.constantFrom([{ value: 'v' }], [{ key: 'k', value: 'v*' }]),
  }),
);
const priority = whole(1, 50_000);
const action = fc.oneof(
  some({
    statusCode: mostly(fc.constantFrom(200, 404, 503, 599), fc.constantFrom(302, 199, 600)),
    body: text(1024),
    contentType: fc.constant('text/html'),
  }).map((fields) => ({ kind: 'fixed-response', statusCode: 404, ...fields })),
  some({
    host: mostly(fc.constantFrom('acme.dev', '#{host}'), fc.constant('')),
    path: mostly(fc.constantFrom('/', '/#{path}'), fc.constant('x')),
    port: whole(1, 65_535),
    protocol: fc.constantFrom('HTTP', 'HTTPS'),
    query: fc.constantFrom('#{query}', 'a=b'),
    statusCode: fc.constantFrom(301, 302),
  }).map((fields) => ({ kind: 'redirect', ...fields })),
);
const deployment = fc.constantFrom({ kind: 'rolling' }, { kind: 'blue-green' });
const balancer = some({
  scheme: fc.constantFrom('internal', 'internet-facing'),
  name: nameOf(32),
  ipAddressType: fc.constantFrom('ipv4', 'dualstack'),
  idleTimeoutSeconds: whole(1, 4000),
  clientKeepAliveSeconds: whole(60, 604_800),
  http2: fc.boolean(),
  desyncMitigation: fc.constantFrom('defensive', 'strictest'),
  deletionProtection: fc.boolean(),
  minimumCapacityUnits: mostly(fc.constant(100), strangeNumber, 20),
  accessLogs: fc.constantFrom({ kind: 'create' }, { kind: 'existing', bucketName: 'logs' }),
});
const plans = fc.record({
  balancer,
  entry: mostly(
    fc.constantFrom(
      { kind: 'http' },
      { kind: 'https', certificate: CERTIFICATE },
      { kind: 'https', certificate: CERTIFICATE, redirectHttp: false },
      { kind: 'domain', domainName: 'web.acme.dev', hostedZone: 'acme.dev' },
      { kind: 'custom', port: 8443, protocol: { kind: 'https', certificate: CERTIFICATE } },
    ),
    fc.constantFrom(undefined, { kind: 'custom', port: 0, protocol: { kind: 'http' } }),
  ),
  routes: fc.array(
    fc.tuple(some({ conditions, priority, deployment }), target).map(([rest, to]) => ({ ...rest, target: to })),
    { maxLength: 2 },
  ),
  rules: fc.array(
    fc
      .tuple(some({ priority }), conditions, action)
      .map(([rest, when, then]) => ({ ...rest, conditions: when, action: then })),
    {
      maxLength: 2,
    },
  ),
});

const build: Build<typeof plans extends fc.Arbitrary<infer T> ? T : never> = (
  scope,
  { balancer: props, entry, routes, rules },
) => {
  const network = new Network(scope, 'Network', { ipv6: props.ipAddressType === 'dualstack' });
  const { listener } = new ApplicationLoadBalancer(
    scope,
    'Balancer',
    unchecked<ApplicationLoadBalancerProps>({ ...props, network, entry }),
  );
  for (const [index, route] of routes.entries()) {
    listener.addRoute(scope, `Route${index}`, unchecked<ApplicationRouteProps>(route));
  }
  for (const [index, rule] of rules.entries()) {
    listener.addRule(scope, `Rule${index}`, unchecked<ListenerRuleOptions>(rule));
  }
};

describe('an application load balancer with routes and rules', () =>
  itRefusesOrAccepts(plans, build, { givenNames: (plan) => [plan.balancer.name] }));

const networkPlans = fc.record({
  balancer: some({
    scheme: fc.constantFrom('internal', 'internet-facing'),
    name: nameOf(32),
    crossZone: fc.boolean(),
    deletionProtection: fc.boolean(),
    accessLogs: fc.constant({ kind: 'create' }),
  }),
  routes: fc.array(
    fc
      .tuple(
        whole(1, 65_535),
        fc.constantFrom<object>(
          { kind: 'tcp' },
          { kind: 'udp' },
          { kind: 'tcp-udp' },
          { kind: 'tls', certificate: CERTIFICATE },
        ),
        whole(1, 65_535),
        some({
          deregistrationDelaySeconds: whole(0, 3600),
          preserveClientIp: fc.boolean(),
          proxyProtocolV2: fc.boolean(),
          stickiness: fc.constant({ kind: 'source-ip' }),
          healthCheck: fc.constantFrom({ protocol: 'HTTP', path: '/healthz' }, { intervalSeconds: 10 }, {}),
        }),
      )
      .map(([port, protocol, targetPort, rest]) => ({
        port,
        protocol,
        target: { kind: 'ip', port: targetPort, ...rest },
      })),
    { maxLength: 3 },
  ),
});

describe('a network load balancer with routes', () =>
  itRefusesOrAccepts(
    networkPlans,
    (scope, { balancer: props, routes }) => {
      const network = new Network(scope, 'Network');
      const nlb = new NetworkLoadBalancer(
        scope,
        'Balancer',
        unchecked<NetworkLoadBalancerProps>({ ...props, network }),
      );
      for (const [index, route] of routes.entries()) {
        nlb.addRoute(scope, `Route${index}`, unchecked<NetworkRouteProps>(route));
      }
    },
    { givenNames: (plan) => [plan.balancer.name] },
  ));
