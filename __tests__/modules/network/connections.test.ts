import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { type App, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { Connections } from '../../../modules/network/connections';
import { Network } from '../../../modules/network/network';
import { Peer } from '../../../modules/network/peer';
import { Port } from '../../../modules/network/port';
import { SecurityGroup } from '../../../modules/network/security-group';
import { refusal, resources, type StackJson, synth, synthApp, theResource } from '../../support/synth';

function group(stack: TerraformStack, id: string): Connections {
  return new Connections({ owner: new Construct(stack, id), securityGroupId: `sg-${id}` });
}

it('pairs the way out of the caller with the way in of the callee', () => {
  const json = synth((stack) => {
    new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    const [web, database] = [group(stack, 'web'), group(stack, 'database')];
    database.allowFrom(web, Port.tcp(5432));
    web.allowTo(database, Port.tcp(5432));
  });
  const common = { description: 'web to database on tcp-5432', ip_protocol: 'tcp', from_port: 5432, to_port: 5432 };
  expect(theResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject({
    ...common,
    security_group_id: 'sg-web',
    referenced_security_group_id: 'sg-database',
  });
  expect(theResource(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    ...common,
    security_group_id: 'sg-database',
    referenced_security_group_id: 'sg-web',
  });
});

it('[row 55] opens one port to the internet with one described rule', () => {
  const json = synth((stack) => group(stack, 'web').allowFromInternet(80));
  expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toEqual([
    expect.objectContaining({
      cidr_ipv4: '0.0.0.0/0',
      description: 'the internet to web on tcp-80',
      from_port: 80,
      to_port: 80,
    }),
  ]);
});

it.each([
  [Port.tcp(70_000), /70000; allowed: a whole number from 0 to 65535/],
  [Port.tcp(-5), /-5/],
  [Port.tcpRange(443, 80), /80; allowed: a range from the lower to the higher port/],
])('[bad input 13] refuses %j', (port, message) => {
  expect(refusal((stack) => group(stack, 'web').allowFromInternet(port))).toMatch(message);
});

it.each([Port.tcp(0), Port.tcp(65_535), Port.tcpRange(80, 443)])('accepts %j', (port) => {
  expect(() => synth((stack) => group(stack, 'web').allowFromInternet(port))).not.toThrow();
});

it.each([443, 80])('[input A15] takes %i from everybody without a warning', (port) => {
  expect(warnings((stack) => group(stack, 'web').allowFromInternet(port))).toEqual([]);
});

it('[row 55] opens all ports only when that is asked for, and reports it', () => {
  const [warning] = warnings((stack) => group(stack, 'web').allowFromInternet(Port.all()));
  expect(warning).toContain('port is "all ports with the internet"');
});

it.each([22, 3389])('reports port %i open to everybody', (port) => {
  expect(warnings((stack) => group(stack, 'web').allowFromInternet(port))).toEqual([
    expect.stringContaining(`${port} from the internet`),
  ]);
  expect(warnings((stack) => group(stack, 'web').allowFrom(Peer.ipv4('192.0.2.0/24'), Port.tcp(port)))).toEqual([]);
});

it.each(['10.0.0.0/33', '300.1.0.0/16', '10.0.0.1/16', '10.0.0.0'])('refuses the peer %s', (cidr) => {
  expect(refusal((stack) => group(stack, 'web').allowFrom(Peer.ipv4(cidr), Port.tcp(443)))).toContain(
    `peer is "${cidr}"`,
  );
});

it('refuses a port that is known only at apply: it is part of the address of the rule', () => {
  const message = refusal((stack) => {
    const port = new TerraformVariable(stack, 'port', { type: 'number' });
    group(stack, 'web').allowFromInternet(port.numberValue);
  });
  expect(message).toMatch(/port .*a literal/);
});

it('asks for a port where there is no default', () => {
  expect(refusal((stack) => group(stack, 'web').allowFrom(group(stack, 'proxy')))).toMatch(/port is missing/);
});

describe('two stacks', () => {
  function stackOf(app: App, id: string): TerraformStack {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
    return stack;
  }

  function twoGroups(app: App): [SecurityGroup, SecurityGroup] {
    const network = stackOf(app, 'network');
    const shop = stackOf(app, 'shop');
    const vpc = new Network(network, 'Network', { flowLog: { kind: 'none' } });
    return [
      new SecurityGroup(network, 'Database', { network: vpc, description: 'database', egress: 'none' }),
      new SecurityGroup(shop, 'Web', { network: vpc, description: 'web', egress: 'none' }),
    ];
  }

  function rules(json: StackJson | undefined): number {
    const all = json ?? {};
    return ['ingress', 'egress']
      .map((direction) => resources(all, `aws_vpc_security_group_${direction}_rule`).length)
      .reduce((sum, count) => sum + count, 0);
  }

  it.each<[string, (database: SecurityGroup, web: SecurityGroup) => void]>([
    ['the earlier one allows the later one', (database, web) => database.connections.allowFrom(web, Port.tcp(5432))],
    ['the later one calls the earlier one', (database, web) => web.connections.allowTo(database, Port.tcp(5432))],
    ['the later one is called', (database, web) => web.connections.allowFrom(database, Port.tcp(8080))],
  ])('keep both rules in the later stack when %s, so that neither waits for itself', (_what, connect) => {
    const stacks = synthApp((app) => connect(...twoGroups(app)));
    expect(rules(stacks.network)).toBe(0);
    expect(rules(stacks.shop)).toBe(2);
    expect(stacks.network).not.toHaveProperty('data.terraform_remote_state');
  });

  it('keep them in the stack that was said to depend on the other, whichever was made first', () => {
    const stacks = synthApp((app) => {
      const early = stackOf(app, 'early');
      const late = stackOf(app, 'late');
      early.addDependency(late);
      group(early, 'web').allowTo(group(late, 'database'), Port.tcp(5432));
    });
    expect([rules(stacks.early), rules(stacks.late)]).toEqual([2, 0]);
  });

  it('name a rule by both ends, so that a third group changes neither', () => {
    const names = (extra: boolean): string[] => {
      const stacks = synthApp((app) => {
        const [database, web] = twoGroups(app);
        if (extra) {
          const network = Network.fromAttributes(web, 'Vpc', { vpcId: 'vpc-1', tiers: {} });
          const cache = new SecurityGroup(web, 'Cache', { network, description: 'cache', egress: 'none' });
          cache.connections.allowFrom(web, Port.tcp(6379));
        }
        database.connections.allowFrom(web, Port.tcp(5432));
      });
      return Object.keys(stacks.shop?.resource?.aws_vpc_security_group_ingress_rule ?? {});
    };
    const [name] = names(false);
    expect(names(true)).toContain(name);
  });
});

/** What `cdktf synth` would print. */
function warnings(build: (stack: TerraformStack) => void): string[] {
  let found: string[] = [];
  synth((stack) => {
    build(stack);
    found = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .flatMap(({ type, data }) => (type === '@cdktf/warn' ? [String(data)] : []));
  });
  return found;
}
