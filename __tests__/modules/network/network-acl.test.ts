import { Network, NetworkAcl, type NetworkAclRule, Peer, Port } from '../../../modules/network';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

const HTTPS_IN: NetworkAclRule = {
  ruleNumber: 110,
  direction: 'ingress',
  action: 'allow',
  port: Port.tcp(443),
  peer: Peer.anyIpv4(),
};

function acl(rules: readonly NetworkAclRule[]): StackJson {
  return synth((stack) => {
    const network = new Network(stack, 'Network');
    new NetworkAcl(stack, 'Edge', { network, subnets: { tier: 'public' }, rules });
  });
}

it('[row 57] attaches ordered rules to the chosen subnets', () => {
  const json = acl([
    HTTPS_IN,
    { ruleNumber: 100, direction: 'ingress', action: 'deny', port: Port.all(), peer: Peer.ipv4('198.51.100.0/24') },
    { ruleNumber: 100, direction: 'egress', action: 'allow', port: Port.tcpRange(1024, 65_535), peer: Peer.anyIpv6() },
    { ruleNumber: 120, direction: 'ingress', action: 'allow', port: Port.icmpPing(), peer: Peer.ipv4('10.0.0.0/16') },
  ]);
  expect(theResource(json, 'aws_network_acl')).not.toHaveProperty('ingress');
  const rules = resources(json, 'aws_network_acl_rule').map(({ network_acl_id, '//': _, ...rule }) => rule);
  expect(rules).toEqual([
    {
      rule_number: 100,
      egress: true,
      rule_action: 'allow',
      protocol: 'tcp',
      from_port: 1024,
      to_port: 65_535,
      ipv6_cidr_block: '::/0',
    },
    { rule_number: 100, egress: false, rule_action: 'deny', protocol: '-1', cidr_block: '198.51.100.0/24' },
    {
      rule_number: 110,
      egress: false,
      rule_action: 'allow',
      protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      cidr_block: '0.0.0.0/0',
    },
    {
      rule_number: 120,
      egress: false,
      rule_action: 'allow',
      protocol: 'icmp',
      icmp_type: 8,
      icmp_code: -1,
      cidr_block: '10.0.0.0/16',
    },
  ]);
  expect(resources(json, 'aws_network_acl_association').map(({ subnet_id }) => subnet_id)).toEqual([
    expect.stringContaining('PublicSubnets_Subnet-eu-west-1a'),
    expect.stringContaining('PublicSubnets_Subnet-eu-west-1b'),
  ]);
});

it('[row 57] refuses a rule number that is there twice in one direction', () => {
  const message = refusal((stack) => {
    const network = new Network(stack, 'Network');
    new NetworkAcl(stack, 'Edge', { network, subnets: { tier: 'public' }, rules: [HTTPS_IN, HTTPS_IN] });
  });
  expect(message).toMatch(/NetworkAcl at test\/Edge\n.*rules.ruleNumber is "ingress 110".*duplicate/);
});

it.each<[Partial<NetworkAclRule>, RegExp]>([
  [{ ruleNumber: 0 }, /0; allowed: a whole number from 1 to 32766/],
  [{ ruleNumber: 32_767 }, /32767/],
  [{ ruleNumber: 1.5 }, /1.5/],
  [{ port: Port.tcp(70_000) }, /port is 70000; .*65535/],
  [{ peer: Peer.prefixList('pl-1', 'CloudFront') }, /"CloudFront"; allowed: .*no prefix lists/],
])('refuses %j', (bad, message) => {
  expect(
    refusal((stack) => {
      const network = new Network(stack, 'Network');
      new NetworkAcl(stack, 'Edge', { network, subnets: { tier: 'public' }, rules: [{ ...HTTPS_IN, ...bad }] });
    }),
  ).toMatch(message);
});

it.each([32_766, 1])('accepts rule number %i', (ruleNumber) => {
  expect(() => acl([{ ...HTTPS_IN, ruleNumber }])).not.toThrow();
});
