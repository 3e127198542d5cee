import { ApplicationLoadBalancer, type ApplicationLoadBalancerProps } from '../../../modules/load-balancing';
import { validateApplicationLoadBalancerProps } from '../../../modules/load-balancing/application-load-balancer';
import { ExistingNetwork, type ISubnet, Peer } from '../../../modules/network';
import { EnvironmentStack } from '../../../stacks/environment-stack';
import { refusal, resources, synth, synthApp, theResource } from '../../support/synth';
import { balancer, CERTIFICATE, existingNetwork } from './parts';

const listenerOn = (json: ReturnType<typeof synth>, port: number) =>
  resources(json, 'aws_lb_listener').find((listener) => listener.port === port);

describe('secure defaults', () => {
  it('is internal unless it is made public by name, in the subnets of the workloads', () => {
    expect(
      theResource(
        synth((stack) => balancer(stack)),
        'aws_lb',
      ),
    ).toMatchObject({
      internal: true,
      load_balancer_type: 'application',
      subnets: ['subnet-private-eu-west-1a', 'subnet-private-eu-west-1b'],
    });
    expect(
      theResource(
        synth((stack) => balancer(stack, { scheme: 'internet-facing' })),
        'aws_lb',
      ),
    ).toMatchObject({
      internal: false,
      subnets: ['subnet-public-eu-west-1a', 'subnet-public-eu-west-1b'],
    });
  });

  it('drops invalid headers, is defensive against request smuggling and cannot be destroyed by accident', () => {
    expect(
      theResource(
        synth((stack) => balancer(stack)),
        'aws_lb',
      ),
    ).toMatchObject({
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'defensive',
      enable_deletion_protection: true,
      enable_http2: true,
      idle_timeout: 60,
      client_keep_alive: 3600,
    });
    const off = synth((stack) => balancer(stack, { deletionProtection: false }));
    expect(theResource(off, 'aws_lb').enable_deletion_protection).toBe(false);
  });

  it('has a security group of its own without a way out until a target connects', () => {
    const json = synth((stack) => balancer(stack));
    expect(theResource(json, 'aws_lb').security_groups).toHaveLength(1);
    expect(resources(json, 'aws_vpc_security_group_egress_rule')).toEqual([]);
  });

  it('lets the VPC connect to an internal balancer and the internet to a public one', () => {
    const cidrs = (props: Partial<ApplicationLoadBalancerProps>) =>
      resources(
        synth((stack) => balancer(stack, props)),
        'aws_vpc_security_group_ingress_rule',
      )
        .map(({ cidr_ipv4, cidr_ipv6, from_port }) => `${cidr_ipv4 ?? cidr_ipv6} ${from_port}`)
        .sort();
    expect(cidrs({})).toEqual(['10.0.0.0/16 443', '10.0.0.0/16 80']);
    expect(cidrs({ scheme: 'internet-facing' })).toEqual(['0.0.0.0/0 443', '0.0.0.0/0 80']);
    expect(cidrs({ scheme: 'internet-facing', ipAddressType: 'dualstack' })).toEqual([
      '0.0.0.0/0 443',
      '0.0.0.0/0 80',
      '::/0 443',
      '::/0 80',
    ]);
    expect(cidrs({ clients: [Peer.ipv4('203.0.113.0/24')] })).toEqual(['203.0.113.0/24 443', '203.0.113.0/24 80']);
  });

  it('opens a further listener of a public balancer to the internet only when asked', () => {
    const open = (clients?: Peer[]) =>
      resources(
        synth((stack) => {
          const alb = balancer(stack, { scheme: 'internet-facing' });
          alb.addListener('Test', { port: 8443, protocol: { kind: 'https', certificate: CERTIFICATE }, clients });
        }),
        'aws_vpc_security_group_ingress_rule',
      ).filter(({ from_port }) => from_port === 8443);
    expect(open()).toEqual([]);
    expect(open([Peer.anyIpv4()])).toHaveLength(1);
  });
});

describe('[row 77] TLS ends at the balancer', () => {
  it('answers HTTPS with TLS 1.2 or later and redirects HTTP with 301', () => {
    const json = synth((stack) => balancer(stack));
    expect(listenerOn(json, 443)).toMatchObject({
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificate_arn: CERTIFICATE.certificateArn,
      default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
    });
    expect(listenerOn(json, 80)).toMatchObject({
      protocol: 'HTTP',
      default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
    });
  });

  it('closes port 80 when the redirect is turned off', () => {
    const json = synth((stack) =>
      balancer(stack, { entry: { kind: 'https', certificate: CERTIFICATE, redirectHttp: false } }),
    );
    expect(listenerOn(json, 80)).toBeUndefined();
    expect(resources(json, 'aws_vpc_security_group_ingress_rule').map(({ from_port }) => from_port)).toEqual([443]);
  });

  it('refuses a public balancer without certificate unless plain HTTP is asked for by name', () => {
    const message = refusal((stack) => balancer(stack, { scheme: 'internet-facing', entry: undefined }));
    expect(message).toContain('ApplicationLoadBalancer at test/Balancer');
    expect(message).toContain('entry is missing; allowed: HTTPS with a certificate, or plain HTTP by name');
    const json = synth((stack) => balancer(stack, { scheme: 'internet-facing', entry: { kind: 'http' } }));
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({ port: 80, protocol: 'HTTP' });
  });

  it('refuses HTTPS without a certificate', () => {
    const entry: ApplicationLoadBalancerProps['entry'] = JSON.parse('{ "kind": "https" }');
    expect(refusal((stack) => balancer(stack, { entry }))).toContain(
      'protocol.certificate is missing; allowed: a certificate: an HTTPS or TLS listener cannot be without one',
    );
  });

  it('verifies client certificates against a trust store, or hands them to the target', () => {
    const trustStoreArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/clients/0123456789abcdef';
    const https = { kind: 'https', certificate: CERTIFICATE } as const;
    const verify = synth((stack) =>
      balancer(stack, { entry: { ...https, mutualTls: { kind: 'verify', trustStoreArn } } }),
    );
    expect(listenerOn(verify, 443)?.mutual_authentication).toEqual({
      mode: 'verify',
      trust_store_arn: trustStoreArn,
      ignore_client_certificate_expiry: false,
    });
    const pass = synth((stack) => balancer(stack, { entry: { ...https, mutualTls: { kind: 'passthrough' } } }));
    expect(listenerOn(pass, 443)?.mutual_authentication).toEqual({ mode: 'passthrough' });
  });

  it('refuses a TLS policy that accepts TLS 1.0', () => {
    const entry: ApplicationLoadBalancerProps['entry'] = JSON.parse(
      JSON.stringify({ kind: 'https', certificate: CERTIFICATE, tlsPolicy: 'ELBSecurityPolicy-2016-08' }),
    );
    expect(refusal((stack) => balancer(stack, { entry }))).toContain('ELBSecurityPolicy-2016-08');
  });
});

/** A network whose owner takes two subnets of one zone for one tier. */
class OneZoneOfTwoTiers extends ExistingNetwork {
  public override workloadSubnets(): readonly ISubnet[] {
    return this.subnets;
  }
}

describe('[row 47] zones', () => {
  it('[bad input 17] refuses subnets in one Availability Zone', () => {
    const message = refusal((stack) => balancer(stack, { network: existingNetwork(stack, ['eu-west-1a']) }));
    expect(message).toMatch(/two/i);
    expect(message).toMatch(/availability zone/i);
    expect(message).toContain('eu-west-1a');
  });

  it('[bad input 17] refuses two subnets of one zone', () => {
    const message = refusal((stack) => {
      const network = new OneZoneOfTwoTiers(stack, 'Network', {
        vpcId: 'vpc-0123456789abcdef0',
        tiers: { private: { subnetIds: { a: 'subnet-1' } }, isolated: { subnetIds: { a: 'subnet-2' } } },
      });
      balancer(stack, { network });
    });
    expect(message).toMatch(/two/i);
    expect(message).toMatch(/one subnet per Availability Zone for a load balancer; eu-west-1a has several/);
  });
});

it('refuses a public balancer in subnets that the internet does not reach', () => {
  const message = refusal((stack) => balancer(stack, { scheme: 'internet-facing', subnets: { tier: 'private' } }));
  expect(message).toContain('subnets is ["private"]; allowed: subnets that route to an internet gateway');
});

describe('[row 74] listeners', () => {
  it('refuse a second one on one port, and names the first', () => {
    const message = refusal((stack) => {
      const alb = balancer(stack);
      alb.addListener('Again', { port: 443, protocol: { kind: 'https', certificate: CERTIFICATE } });
    });
    expect(message).toContain('ApplicationListener at test/Balancer/Again');
    expect(message).toContain('port is 443');
    expect(message).toContain('test/Balancer/Https listens on 443');
  });

  it('refuse a default action where every request is redirected', () => {
    const message = refusal((stack) => {
      const alb = balancer(stack);
      const { targetGroup } = alb.listener.addRoute(stack, 'Web', { target: { kind: 'ip', port: 80 } });
      alb.addListener('Redirect', {
        port: 8080,
        protocol: { kind: 'redirect-to-https' },
        defaultAction: { kind: 'forward', targets: [{ targetGroup }] },
      });
    });
    expect(message).toContain('defaultAction.kind is "forward"; allowed: none');
  });

  it('refuse a protocol of network balancers', () => {
    const protocol = JSON.parse('{ "kind": "tcp" }');
    const message = refusal((stack) => balancer(stack).addListener('Tcp', { port: 5432, protocol }));
    expect(message).toContain('protocol.kind is "tcp"; allowed: https, http or redirect-to-https');
    expect(message).toContain('NetworkLoadBalancer');
  });

  it.each([1, 65_535])('accept port %d', (port) => {
    expect(() =>
      synth((stack) => balancer(stack, { entry: { kind: 'custom', port, protocol: { kind: 'http' } } })),
    ).not.toThrow();
  });

  it.each([0, 65_536, 80.5])('refuse port %d', (port) => {
    expect(
      refusal((stack) => balancer(stack, { entry: { kind: 'custom', port, protocol: { kind: 'http' } } })),
    ).toContain(`port is ${port}; allowed: a whole number from 1 to 65535`);
  });
});

describe('names and numbers', () => {
  const fields = (props: Partial<ApplicationLoadBalancerProps>) =>
    validateApplicationLoadBalancerProps({ entry: { kind: 'http' }, ...props }).map(({ field }) => field);

  it.each<Partial<ApplicationLoadBalancerProps>>([
    { name: 'a'.repeat(32) },
    { idleTimeoutSeconds: 1 },
    { idleTimeoutSeconds: 4000 },
    { clientKeepAliveSeconds: 60 },
    { clientKeepAliveSeconds: 604_800 },
    { minimumCapacityUnits: 100 },
  ])('accepts %j', (props) => {
    expect(fields(props)).toEqual([]);
  });

  it.each<[string, Partial<ApplicationLoadBalancerProps>]>([
    ['name', { name: 'a'.repeat(33) }],
    ['name', { name: 'web_api' }],
    ['name', { name: '-web' }],
    ['name', { name: 'internal-web' }],
    ['idleTimeoutSeconds', { idleTimeoutSeconds: 0 }],
    ['idleTimeoutSeconds', { idleTimeoutSeconds: 4001 }],
    ['clientKeepAliveSeconds', { clientKeepAliveSeconds: 59 }],
    ['clientKeepAliveSeconds', { clientKeepAliveSeconds: 604_801 }],
    ['minimumCapacityUnits', { minimumCapacityUnits: 99 }],
    ['accessLogs.retentionDays', { accessLogs: { kind: 'create', retentionDays: 0 } }],
    ['accessLogs.prefix', { accessLogs: { kind: 'existing', bucketName: 'logs', prefix: 'x/AWSLogs' } }],
  ])('refuses a bad %s', (field, props) => {
    expect(fields(props)).toEqual([field]);
  });

  it('shortens a generated name to 32 characters, and two long paths stay two names', () => {
    const json = synth((stack) => {
      const network = existingNetwork(stack);
      balancer(stack, { network }, 'PaymentsServiceOfTheWholeCompanyBlue');
      balancer(stack, { network }, 'PaymentsServiceOfTheWholeCompanyGreen');
    });
    const names = resources(json, 'aws_lb').map(({ name }) => String(name));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(32);
  });

  it('refuses two balancers of one name', () => {
    const message = refusal((stack) => {
      const network = existingNetwork(stack);
      balancer(stack, { network, name: 'web' }, 'One');
      balancer(stack, { network, name: 'web' }, 'Two');
    });
    expect(message).toContain('test/One has this one');
  });
});

it('is written the same in a second synth', () => {
  const text = () =>
    JSON.stringify(
      synth((stack) => {
        const alb = new ApplicationLoadBalancer(stack, 'Web', {
          network: existingNetwork(stack),
          entry: { kind: 'https', certificate: CERTIFICATE },
          accessLogs: { kind: 'create' },
          webAcl: { kind: 'managed-rules' },
        });
        alb.listener.addRoute(stack, 'Route', { target: { kind: 'ip', port: 80 } });
      }),
    );
  expect(text()).toBe(text());
});

it('writes no empty block or list', () => {
  const json = synth((stack) => {
    const alb = balancer(stack);
    alb.listener.addRoute(stack, 'Route', { target: { kind: 'ip', port: 80 } });
  });
  expect(JSON.stringify(json.resource)).not.toMatch(/\[\]|\{\}/);
});

describe('an entry by name', () => {
  const named = { kind: 'domain', domainName: 'shop.acme.dev', hostedZone: 'acme.dev' } as const;

  it('is HTTPS with a certificate and a record of the balancer’s own, and a redirect', () => {
    const json = synth((stack) => balancer(stack, { entry: named }));
    expect(theResource(json, 'aws_acm_certificate')).toMatchObject({ domain_name: 'shop.acme.dev' });
    expect(listenerOn(json, 443)).toMatchObject({
      protocol: 'HTTPS',
      certificate_arn: expect.stringContaining('aws_acm_certificate_validation.'),
    });
    expect(listenerOn(json, 80)).toMatchObject({ default_action: [{ type: 'redirect' }] });
    const records = resources(json, 'aws_route53_record');
    expect(records).toContainEqual(expect.objectContaining({ name: 'shop.acme.dev', type: 'A' }));
  });

  it('closes port 80 when asked to', () => {
    const json = synth((stack) => balancer(stack, { entry: { ...named, redirectHttp: false } }));
    expect(listenerOn(json, 80)).toBeUndefined();
  });

  it('refuses a name outside the zone', () => {
    const message = refusal((stack) => balancer(stack, { entry: { ...named, hostedZone: 'acme.org' } }));
    expect(message).toContain('shop.acme.dev');
    expect(message).toContain('acme.org');
  });
});

describe('the network', () => {
  it('is that of the surrounding construct unless one is named', () => {
    const stacks = synthApp((app) => {
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1' });
      new ApplicationLoadBalancer(dev, 'Balancer', { entry: { kind: 'http' } });
    });
    expect(resources(stacks.dev ?? {}, 'aws_vpc')).toHaveLength(1);
  });

  it('is asked for where neither says it', () => {
    const message = refusal((stack) => new ApplicationLoadBalancer(stack, 'Balancer', { entry: { kind: 'http' } }));
    expect(message).toContain('write network: new Network(...)');
  });
});
