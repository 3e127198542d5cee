import { dualStackNetwork } from '../../examples/dual-stack-network';
import { resources, synthApp } from '../support/synth';

const { lab: json = {} } = synthApp(dualStackNetwork);
const subnets = resources(json, 'aws_subnet');

describe('a network with IPv4 and IPv6', () => {
  it('gives every subnet addresses of both kinds, and pods those of the second block', () => {
    expect(subnets).toHaveLength(8);
    for (const subnet of subnets) expect(subnet.ipv6_cidr_block).toContain('cidrsubnet(');
    const pods = subnets.filter(({ cidr_block: block }) => String(block).startsWith('100.64.'));
    expect(pods).toHaveLength(2);
    for (const pod of pods) expect(JSON.stringify(pod)).toContain('aws_vpc_ipv4_cidr_block_association.');
  });

  it('lets private tiers out over IPv6 without an instance, and nobody in', () => {
    const gateway = '${aws_egress_only_internet_gateway.';
    const routes = resources(json, 'aws_route').filter((route) => 'egress_only_gateway_id' in route);
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) expect(route.egress_only_gateway_id).toContain(gateway);
  });

  it('has databases that nothing leaves, behind a filter of their own', () => {
    expect(resources(json, 'aws_network_acl_association')).toHaveLength(2);
    const rules = resources(json, 'aws_network_acl_rule').map(({ egress, from_port: port }) => ({ egress, port }));
    expect(rules).toEqual([
      { egress: true, port: 1024 },
      { egress: false, port: 5432 },
    ]);
  });
});
