import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import fc from 'fast-check';
import { ApplicationLoadBalancer, type RuleConditions } from '../../../modules/load-balancing';
import { COMPUTED_PRIORITIES, priorityBand, wantedPriority } from '../../../modules/load-balancing/listener-priorities';
import { refusal, resources, synth, synthApp } from '../../support/synth';
import { balancer } from './parts';

const ALB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188';

interface Service {
  readonly id: string;
  readonly conditions: RuleConditions;
  readonly priority?: number;
}

/** Priority by service, and what was warned of. */
function priorities(services: readonly Service[]): { byId: Record<string, number>; warnings: number } {
  const byId: Record<string, number> = {};
  let warnings = 0;
  synth((stack) => {
    const alb = balancer(stack);
    for (const { id, conditions, priority } of services) {
      const action = { kind: 'fixed-response', statusCode: 200 } as const;
      const rule = alb.listener.addRule(stack, id, { conditions, priority, action });
      byId[id] = rule.priority;
      warnings += rule.node.metadata.length;
    }
  });
  return { byId, warnings };
}

const services = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[A-Z][a-z]{2,5}$/),
    segments: fc.array(fc.constantFrom('api', 'v1', 'users', 'admin'), { maxLength: 4 }),
    host: fc.option(fc.constantFrom('acme.dev', '*.acme.dev'), { nil: undefined }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
);

/** The id is in the path, so that no two rules have the same conditions. */
function serviceOf({ id, segments, host }: { id: string; segments: string[]; host?: string }): Service {
  const paths = [`/${[...segments, id.toLowerCase()].slice(-4).join('/')}`];
  return { id, conditions: host === undefined ? { paths } : { paths, hosts: [host] } };
}

describe('[row 72] computed priorities', () => {
  it('put "/api" and "/api/*" before the catch-all', () => {
    const json = synth((stack) => {
      const { listener } = balancer(stack);
      listener.addRoute(stack, 'Web', { target: { kind: 'ip', port: 80 }, conditions: { paths: ['/'] } });
      listener.addRoute(stack, 'Api', { target: { kind: 'ip', port: 80 }, conditions: { paths: ['/api'] } });
    });
    const byPath = Object.fromEntries(
      resources(json, 'aws_lb_listener_rule').map(({ condition, priority }) => [JSON.stringify(condition), priority]),
    );
    const api = Number(byPath['[{"path_pattern":{"values":["/api","/api/*"]}}]']);
    const all = Number(byPath['[{"path_pattern":{"values":["/*"]}}]']);
    expect(api).toBeLessThan(all);
  });

  it('do not change when a third service is added, wherever it stands in the program', () => {
    const web = { id: 'Web', conditions: { paths: ['/'] } };
    const api = { id: 'Api', conditions: { paths: ['/api'] } };
    const admin = { id: 'Admin', conditions: { paths: ['/admin'] } };
    const before = priorities([web, api]).byId;
    for (const all of [
      [web, api, admin],
      [web, admin, api],
      [admin, web, api],
    ]) {
      expect(priorities(all).byId).toMatchObject(before);
    }
  });

  it('do not change when any rule is added after the others', () => {
    fc.assert(
      fc.property(services, (given) => {
        const all = given.map(serviceOf);
        const before = priorities(all.slice(0, -1)).byId;
        expect(priorities(all).byId).toMatchObject(before);
      }),
      { numRuns: 25 },
    );
  });

  it('do not depend on the order of the program unless two meet, which is warned of', () => {
    fc.assert(
      fc.property(services, fc.nat(), (given, seed) => {
        const all = given.map(serviceOf);
        const turned = [...all.slice(seed % all.length), ...all.slice(0, seed % all.length)];
        const [one, other] = [priorities(all), priorities(turned)];
        if (one.warnings + other.warnings === 0) expect(other.byId).toEqual(one.byId);
        expect(new Set(Object.values(one.byId)).size).toBe(all.length);
      }),
      { numRuns: 25 },
    );
  });

  it('come from the rule alone, so two stacks that import one balancer agree without knowing each other', () => {
    const build = (names: readonly string[]) =>
      synthApp((app) => {
        for (const name of names) {
          const stack = new TerraformStack(app, name);
          new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
          const alb = ApplicationLoadBalancer.fromAttributes(stack, 'Shared', {
            loadBalancerArn: ALB,
            securityGroupId: 'sg-0123456789abcdef0',
            vpcId: 'vpc-0123456789abcdef0',
            dnsName: 'shared.eu-west-1.elb.amazonaws.com',
            canonicalHostedZoneId: 'Z32O12XQLNTSW2',
            listener: { listenerArn: `${ALB.replace('loadbalancer', 'listener')}/0467ef3c8400ae65` },
          });
          alb.listener.addRoute(stack, 'Route', {
            target: { kind: 'ip', port: 80 },
            conditions: { paths: [`/${name}`] },
          });
        }
      });
    expect(build(['orders', 'users', 'carts']).orders).toEqual(build(['orders']).orders);
  });
});

describe('the table of bands', () => {
  it.each<[RuleConditions, number, number]>([
    [{ hosts: ['a.acme.dev'], paths: ['/a/b/c/d'], headers: { 'X-A': ['b'] } }, 1000, 1741],
    [{ hosts: ['a.acme.dev'] }, 16582, 21033],
    [{ hosts: ['*.acme.dev'], paths: ['/api'] }, 26228, 26969],
    [{ paths: ['/api/v1'] }, 33648, 38099],
    [{ paths: ['/api'] }, 38842, 43293],
    [{ paths: ['*.png'] }, 44036, 44777],
    [{ paths: ['/'] }, 45520, 49971],
  ])('never moves: %j', (conditions, first, last) => {
    expect(priorityBand(conditions)).toEqual({ first, last });
  });

  it('puts the narrower condition first: host, then path, then the rest', () => {
    const order: RuleConditions[] = [
      { hosts: ['a.acme.dev'], paths: ['/api'], methods: ['POST'] },
      { hosts: ['a.acme.dev'], paths: ['/api'] },
      { hosts: ['a.acme.dev'] },
      { hosts: ['*.acme.dev'], paths: ['/api'] },
      { hosts: ['*.acme.dev'] },
      { paths: ['/api/v1/users'] },
      { paths: ['/api/v1'] },
      { paths: ['/api', '/api/v1'] },
      { paths: ['/ap*'] },
      { paths: ['/'], headers: { 'X-Canary': ['1'] } },
      { paths: ['/'] },
    ];
    const firsts = order.map((conditions) => priorityBand(conditions).first);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('stays within 1000 to 49999, so 1 to 999 are always free', () => {
    fc.assert(
      fc.property(fc.string(), services, (identity, [service]) => {
        if (service === undefined) return;
        const priority = wantedPriority(identity, priorityBand(serviceOf(service).conditions));
        expect(priority).toBeGreaterThanOrEqual(COMPUTED_PRIORITIES.first);
        expect(priority).toBeLessThanOrEqual(COMPUTED_PRIORITIES.last);
      }),
    );
  });
});

describe('when two rules meet', () => {
  it('a computed priority passes over a taken one, and the rule is told how to keep it', () => {
    const conditions = { paths: ['/api'] };
    const wanted = wantedPriority('test/Api', priorityBand(conditions));
    synth((stack) => {
      const alb = ApplicationLoadBalancer.fromLookup(stack, 'Shared', { name: 'shared', reservedPriorities: [wanted] });
      const action = { kind: 'fixed-response', statusCode: 200 } as const;
      const rule = alb.listener.addRule(stack, 'Api', { conditions, action });
      expect(rule.priority).toBe(wanted + 1);
      expect(JSON.stringify(rule.node.metadata)).toContain(`write priority: ${wanted + 1} to keep it`);
    });
  });

  it('refuses an explicit priority that another rule has, and names that rule', () => {
    const message = refusal((stack) => {
      const { listener } = balancer(stack);
      const action = { kind: 'fixed-response', statusCode: 200 } as const;
      listener.addRule(stack, 'One', { priority: 10, conditions: { paths: ['/one'] }, action });
      listener.addRule(stack, 'Two', { priority: 10, conditions: { paths: ['/two'] }, action });
    });
    expect(message).toContain('ListenerRule at test/Two');
    expect(message).toContain(
      'priority is 10; allowed: a priority that no other rule of the listener has; test/One has',
    );
  });

  it('refuses the same conditions twice, because one of the two rules would get nothing', () => {
    const message = refusal((stack) => {
      const { listener } = balancer(stack);
      listener.addRoute(stack, 'One', { target: { kind: 'ip', port: 80 } });
      listener.addRoute(stack, 'Two', { target: { kind: 'ip', port: 80 } });
    });
    expect(message).toContain('test/One/Rule has the same');
  });
});

it.each([1, 50_000])('accepts priority %d', (priority) => {
  expect(priorities([{ id: 'Web', conditions: { paths: ['/'] }, priority }]).byId).toEqual({ Web: priority });
});

it.each([0, 50_001, 1.5])('[bad input 19] refuses priority %d', (priority) => {
  const message = refusal((stack) =>
    balancer(stack).listener.addRule(stack, 'Api', {
      priority,
      conditions: { paths: ['/api'] },
      action: { kind: 'fixed-response', statusCode: 200 },
    }),
  );
  expect(message).toContain(`priority is ${priority}; allowed: a whole number from 1 to 50000`);
});

it('[row 73] refuses the 101st rule of a balancer unless the raised quota is named', () => {
  const build = (count: number, unchecked?: { rule: string; reason: string }[]) => (stack: TerraformStack) => {
    const { listener } = balancer(stack);
    const action = { kind: 'fixed-response', statusCode: 200 } as const;
    for (let index = 0; index < count; index += 1) {
      listener.addRule(stack, `Rule${index}`, { conditions: { paths: [`/p${index}`] }, action, unchecked });
    }
  };
  expect(() => synth(build(100))).not.toThrow();
  expect(refusal(build(101))).toContain('rules is 101; allowed: 100 rules on a load balancer');
  const unchecked = [{ rule: 'load-balancing.rule-quota', reason: 'AWS raised the quota to 200' }];
  expect(() => synth(build(101, unchecked))).not.toThrow();
});
