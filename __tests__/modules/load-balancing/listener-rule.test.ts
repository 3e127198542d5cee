import type { ListenerAction, RuleConditions } from '../../../modules/load-balancing';
import { validateListenerAction } from '../../../modules/load-balancing/listener-action';
import { validateRuleConditions } from '../../../modules/load-balancing/rule-conditions';
import { refusal, resources, synth, theResource } from '../../support/synth';
import { balancer } from './parts';

const OK = { kind: 'fixed-response', statusCode: 200 } as const;

function conditionOf(conditions: RuleConditions): unknown {
  const json = synth((stack) => balancer(stack).listener.addRule(stack, 'Rule', { conditions, action: OK }));
  return theResource(json, 'aws_lb_listener_rule').condition;
}

describe('[row 73] conditions', () => {
  it.each<[RuleConditions, unknown]>([
    [{ paths: ['/api'] }, [{ path_pattern: { values: ['/api', '/api/*'] } }]],
    [{ paths: ['/api/'] }, [{ path_pattern: { values: ['/api', '/api/*'] } }]],
    [{ paths: ['/'] }, [{ path_pattern: { values: ['/*'] } }]],
    [{ paths: ['*.png'] }, [{ path_pattern: { values: ['*.png'] } }]],
    [{ hosts: ['*.acme.dev'] }, [{ host_header: { values: ['*.acme.dev'] } }]],
    [
      { headers: { 'X-B': ['2'], 'X-A': ['1'] } },
      [
        { http_header: { http_header_name: 'X-A', values: ['1'] } },
        { http_header: { http_header_name: 'X-B', values: ['2'] } },
      ],
    ],
    [
      { queryStrings: [{ key: 'version', value: '2' }, { value: 'beta*' }] },
      [{ query_string: [{ key: 'version', value: '2' }, { value: 'beta*' }] }],
    ],
    [{ methods: ['GET', 'HEAD'] }, [{ http_request_method: { values: ['GET', 'HEAD'] } }]],
    [
      { sourceCidrs: ['203.0.113.0/24', '2001:db8::/32'] },
      [{ source_ip: { values: ['203.0.113.0/24', '2001:db8::/32'] } }],
    ],
  ])('%j', (conditions, block) => {
    expect(conditionOf(conditions)).toEqual(block);
  });

  it('take five values in all, of which a plain path is two', () => {
    expect(validateRuleConditions({ paths: ['/a', '/b'], methods: ['GET'] })).toEqual([]);
    const message = refusal((stack) =>
      balancer(stack).listener.addRule(stack, 'Api', { conditions: { paths: ['/a', '/b', '/c'] }, action: OK }),
    );
    expect(message).toContain('ListenerRule at test/Api');
    expect(message).toContain('conditions is 6; allowed: 1 to 5 values in all the conditions of a rule');
    expect(message).toContain('/a, /a/*, /b, /b/*, /c, /c/*');
  });

  it('are not empty', () => {
    expect(validateRuleConditions({}).map(({ field }) => field)).toEqual(['conditions']);
  });

  it.each<RuleConditions>([
    { paths: [`/${'a'.repeat(125)}`] },
    { hosts: [`${'a'.repeat(60)}.acme.dev`] },
    { headers: { [`X-${'a'.repeat(38)}`]: ['a'.repeat(128)] } },
    { methods: ['A'.repeat(40)] },
    { queryStrings: [{ value: 'a'.repeat(128) }] },
  ])('accepts the longest value: %#', (conditions) => {
    expect(validateRuleConditions(conditions)).toEqual([]);
  });

  it.each<[string, RuleConditions]>([
    ['conditions.paths[0]', { paths: ['api'] }],
    ['conditions.paths[0]', { paths: [`/${'a'.repeat(126)}`] }],
    ['conditions.paths[0]', { paths: ['/api?x=1 2'] }],
    ['conditions.hosts[0]', { hosts: ['https://api.acme.dev'] }],
    ['conditions.hosts[0]', { hosts: ['localhost'] }],
    ['conditions.hosts[0]', { hosts: [`${'a'.repeat(120)}.acme.dev`] }],
    ['conditions.headers["X-*"]', { headers: { 'X-*': ['1'] } }],
    ['conditions.headers["Host"]', { headers: { Host: ['acme.dev'] } }],
    ['conditions.headers["X-A"]', { headers: { 'X-A': ['a'.repeat(129)] } }],
    ['conditions.queryStrings[0].value', { queryStrings: [{ value: '' }] }],
    ['conditions.methods[0]', { methods: ['get'] }],
    ['conditions.methods[0]', { methods: ['A'.repeat(41)] }],
    ['conditions.sourceCidrs[0]', { sourceCidrs: ['10.0.0.0/33'] }],
    ['conditions.sourceCidrs[0]', { sourceCidrs: ['10.0.0.1'] }],
    ['conditions.sourceCidrs[0]', { sourceCidrs: ['255.255.255.255/32'] }],
  ])('refuse a bad %s', (field, conditions) => {
    expect(validateRuleConditions(conditions).map((issue) => issue.field)).toEqual([field]);
  });

  it('leave what only Terraform knows alone', () => {
    expect(validateRuleConditions({ hosts: ['${aws_route53_record.web.name}'] })).toEqual([]);
  });
});

describe('actions', () => {
  const fields = (action: ListenerAction) => validateListenerAction('action', action).map(({ field }) => field);

  it.each([200, 299, 404, 503, 599])('answers %d', (statusCode) => {
    expect(fields({ kind: 'fixed-response', statusCode })).toEqual([]);
  });

  it.each([100, 302, 600, 20, 200.5])('[bad input 23] refuses a fixed response with status %d', (statusCode) => {
    const message = refusal((stack) =>
      balancer(stack).listener.addRule(stack, 'Moved', {
        conditions: { paths: ['/old'] },
        action: { kind: 'fixed-response', statusCode },
      }),
    );
    expect(message).toContain(`action.statusCode is ${statusCode}; allowed: 2XX, 4XX or 5XX`);
    expect(message).toContain('redirect');
  });

  it('takes a body of 1024 characters and not of 1025', () => {
    expect(fields({ kind: 'fixed-response', statusCode: 503, body: 'x'.repeat(1024) })).toEqual([]);
    expect(fields({ kind: 'fixed-response', statusCode: 503, body: 'x'.repeat(1025) })).toEqual(['action.body']);
  });

  it('redirects with 301 or 302, somewhere else', () => {
    expect(fields({ kind: 'redirect', host: 'new.acme.dev', statusCode: 302 })).toEqual([]);
    expect(fields({ kind: 'redirect', statusCode: 301 })).toEqual(['action']);
    expect(fields({ kind: 'redirect', path: 'new' })).toEqual(['action.path']);
    const statusCode = JSON.parse('308');
    expect(fields({ kind: 'redirect', host: 'a.dev', statusCode })).toEqual(['action.statusCode']);
  });

  it('shares requests among one to five groups by weight', () => {
    const json = synth((stack) => {
      const { listener } = balancer(stack);
      const { targetGroup: blue } = listener.addRoute(stack, 'Blue', {
        target: { kind: 'ip', port: 80 },
        conditions: { paths: ['/blue'] },
      });
      const { targetGroup: green } = listener.addRoute(stack, 'Green', {
        target: { kind: 'ip', port: 80 },
        conditions: { paths: ['/green'] },
      });
      listener.addRule(stack, 'Both', {
        conditions: { paths: ['/'] },
        action: {
          kind: 'forward',
          targets: [
            { targetGroup: blue, weight: 90 },
            { targetGroup: green, weight: 10 },
          ],
          stickySeconds: 3600,
        },
      });
    });
    const [action] = resources(json, 'aws_lb_listener_rule')
      .flatMap((rule) => rule.action as { forward?: object }[])
      .filter(({ forward }) => forward !== undefined);
    expect(action).toMatchObject({
      type: 'forward',
      forward: { target_group: [{ weight: 90 }, { weight: 10 }], stickiness: { enabled: true, duration: 3600 } },
    });
    expect(fields({ kind: 'forward', targets: [] })).toEqual(['action.targets']);
  });
});

describe('authentication', () => {
  const cognito = {
    kind: 'cognito',
    userPoolArn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc',
    userPoolClientId: 'client',
    userPoolDomain: 'acme',
  } as const;

  it('comes before the target, and the balancer may call the identity provider', () => {
    const json = synth((stack) =>
      balancer(stack).listener.addRoute(stack, 'Web', { target: { kind: 'ip', port: 80 }, authenticate: cognito }),
    );
    expect(theResource(json, 'aws_lb_listener_rule').action).toMatchObject([
      { order: 1, type: 'authenticate-cognito', authenticate_cognito: { session_timeout: 28_800 } },
      { order: 2, type: 'forward' },
    ]);
    expect(theResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject({ from_port: 443 });
  });

  it('is refused on plain HTTP', () => {
    const message = refusal((stack) =>
      balancer(stack, { entry: { kind: 'http' } }).listener.addRoute(stack, 'Web', {
        target: { kind: 'ip', port: 80 },
        authenticate: cognito,
      }),
    );
    expect(message).toContain('authenticate is "cognito"; allowed: none on a plain HTTP listener');
  });

  it('refuses a client secret in plain text without printing it', () => {
    const message = refusal((stack) =>
      balancer(stack).listener.addRoute(stack, 'Web', {
        target: { kind: 'ip', port: 80 },
        authenticate: {
          kind: 'oidc',
          issuer: 'https://login.acme.dev',
          authorizationEndpoint: 'https://login.acme.dev/authorize',
          tokenEndpoint: 'https://login.acme.dev/token',
          userInfoEndpoint: 'https://login.acme.dev/userinfo',
          clientId: 'web',
          clientSecret: 'hunter2',
        },
      }),
    );
    expect(message).toContain('authenticate.clientSecret holds a secret (not printed)');
    expect(message).not.toContain('hunter2');
  });
});
