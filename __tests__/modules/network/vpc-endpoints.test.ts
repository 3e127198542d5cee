import { Network, type NetworkProps } from '../../../modules/network';
import { refusal, resources, type StackJson, synth, theResource } from '../../support/synth';

function network(props: NetworkProps): StackJson {
  return synth((stack) => new Network(stack, 'Network', props));
}

function services(json: StackJson): unknown[] {
  return resources(json, 'aws_vpc_endpoint').map(({ service_name }) =>
    String(service_name).replace('com.amazonaws.eu-west-1.', ''),
  );
}

it('interface endpoints stand in the workload subnets and answer under the public name', () => {
  const json = network({ endpoints: ['ecr.api'] });
  const endpoint = resources(json, 'aws_vpc_endpoint').find((one) => one.vpc_endpoint_type === 'Interface');
  expect(endpoint).toMatchObject({ service_name: 'com.amazonaws.eu-west-1.ecr.api', private_dns_enabled: true });
  expect(endpoint?.subnet_ids).toEqual([
    expect.stringContaining('PrivateSubnets_Subnet-eu-west-1a'),
    expect.stringContaining('PrivateSubnets_Subnet-eu-west-1b'),
  ]);
});

it('share one security group that takes HTTPS from every block of the VPC and calls nobody', () => {
  const json = network({ endpoints: ['logs', 'kms'], secondaryCidrBlocks: ['100.64.0.0/16'] });
  theResource(json, 'aws_security_group');
  expect(resources(json, 'aws_vpc_security_group_egress_rule')).toEqual([]);
  expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toEqual(
    ['10.0.0.0/16', '100.64.0.0/16'].map((cidr_ipv4) =>
      expect.objectContaining({
        cidr_ipv4,
        from_port: 443,
        to_port: 443,
        description: `${cidr_ipv4} to Network/Endpoints on tcp-443`,
      }),
    ),
  );
});

it.each<[NonNullable<NetworkProps['endpoints']>, string[]]>([
  ['none', []],
  [[], ['s3']],
  [['dynamodb'], ['dynamodb', 's3']],
  ['ecs-tasks', ['ecr.api', 'ecr.dkr', 'kms', 'logs', 's3', 'secretsmanager', 'ssm', 'ssmmessages']],
  [
    ['eks-nodes', 'logs', 'sqs'],
    ['ec2', 'ecr.api', 'ecr.dkr', 'eks-auth', 'logs', 's3', 'sqs', 'sts'],
  ],
  [
    'private-cluster',
    ['autoscaling', 'ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'elasticloadbalancing', 'logs', 's3', 'ssm', 'sts'],
  ],
])('%j makes each endpoint once: %j', (endpoints, expected) => {
  expect(services(network({ endpoints })).sort()).toEqual(expected);
});

it('an endpoint may be added later, by whoever needs it', () => {
  const json = synth((stack) => {
    const made = new Network(stack, 'Network', { endpoints: 'none' });
    expect(made.endpoints).toEqual([]);
    made.addEndpoints('sqs', 'sqs');
    made.addEndpoints('sqs');
    expect(made.endpoints).toEqual(['sqs']);
  });
  expect(services(json)).toEqual(['sqs']);
});

it('takes a partner service by its full name', () => {
  const serviceName = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';
  const json = network({ endpoints: [{ name: 'billing', serviceName }] });
  expect(resources(json, 'aws_vpc_endpoint')).toContainEqual(
    expect.objectContaining({ service_name: serviceName, private_dns_enabled: false }),
  );
});

it.each<[NetworkProps, RegExp]>([
  [{ endpoints: ['ecr'] as never }, /endpoints is "ecr"; allowed: a service .*ecr\.api, ecr\.dkr/],
  [{ endpoints: [{ name: 'Billing', serviceName: 'billing' }] }, /"Billing".*\n.*"billing"; allowed: the full name/],
  [{ endpoints: ['logs'], tiers: ['public'] }, /"private".*public/],
])('refuses %j', (props, message) => {
  expect(refusal((stack) => new Network(stack, 'Network', props))).toMatch(message);
});
