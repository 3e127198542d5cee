import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformStack } from 'cdktf';
import { synthesizeApp, terraformMatchers } from 'cdktf-aws-containers/testing';
import { threeStacks } from './support/fixture-apps';

expect.extend(terraformMatchers);

const app = threeStacks({ repeat: 2 });
const synthesized = synthesizeApp(app);
const network = synthesized.stack('dev-network');

describe('synthesizeApp', () => {
  it('views resources by type or class, and by id or construct path', () => {
    expect(network.count(Subnet)).toBe(2);
    expect(network.count('aws_subnet')).toBe(2);
    expect(network.resource(Subnet, 'Subnet1').properties.cidr_block).toBe('10.0.1.0/24');
    expect(network.resource(Vpc)).toMatchObject({ address: 'aws_vpc.Vpc', path: 'dev-network/Vpc' });
    expect(network.dataSource('aws_availability_zones').address).toBe('data.aws_availability_zones.Zones');
  });

  it('names what there is where the one asked for is not', () => {
    expect(() => network.resource(Subnet)).toThrow(
      'expected one aws_subnet in stack dev-network, found 2; there are: dev-network/Subnet0',
    );
    expect(() => network.resource(Subnet, 'Subnet9')).toThrow('expected one aws_subnet "Subnet9"');
    expect(() => synthesized.stack('dev')).toThrow(
      'the app has no stack "dev"; it has dev-cluster, dev-network, dev-platform',
    );
  });

  it('resolves references between stacks, which Testing.synth does not', () => {
    expect(synthesized.stack('dev-cluster').dependencies).toEqual(['dev-network']);
    expect(Object.keys(network.outputs)).toContain('cross-stack-output-aws_subnetSubnet0id');
    for (const stack of synthesized.stacks) expect(stack).toHaveNoUndeclaredReferences();
  });

  it("neither writes to the app's own folder nor leaves one of its own", () => {
    const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('cdktf-synth-'));
    const before = folders();
    const outdir = mkdtempSync(join(tmpdir(), 'own-outdir-'));
    synthesizeApp(threeStacks({ repeat: 1, outdir }));
    expect(folders().length).toBeLessThanOrEqual(before.length);
    expect(readdirSync(join(outdir, 'stacks'))).toEqual([]);
    rmSync(outdir, { recursive: true });
  });

  it('runs validations, and leaves the app usable and its folder gone when one fails', () => {
    const broken = new App({ outdir: 'cdktf.out' });
    new TerraformStack(broken, 'stack').node.addValidation({ validate: () => ['the stack is empty'] });
    expect(() => synthesizeApp(broken)).toThrow('the stack is empty');
    expect(broken.outdir).toBe('cdktf.out');
  });
});

describe('matchers', () => {
  it('compare properties partially at every depth', () => {
    expect(network).toHaveResource(Vpc, { tags: { Name: 'dev' } });
    expect(network).toHaveResource('aws_security_group', {
      ingress: [{ from_port: 443, cidr_blocks: [expect.any(String)] }],
    });
    expect(network).not.toHaveResource(Vpc, { tags: { Name: 'prod' } });
    expect(network).not.toHaveResource('aws_security_group', { ingress: [] });
    expect(network).toHaveResourceCount(Subnet, 2);
    expect(synthesized.stack('dev-cluster')).toHaveOutput('ClusterEndpoint', '${aws_eks_cluster.Cluster.endpoint}');
  });

  it('show the closest resource and only what differs in it', () => {
    expect(() => expect(network).toHaveResource(Subnet, { cidr_block: '10.0.1.0/24', vpc_id: 'vpc-1' })).toThrow(
      'the closest of 2 is\n  aws_subnet.Subnet1 (dev-network/Subnet1)\n    vpc_id: "${aws_vpc.Vpc.id}"',
    );
    expect(() => expect(network).toHaveResourceCount(Subnet, 3)).toThrow(
      'found 2:\n  aws_subnet.Subnet0 (dev-network/Subnet0)',
    );
    expect(() => expect(network).toHaveOutput('Nothing')).toThrow('outputs: cross-stack-output-');
  });

  it('say what they are for when given something else', () => {
    expect(() => expect({}).toHaveResource(Vpc)).toThrow("expect(synthesizeApp(app).stack('name'))");
    expect(() => expect({}).toPlanEmpty()).toThrow('terraformOffline(app).plan()');
    expect(() => expect({}).toSucceed()).toThrow('the result of a command');
  });

  it('find a reference into another stack that was written by hand', () => {
    const other = new App({ outdir: 'cdktf.out' });
    const stack = new TerraformStack(other, 'other');
    new AwsProvider(stack, 'Aws', {});
    new Subnet(stack, 'Subnet', { vpcId: '${aws_vpc.elsewhere.id}' });
    expect(() => expect(synthesizeApp(other).stack('other')).toHaveNoUndeclaredReferences()).toThrow(
      'resource.aws_subnet.Subnet.vpc_id: aws_vpc.elsewhere',
    );
  });
});
