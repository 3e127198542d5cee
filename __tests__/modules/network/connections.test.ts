import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Connections } from '../../../modules/network/connections';
import { Port } from '../../../modules/network/port';
import { refusal, resources, synth, theResource } from '../../support/synth';

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

it('opens one port to the internet with one described rule', () => {
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
])('refuses %j', (port, message) => {
  expect(refusal((stack) => group(stack, 'web').allowFromInternet(port))).toMatch(message);
});
