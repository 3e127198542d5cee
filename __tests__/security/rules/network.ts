import { list, type Part, type SecurityRule, type State } from '../security-rule';

const RULES = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'];
const INGRESS = 'aws_vpc_security_group_ingress_rule';

function fromInternet({ body }: Part): boolean {
  return body.cidr_ipv4 === '0.0.0.0/0' || body.cidr_ipv6 === '::/0';
}

function onlyPort({ body }: Part, ports: readonly number[]): boolean {
  return body.ip_protocol === 'tcp' && body.from_port === body.to_port && ports.includes(Number(body.from_port));
}

/** The group of a rule belongs to a load balancer of the same state. */
function ofLoadBalancer({ body }: Part, state: State): boolean {
  return state.all('aws_lb').some((balancer) => list(balancer.body.security_groups).includes(body.security_group_id));
}

export const networkRules: readonly SecurityRule[] = [
  {
    id: 'vpc-flow-log',
    what: 'A VPC has a flow log of all traffic',
    why: 'after an incident it is the only record of who spoke to whom',
    controls: ['FSBP EC2.6', 'CIS 5.0 3.7', 'CKV2_AWS_11'],
    change: '`Network.flowLog`',
    types: ['aws_vpc'],
    holds: (vpc, state) => state.of('aws_flow_log', vpc).some(({ body }) => body.traffic_type === 'ALL'),
    violation: { aws_vpc: { A: {} } },
  },
  {
    id: 'vpc-default-group-empty',
    what: 'The default security group of a VPC has no rule',
    why: 'whatever is created without a group would get it',
    controls: ['FSBP EC2.2', 'CIS 5.0 5.5', 'CKV2_AWS_12'],
    change: 'always',
    types: ['aws_vpc'],
    holds: (vpc, state) =>
      state
        .of('aws_default_security_group', vpc)
        .some(({ body }) => list(body.ingress).length + list(body.egress).length === 0),
    violation: { aws_vpc: { A: {} } },
  },
  {
    id: 'subnet-no-public-addresses',
    what: 'No subnet gives public addresses to what starts in it, public ones included',
    why: 'NAT gateways and load balancers bring their own address; anything else there is a mistake',
    controls: ['FSBP EC2.15', 'CKV_AWS_130'],
    change: 'always',
    types: ['aws_subnet'],
    holds: ({ body }) => body.map_public_ip_on_launch !== true,
    violation: { aws_subnet: { A: { map_public_ip_on_launch: true } } },
  },
  {
    id: 'address-attached',
    what: 'Every elastic address belongs to something',
    why: 'an address on its own costs money and serves nobody',
    controls: ['PCI EC2.12', 'CKV2_AWS_19'],
    change: 'always',
    types: ['aws_eip'],
    holds: (address, state) => state.isMentioned(address),
    violation: { aws_eip: { A: {} } },
  },
  {
    id: 'route-no-instance',
    what: 'The way out of private subnets is a NAT gateway',
    why: 'a NAT instance is a server to patch, and a single one',
    controls: ['CKV2_AWS_35'],
    change: '`Network.nat` with `kind: "instance"`',
    types: ['aws_route'],
    holds: ({ body }) => body.instance_id === undefined && body.network_interface_id === undefined,
    violation: { aws_route: { A: { network_interface_id: 'eni-1' } } },
  },
  {
    id: 'vpc-s3-endpoint',
    what: 'A VPC reaches S3 by a gateway endpoint',
    why: 'free, and image layers then neither cross nor pay the NAT gateway',
    controls: ['FSBP EC2.10'],
    change: '`Network.endpoints`',
    types: ['aws_vpc'],
    holds: (vpc, state) =>
      state.of('aws_vpc_endpoint', vpc).some(({ body }) => String(body.service_name).endsWith('.s3')),
    violation: { aws_vpc: { A: {} } },
  },
  {
    id: 'vpc-private-registry',
    what: 'ECR and CloudWatch Logs are reached without the internet',
    why: 'each interface endpoint costs about 7 USD a month and zone, which only some programs want to pay',
    controls: ['FSBP EC2.55', 'FSBP EC2.56', 'FSBP EC2.57'],
    change: '`Network.endpoints: ["ecs-tasks"]` or `["eks-nodes"]`',
    optIn: true,
    types: ['aws_vpc'],
    holds: (vpc, state) => {
      const services = state.of('aws_vpc_endpoint', vpc).map(({ body }) => String(body.service_name));
      return ['ecr.api', 'ecr.dkr', 'logs'].every((name) => services.some((service) => service.endsWith(`.${name}`)));
    },
    violation: { aws_vpc: { A: {} } },
  },
  {
    id: 'security-group-described',
    what: 'Every security group and rule says what it is for',
    why: 'a rule that nobody can explain is never removed',
    controls: ['CKV_AWS_23'],
    change: 'always; made of the construct ids',
    types: ['aws_security_group', ...RULES],
    holds: ({ body }) => typeof body.description === 'string' && !/^(managed by.*)?$/i.test(body.description),
    violation: { aws_security_group: { A: {} } },
  },
  {
    id: 'security-group-no-inline-rules',
    what: 'Rules are resources of their own',
    why: 'inline rules and separate ones delete each other at every apply',
    controls: [],
    change: 'always',
    types: ['aws_security_group'],
    holds: ({ body }) => body.ingress === undefined && body.egress === undefined,
    violation: { aws_security_group: { A: { ingress: [] } } },
  },
  {
    id: 'ingress-internet-only-at-balancers',
    what: 'The internet reaches ports 80 and 443 of load balancers, and nothing else',
    why: 'ports of servers, 22 and 3389 first of all, are found by scanners within minutes',
    controls: ['FSBP EC2.18', 'FSBP EC2.19', 'CIS 5.0 5.3', 'CIS 5.0 5.4', 'CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_277'],
    change: '`clients` of a load balancer or listener',
    types: [INGRESS],
    holds: (rule, state) => !fromInternet(rule) || (onlyPort(rule, [80, 443]) && ofLoadBalancer(rule, state)),
    violation: { [INGRESS]: { A: { cidr_ipv6: '::/0', ip_protocol: 'tcp', from_port: 22, to_port: 22 } } },
  },
  {
    id: 'ingress-no-plain-http',
    what: 'Port 80 is closed, not even open for the redirect',
    why: 'people type names without https, and the first request then goes unanswered',
    controls: ['CKV_AWS_260'],
    change: '`entry.redirectHttp: false` of the load balancer',
    optIn: true,
    types: [INGRESS],
    holds: (rule) => !fromInternet(rule) || !onlyPort(rule, [80]),
    violation: { [INGRESS]: { A: { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 80, to_port: 80 } } },
  },
  {
    id: 'egress-by-name',
    what: 'No group may send everything to everywhere; by default 443 and what was connected',
    why: 'a stolen container should not reach a mail server or a miner pool',
    controls: ['CKV_AWS_382'],
    change: '`egress` of capacities; `connections.allowTo` of services',
    types: ['aws_vpc_security_group_egress_rule'],
    holds: (rule) => !fromInternet(rule) || rule.body.ip_protocol !== '-1',
    violation: { aws_vpc_security_group_egress_rule: { A: { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' } } },
  },
  {
    id: 'security-group-used',
    what: 'Every security group protects something',
    why: 'an unused group is the one that is picked by mistake',
    controls: ['CKV2_AWS_5'],
    change: 'always',
    types: ['aws_security_group'],
    holds: (group, state) => {
      const others = state.parts.filter(({ type }) => !RULES.includes(type) && type !== 'aws_security_group');
      return others.some((part) => JSON.stringify(part.body).includes(`${group.address}.id`));
    },
    violation: { aws_security_group: { A: {} } },
  },
  {
    id: 'network-acl-explicit',
    what: 'A network ACL, where one is asked for, opens no administrative port to the internet',
    why: 'the ACLs that AWS makes let security groups decide; one of your own should add something',
    controls: ['FSBP EC2.21', 'CIS 5.0 5.2', 'CKV_AWS_232'],
    change: '`NetworkAcl` with your rules; none by default',
    types: ['aws_network_acl_rule'],
    holds: ({ body }) => {
      if (body.egress === true || body.rule_action !== 'allow' || body.cidr_block !== '0.0.0.0/0') return true;
      const [from, to] = [Number(body.from_port ?? 0), Number(body.to_port ?? 65535)];
      return body.protocol !== '-1' && ![20, 21, 22, 3389].some((port) => from <= port && port <= to);
    },
    violation: { aws_network_acl_rule: { A: { rule_action: 'allow', cidr_block: '0.0.0.0/0', protocol: '-1' } } },
  },
  {
    id: 'vpc-nothing-of-the-default',
    what: 'The default VPC is never used',
    why: 'its subnets are public and shared with whatever else is in the account',
    controls: ['CKV_AWS_148'],
    change: 'always',
    types: ['aws_default_vpc', 'aws_default_subnet'],
    holds: () => false,
    violation: { aws_default_vpc: { A: {} } },
  },
];
