import { TargetGroup, type TargetGroupProps } from '../../../modules/load-balancing';
import type { TargetHealthCheck } from '../../../modules/load-balancing/health-check';
import { refusal, resources, synth, theResource } from '../../support/synth';

const VALID: TargetGroupProps = { kind: 'ip', port: 8080, vpcId: 'vpc-0123456789abcdef0' };

function group(props: Partial<TargetGroupProps> = {}): Record<string, unknown> {
  return theResource(
    synth((stack) => new TargetGroup(stack, 'Web', { ...VALID, ...props })),
    'aws_lb_target_group',
  );
}

function message(props: Partial<TargetGroupProps>): string {
  return refusal((stack) => new TargetGroup(stack, 'Web', { ...VALID, ...props }));
}

describe('replacement', () => {
  it('makes the new group before the old one goes, under another name', () => {
    expect(group().lifecycle).toEqual({ create_before_destroy: true });
    const names = [
      group(),
      group({ port: 8081 }),
      group({ kind: 'instance' }),
      group({ protocol: 'HTTPS' }),
      group({ protocolVersion: 'HTTP2' }),
      group({ vpcId: 'vpc-0fedcba9876543210' }),
    ].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps the name while only what AWS changes in place changes', () => {
    const { name } = group();
    expect(group({ deregistrationDelaySeconds: 30, healthCheck: { path: '/healthz' } }).name).toBe(name);
  });

  it('keeps the name of a group in a VPC that only apply knows, whatever else is in the stack', () => {
    const named = (others: number) => {
      const json = synth((stack) => {
        for (let index = 0; index < others; index += 1) new TargetGroup(stack, `Other${index}`, VALID);
        const [one] = [new TargetGroup(stack, 'First', VALID)];
        new TargetGroup(stack, 'Web', { ...VALID, vpcId: one?.targetGroup.vpcId ?? '' });
      });
      return resources(json, 'aws_lb_target_group')
        .map(({ name }) => String(name))
        .find((n) => n.startsWith('test-web'));
    };
    expect(named(3)).toBe(named(0));
  });
});

describe('[row 75] health checks', () => {
  it('are written out in full', () => {
    expect(group().health_check).toEqual({
      enabled: true,
      protocol: 'HTTP',
      path: '/',
      matcher: '200-299',
      port: 'traffic-port',
      interval: 15,
      timeout: 5,
      healthy_threshold: 2,
      unhealthy_threshold: 3,
    });
  });

  it('ask the standard health service over gRPC, and only connect over TCP', () => {
    expect(group({ protocolVersion: 'GRPC' }).health_check).toMatchObject({
      path: '/grpc.health.v1.Health/Check',
      matcher: '0',
    });
    expect(group({ protocol: 'TCP' }).health_check).toEqual({
      enabled: true,
      protocol: 'TCP',
      port: 'traffic-port',
      interval: 15,
      timeout: 5,
      healthy_threshold: 2,
      unhealthy_threshold: 3,
    });
  });

  it('may ask a TCP target over HTTP', () => {
    expect(group({ protocol: 'TCP', healthCheck: { path: '/healthz' } }).health_check).toMatchObject({
      protocol: 'HTTP',
      path: '/healthz',
    });
  });

  it.each<TargetHealthCheck>([
    { intervalSeconds: 5, timeoutSeconds: 2 },
    { intervalSeconds: 300, timeoutSeconds: 120 },
    { intervalSeconds: 6, timeoutSeconds: 5 },
    { healthyThreshold: 2, unhealthyThreshold: 10 },
    { codes: '200,302' },
    { codes: '200-499' },
    { path: `/${'a'.repeat(1023)}` },
  ])('accept %j', (healthCheck) => {
    expect(() => group({ healthCheck })).not.toThrow();
  });

  it.each<[string, TargetHealthCheck]>([
    ['healthCheck.timeoutSeconds is 15; allowed: less than intervalSeconds (15)', { timeoutSeconds: 15 }],
    ['healthCheck.timeoutSeconds is 5; allowed: less than intervalSeconds (5)', { intervalSeconds: 5 }],
    [
      'healthCheck.intervalSeconds is 4; allowed: a whole number from 5 to 300',
      { intervalSeconds: 4, timeoutSeconds: 2 },
    ],
    ['healthCheck.intervalSeconds is 301', { intervalSeconds: 301 }],
    ['healthCheck.timeoutSeconds is 1; allowed: a whole number from 2 to 120', { timeoutSeconds: 1 }],
    ['healthCheck.healthyThreshold is 1; allowed: a whole number from 2 to 10', { healthyThreshold: 1 }],
    ['healthCheck.unhealthyThreshold is 11', { unhealthyThreshold: 11 }],
    ['healthCheck.path is "healthz"', { path: 'healthz' }],
    ['healthCheck.codes is "500"', { codes: '500' }],
    ['healthCheck.codes is "ok"', { codes: 'ok' }],
    ['healthCheck.codes is "299-200"', { codes: '299-200' }],
    ['healthCheck.port is 65536', { port: 65_536 }],
    ['healthCheck.protocol is "TCP"', { protocol: 'TCP' }],
  ])('refuse %s', (text, healthCheck) => {
    expect(message({ healthCheck })).toContain(text);
  });

  it('refuse a path with a TCP check', () => {
    expect(message({ protocol: 'TCP', healthCheck: { protocol: 'TCP', path: '/healthz' } })).toContain(
      'healthCheck.path is "/healthz"; allowed: no path with a TCP health check',
    );
  });
});

describe('[row 76] stickiness', () => {
  it('follows a cookie of the balancer or of the program, from one second to seven days', () => {
    expect(group({ stickiness: { kind: 'balancer-cookie', durationSeconds: 1 } }).stickiness).toEqual({
      enabled: true,
      type: 'lb_cookie',
      cookie_duration: 1,
    });
    expect(
      group({ stickiness: { kind: 'app-cookie', cookieName: 'SESSION', durationSeconds: 604_800 } }).stickiness,
    ).toEqual({ enabled: true, type: 'app_cookie', cookie_name: 'SESSION', cookie_duration: 604_800 });
    expect(message({ stickiness: { kind: 'balancer-cookie', durationSeconds: 0 } })).toContain('from 1 to 604800');
    expect(message({ stickiness: { kind: 'balancer-cookie', durationSeconds: 604_801 } })).toContain(
      'from 1 to 604800',
    );
  });

  it.each(['AWSALB', 'AWSALBAPP', 'AWSALBTG', 'AWSALBCORS'])("refuses the balancer's own cookie %s", (cookieName) => {
    expect(message({ stickiness: { kind: 'app-cookie', cookieName, durationSeconds: 60 } })).toContain(
      `stickiness.cookieName is "${cookieName}"`,
    );
  });

  it('behind a network balancer goes by address only, and not with TLS', () => {
    expect(group({ protocol: 'TCP', stickiness: { kind: 'source-ip' } }).stickiness).toEqual({
      enabled: true,
      type: 'source_ip',
    });
    expect(message({ protocol: 'TCP', stickiness: { kind: 'balancer-cookie', durationSeconds: 60 } })).toContain(
      'allowed: "source-ip" behind a network balancer',
    );
    expect(message({ stickiness: { kind: 'source-ip' } })).toContain('allowed: a cookie where the targets speak HTTP');
    expect(message({ protocol: 'TLS', stickiness: { kind: 'source-ip' } })).toContain('stickiness.kind is "source-ip"');
  });

  it('is absent unless asked for', () => {
    expect(group()).not.toHaveProperty('stickiness');
  });
});

describe('algorithm', () => {
  it('is round robin, with slow start from 30 to 900 seconds or none', () => {
    expect(group()).toMatchObject({ load_balancing_algorithm_type: 'round_robin' });
    expect(group({ algorithm: { kind: 'round-robin', slowStartSeconds: 30 } }).slow_start).toBe(30);
    expect(group({ algorithm: { kind: 'round-robin', slowStartSeconds: 900 } }).slow_start).toBe(900);
    for (const slowStartSeconds of [29, 901, 45.5]) {
      expect(message({ algorithm: { kind: 'round-robin', slowStartSeconds } })).toContain(
        `algorithm.slowStartSeconds is ${slowStartSeconds}`,
      );
    }
  });

  it('mitigates anomalies only at random, where AWS allows it', () => {
    expect(group({ algorithm: { kind: 'weighted-random' } })).toMatchObject({
      load_balancing_algorithm_type: 'weighted_random',
      load_balancing_anomaly_mitigation: 'on',
    });
    expect(group({ algorithm: { kind: 'least-outstanding-requests' } })).toMatchObject({
      load_balancing_algorithm_type: 'least_outstanding_requests',
    });
  });

  it('is refused behind a network balancer, which has none', () => {
    expect(message({ protocol: 'TCP', algorithm: { kind: 'weighted-random' } })).toContain('algorithm is');
  });
});

describe('[bad input 15] names', () => {
  it.each(['payments-production-internal-blue', 'web_api', '-web', 'web-'])('refuses "%s"', (name) => {
    expect(message({ name })).toContain(`TargetGroup at test/Web`);
    expect(message({ name })).toContain(
      `name is "${name}"; allowed: 1 to 32 characters, letters, digits and hyphens, not beginning or ending with a hyphen (this one has ${name.length} characters)`,
    );
  });

  it('accepts 32 characters', () => {
    expect(group({ name: 'a'.repeat(32) }).name).toBe('a'.repeat(32));
  });

  it('shortens generated names to 32 characters', () => {
    const json = synth((stack) => new TargetGroup(stack, 'PaymentsProductionInternalBlueTargets', VALID));
    expect(String(theResource(json, 'aws_lb_target_group').name).length).toBeLessThanOrEqual(32);
  });
});

describe('attributes', () => {
  it('waits 60 seconds for open requests', () => {
    expect(group().deregistration_delay).toBe('60');
    expect(group({ deregistrationDelaySeconds: 0 }).deregistration_delay).toBe('0');
    expect(message({ deregistrationDelaySeconds: 3601 })).toContain('a whole number from 0 to 3600 seconds');
  });

  it.each([0, 65_536])('refuses port %d', (port) => {
    expect(message({ port })).toContain(`port is ${port}; allowed: a whole number from 1 to 65535`);
  });

  it('hands on the client address only where that is a choice', () => {
    expect(group({ protocol: 'TCP', preserveClientIp: true }).preserve_client_ip).toBe('true');
    expect(message({ protocol: 'UDP', preserveClientIp: false })).toContain('preserveClientIp is false');
    expect(message({ preserveClientIp: true })).toContain('preserveClientIp is true');
  });

  it('refuses an HTTP version for TCP targets', () => {
    expect(message({ protocol: 'TCP', protocolVersion: 'HTTP2' })).toContain('protocolVersion is "HTTP2"');
  });
});
