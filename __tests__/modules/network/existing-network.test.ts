import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DataTerraformRemoteStateS3, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  type INetwork,
  Network,
  networkOutputs,
  Peer,
  Port,
  SecurityGroup,
  waitForEgress,
} from '../../../modules/network';
import { refusal, resources, synth, synthApp } from '../../support/synth';

const ATTRIBUTES = {
  vpcId: 'vpc-1',
  cidrBlocks: ['10.0.0.0/16'],
  tiers: {
    public: { subnetIds: { a: 'subnet-pa', b: 'subnet-pb' } },
    private: { subnetIds: { a: 'subnet-a', b: 'subnet-b' }, routeTableIds: { a: 'rtb-a', b: 'rtb-b' } },
  },
} as const;

function workloadIds(network: INetwork): string[] {
  return network.workloadSubnets(network).map(({ subnetId }) => subnetId);
}

/** Whatever a consumer does with its own network must work with one that exists. */
function consume(scope: Construct, network: INetwork): void {
  const group = new SecurityGroup(scope, 'Group', { network, description: 'consumer', egress: 'none' });
  for (const block of network.cidrBlocks) group.connections.allowFrom(Peer.ipv4(block), Port.tcp(443));
  waitForEgress(group.securityGroup, network.workloadSubnets(network));
}

describe('[row 46] a network that exists', () => {
  it('by ids makes no resource and offers its private subnets', () => {
    const json = synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', ATTRIBUTES);
      expect(network.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1b']);
      expect(network.tiers).toEqual(['public', 'private']);
      expect(workloadIds(network)).toEqual(['subnet-a', 'subnet-b']);
      expect(network.publicSubnets(stack).map(({ subnetId }) => subnetId)).toEqual(['subnet-pa', 'subnet-pb']);
      expect(network.endpoints).toBeUndefined();
    });
    expect(json.resource).toBeUndefined();
    expect(json.data).toBeUndefined();
  });

  it('by tags is looked up once per tier and zone, so that a wrong description stops the plan', () => {
    const json = synth((stack) => {
      const network = Network.fromLookup(stack, 'Network', {
        vpc: { tags: { Name: 'shared' } },
        availabilityZones: ['a', 'b'],
        tiers: ['public', { name: 'private', tags: { Type: 'app' } }],
      });
      expect(network.subnets).toHaveLength(4);
      consume(stack, network);
    });
    expect(resources(json, 'aws_vpc')).toEqual([]);
    expect(resources(json, 'aws_subnet')).toEqual([]);
    expect(Object.values(json.data?.aws_vpc ?? {})).toMatchObject([{ tags: { Name: 'shared' } }]);
    const subnets = Object.values(json.data?.aws_subnet ?? {});
    expect(subnets).toHaveLength(4);
    expect(subnets).toContainEqual(
      expect.objectContaining({
        vpc_id: expect.stringMatching(/^\$\{data\.aws_vpc\.Network_Vpc_\w+\.id\}$/),
        availability_zone: 'eu-west-1b',
        tags: { Type: 'app' },
      }),
    );
    expect(subnets).toContainEqual(
      expect.objectContaining({ availability_zone: 'eu-west-1a', tags: { Tier: 'public' } }),
    );
  });

  it('by id keeps the id that was given, so that nothing in it looks replaced', () => {
    const json = synth((stack) => {
      const network = Network.fromLookup(stack, 'Network', { vpc: { vpcId: 'vpc-1' } });
      expect(network.vpcId).toBe('vpc-1');
      consume(stack, network);
    });
    expect(resources(json, 'aws_security_group')).toMatchObject([{ vpc_id: 'vpc-1' }]);
  });

  it('rules for its looked-up block have the same ids in every synth', () => {
    const build = (stack: TerraformStack) =>
      consume(stack, Network.fromLookup(stack, 'N', { vpc: { vpcId: 'vpc-1' } }));
    const [first] = resources(synth(build), 'aws_vpc_security_group_ingress_rule');
    const second = synth((stack) => {
      Network.fromLookup(stack, 'Other', { vpc: { vpcId: 'vpc-2' } });
      build(stack);
    });
    expect(resources(second, 'aws_vpc_security_group_ingress_rule')).toEqual([first]);
    expect(first?.description).toMatch(/^data.aws_vpc.N_Vpc_\w+.cidr_block to Group on tcp-443$/);
  });

  it('of another state is read by the names that its stack publishes', () => {
    const stacks = synthApp((app) => {
      const producer = new TerraformStack(app, 'network');
      new AwsProvider(producer, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
      const outputs = networkOutputs(new Network(producer, 'Network', { tiers: ['public', 'private', 'isolated'] }));
      for (const [name, value] of Object.entries(outputs)) {
        new TerraformOutput(producer, name, { value, staticId: true });
      }

      const consumer = new TerraformStack(app, 'shop');
      new AwsProvider(consumer, 'Aws', { region: 'eu-west-1' });
      const state = new DataTerraformRemoteStateS3(consumer, 'State', { bucket: 'acme', key: 'network' });
      const network = Network.fromRemoteState(consumer, 'Network', {
        outputs: state,
        availabilityZones: ['a', 'b'],
        tiers: ['private', { name: 'isolated', egress: 'none' }],
        endpoints: ['s3'],
      });
      expect(network.subnets).toHaveLength(4);
      consume(consumer, network);
      new TerraformOutput(consumer, 'first', { value: workloadIds(network)[0], staticId: true });
    });
    const published = stacks.network?.output ?? {};
    expect(Object.keys(published)).toEqual([
      'network_cidr_block',
      'network_endpoints',
      'network_subnet_ids',
      'network_vpc_id',
    ]);
    expect(published.network_subnet_ids).not.toHaveProperty('sensitive');
    expect(Object.keys(published.network_subnet_ids?.value as object)).toEqual(['isolated', 'private', 'public']);
    expect(stacks.shop?.output?.first?.value).toBe(
      '${data.terraform_remote_state.State.outputs.network_subnet_ids.private["eu-west-1a"]}',
    );
    expect(Object.keys(stacks.shop?.resource ?? {}).sort()).toEqual([
      'aws_security_group',
      'aws_vpc_security_group_ingress_rule',
    ]);
    for (const name of JSON.stringify(stacks.shop).match(/network_\w+(?=[["}.\\])/g) ?? []) {
      expect(published).toHaveProperty(name);
    }
  });

  it('is refused where its zones are not zones', () => {
    const message = refusal((stack) =>
      Network.fromAttributes(stack, 'Network', {
        vpcId: 'vpc-1',
        tiers: { private: { subnetIds: { first: 'subnet-1' } } },
      }),
    );
    expect(message).toMatch(/ExistingNetwork at test\/Network\n.*"first"; allowed: the name of an Availability Zone/);
  });
});

describe('what starts in a private subnet', () => {
  it('waits for the route of its zone', () => {
    const json = synth((stack) => {
      const network = new Network(stack, 'Network', { nat: { kind: 'single' } });
      const { securityGroup } = new SecurityGroup(stack, 'Node', { network, description: 'node', egress: 'none' });
      waitForEgress(securityGroup, network.workloadSubnets(stack).slice(0, 1));
    });
    expect(resources(json, 'aws_security_group')[0]?.depends_on).toEqual([
      expect.stringMatching(/^aws_route_table_association\.Network_PrivateSubnets_Association-eu-west-1a/),
      expect.stringMatching(/^aws_route\.Network_PrivateSubnets_Nat-eu-west-1a/),
    ]);
  });

  it('does not wait for routes of another state, which are there already', () => {
    const { shop } = synthApp((app) => {
      const [producer, consumer] = ['network', 'shop'].map((id) => {
        const stack = new TerraformStack(app, id);
        new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
        return stack;
      });
      if (producer === undefined || consumer === undefined) return;
      const network = new Network(producer, 'Network');
      const { securityGroup } = new SecurityGroup(consumer, 'Node', { network, description: 'node' });
      waitForEgress(securityGroup, network.workloadSubnets(consumer));
    });
    expect(Object.values(shop?.resource?.aws_security_group ?? {})[0]).not.toHaveProperty('depends_on');
  });
});
