import type { TerraformStack } from 'cdktf';
import {
  NetworkLoadBalancer,
  type NetworkLoadBalancerProps,
  type NetworkRouteProps,
} from '../../../modules/load-balancing';
import { SecurityGroup } from '../../../modules/network';
import { refusal, resources, synth, theResource } from '../../support/synth';
import { CERTIFICATE, existingNetwork } from './parts';

function network(stack: TerraformStack, props: Partial<NetworkLoadBalancerProps> = {}): NetworkLoadBalancer {
  return new NetworkLoadBalancer(stack, 'Nlb', { network: existingNetwork(stack), ...props });
}

const TARGET = { kind: 'ip', port: 5000 } as const;

function routed(props: NetworkRouteProps) {
  return synth((stack) => network(stack).addRoute(stack, 'Service', props));
}

describe('[row 67] a network load balancer', () => {
  it('has a security group of its own and writes out that it crosses zones', () => {
    const json = synth((stack) => network(stack));
    expect(theResource(json, 'aws_lb')).toMatchObject({
      load_balancer_type: 'network',
      internal: true,
      enable_cross_zone_load_balancing: true,
      enable_deletion_protection: true,
    });
    expect(theResource(json, 'aws_lb').security_groups).toHaveLength(1);
    const off = synth((stack) => network(stack, { crossZone: false }));
    expect(theResource(off, 'aws_lb').enable_cross_zone_load_balancing).toBe(false);
  });

  it.each<[string, string, NetworkRouteProps['protocol']]>([
    ['TCP', 'TCP', { kind: 'tcp' }],
    ['UDP', 'UDP', { kind: 'udp' }],
    ['TCP_UDP', 'TCP_UDP', { kind: 'tcp-udp' }],
    ['TLS', 'TCP', { kind: 'tls', certificate: CERTIFICATE }],
  ])('listens on %s and speaks %s to the target', (listener, target, protocol) => {
    const json = routed({ port: 5000, protocol, target: TARGET });
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({ protocol: listener, port: 5000 });
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ protocol: target });
  });

  it('takes TLS 1.2 or later on a TLS listener, which needs a certificate', () => {
    const json = routed({ port: 443, protocol: { kind: 'tls', certificate: CERTIFICATE }, target: TARGET });
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificate_arn: CERTIFICATE.certificateArn,
    });
    const protocol: NetworkRouteProps['protocol'] = JSON.parse('{ "kind": "tls" }');
    const message = refusal((stack) =>
      network(stack).addRoute(stack, 'Service', { port: 443, protocol, target: TARGET }),
    );
    expect(message).toContain('NetworkListener at test/Service/Listener');
    expect(message).toContain('protocol.certificate is missing');
  });

  it('opens TCP and UDP for a port that takes both, to clients and to the target', () => {
    const json = synth((stack) => {
      const vpc = existingNetwork(stack);
      const nlb = new NetworkLoadBalancer(stack, 'Nlb', { network: vpc });
      const group = new SecurityGroup(stack, 'Tasks', { network: vpc, description: 'Tasks', egress: 'none' });
      nlb
        .addRoute(stack, 'Dns', { port: 53, protocol: { kind: 'tcp-udp' }, target: { kind: 'ip', port: 5353 } })
        .connect(group);
    });
    const opened = resources(json, 'aws_vpc_security_group_ingress_rule').map(
      ({ ip_protocol, from_port, cidr_ipv4 }) => `${ip_protocol} ${from_port} ${cidr_ipv4 ?? 'balancer'}`,
    );
    expect(opened.sort()).toEqual([
      'tcp 53 10.0.0.0/16',
      'tcp 5353 balancer',
      'udp 53 10.0.0.0/16',
      'udp 5353 balancer',
    ]);
  });
});

describe('[row 74] its listeners', () => {
  it('refuse a second one on the same port, with another protocol too', () => {
    const message = refusal((stack) => {
      const nlb = network(stack);
      nlb.addRoute(stack, 'Tcp', { port: 53, protocol: { kind: 'tcp' }, target: TARGET });
      nlb.addRoute(stack, 'Udp', { port: 53, protocol: { kind: 'udp' }, target: TARGET });
    });
    expect(message).toContain('port is 53');
    expect(message).toContain('test/Tcp/Listener listens on 53');
    expect(message).toContain('TCP_UDP');
  });

  it('refuse HTTPS, which is for application load balancers', () => {
    const protocol: NetworkRouteProps['protocol'] = JSON.parse('{ "kind": "https" }');
    const message = refusal((stack) => network(stack).addRoute(stack, 'Web', { port: 443, protocol, target: TARGET }));
    expect(message).toContain('protocol.kind is "https"; allowed: tcp, udp, tcp-udp or tls on a network load balancer');
  });

  it.each<[string, NetworkRouteProps['protocol']['kind'], NetworkRouteProps['target']['protocol']]>([
    ['TCP or TCP_UDP behind a listener of tcp', 'tcp', 'TLS'],
    ['UDP or TCP_UDP behind a listener of udp', 'udp', 'TCP'],
    ['TCP, UDP, TCP_UDP or TLS behind a network load balancer', 'tcp', 'HTTP'],
  ])('take %s', (limit, kind, protocol) => {
    const props: NetworkRouteProps = JSON.parse(
      JSON.stringify({ port: 53, protocol: { kind }, target: { ...TARGET, protocol } }),
    );
    expect(refusal((stack) => network(stack).addRoute(stack, 'Service', props))).toContain(`allowed: ${limit}`);
  });

  it('[row 76] are not sticky over TLS', () => {
    const message = refusal((stack) =>
      network(stack).addRoute(stack, 'Service', {
        port: 443,
        protocol: { kind: 'tls', certificate: CERTIFICATE },
        target: { ...TARGET, stickiness: { kind: 'source-ip' } },
      }),
    );
    expect(message).toContain('no stickiness behind a TLS listener');
  });
});

it('[row 98] lets a deployment point the listener to the other target group', () => {
  const json = routed({
    port: 5000,
    protocol: { kind: 'tcp' },
    target: TARGET,
    deployment: { kind: 'blue-green', testPort: 5001 },
  });
  const listeners = resources(json, 'aws_lb_listener');
  expect(resources(json, 'aws_lb_target_group')).toHaveLength(2);
  expect(listeners.map(({ port }) => port).sort()).toEqual([5000, 5001]);
  for (const { lifecycle } of listeners) {
    expect(lifecycle).toMatchObject({ ignore_changes: ['default_action'] });
  }
});

it('lets the log delivery service write TLS logs', () => {
  const json = synth((stack) => network(stack, { accessLogs: { kind: 'create' } }));
  expect(String(theResource(json, 'aws_s3_bucket_policy').policy)).toContain('delivery.logs.amazonaws.com');
});

describe('a network load balancer that exists', () => {
  const ATTRIBUTES = {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/shared/50dc6c495c0c9188',
    securityGroupId: 'sg-0123456789abcdef0',
    vpcId: 'vpc-0123456789abcdef0',
    dnsName: 'shared.elb.eu-west-1.amazonaws.com',
    canonicalHostedZoneId: 'Z2IFOLAFXWLO4F',
  };

  it('gets the listener of a service, and opens no port of its own', () => {
    const json = synth((stack) => {
      const nlb = NetworkLoadBalancer.fromAttributes(stack, 'Shared', ATTRIBUTES);
      nlb.addRoute(stack, 'Mqtt', { port: 1883, protocol: { kind: 'tcp' }, target: TARGET });
    });
    expect(theResource(json, 'aws_lb_listener')).toMatchObject({
      load_balancer_arn: ATTRIBUTES.loadBalancerArn,
      port: 1883,
    });
    expect(json.resource).not.toHaveProperty('aws_lb');
    expect(json.resource).not.toHaveProperty('aws_vpc_security_group_ingress_rule');
  });

  it('is found by name', () => {
    const json = synth((stack) => NetworkLoadBalancer.fromLookup(stack, 'Shared', { name: 'shared' }));
    expect(Object.values(json.data?.aws_lb ?? {})).toMatchObject([{ name: 'shared' }]);
  });

  it('is not an application load balancer', () => {
    const loadBalancerArn = ATTRIBUTES.loadBalancerArn.replace('/net/', '/app/');
    expect(
      refusal((stack) => NetworkLoadBalancer.fromAttributes(stack, 'Shared', { ...ATTRIBUTES, loadBalancerArn })),
    ).toContain('loadBalancerArn is');
  });
});
