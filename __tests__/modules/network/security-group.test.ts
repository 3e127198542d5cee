import { Network, SecurityGroup, type SecurityGroupProps } from '../../../modules/network';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

function group(props: Partial<SecurityGroupProps> = {}): StackJson {
  return synth((stack) => {
    const network = Network.fromAttributes(stack, 'Network', { vpcId: 'vpc-1', tiers: {} });
    new SecurityGroup(stack, 'Web', { network, description: 'Web servers', ...props });
  });
}

it('has a description, no inline rules, and only HTTPS may leave', () => {
  const json = group();
  const made = theResource(json, 'aws_security_group');
  expect(made).toMatchObject({ description: 'Web servers', vpc_id: 'vpc-1' });
  expect(made).not.toHaveProperty('ingress');
  expect(made).not.toHaveProperty('egress');
  expect(resources(json, 'aws_vpc_security_group_egress_rule')).toEqual([
    expect.objectContaining({
      cidr_ipv4: '0.0.0.0/0',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      description: 'Web to the internet on tcp-443',
    }),
  ]);
});

it('lets nothing out on request, or everything', () => {
  expect(resources(group({ egress: 'none' }), 'aws_vpc_security_group_egress_rule')).toEqual([]);
  const [all] = resources(group({ egress: 'all' }), 'aws_vpc_security_group_egress_rule');
  expect(all).toMatchObject({ ip_protocol: '-1' });
  expect(all).not.toHaveProperty('from_port');
});

it('a new description makes a new name, because the new group is made before the old one goes', () => {
  const [before, after] = [group(), group({ description: 'Web tier' })].map((json) =>
    theResource(json, 'aws_security_group'),
  );
  expect(before?.name).toMatch(/^test-web-[0-9a-f]{8}$/);
  expect(after?.name).not.toBe(before?.name);
  expect(before?.lifecycle).toEqual({ create_before_destroy: true });
});

it.each<[Partial<SecurityGroupProps>, RegExp]>([
  [{ name: 'sg-web' }, /name is "sg-web"/],
  [{ name: 'x'.repeat(256) }, /256 characters/],
  [{ description: 'Büro' }, /description is "Büro"/],
  [{ description: '' }, /description is ""/],
])('refuses %j', (props, message) => {
  expect(
    refusal((stack) => {
      const network = Network.fromAttributes(stack, 'Network', { vpcId: 'vpc-1', tiers: {} });
      new SecurityGroup(stack, 'Web', { network, description: 'Web servers', ...props });
    }),
  ).toMatch(message);
});
