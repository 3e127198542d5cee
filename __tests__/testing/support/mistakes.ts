import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';

/** A configuration with one mistake, and where and how it must be reported. */
export interface Mistake {
  readonly title: string;
  readonly make: (stack: TerraformStack) => void;
  /** None where Terraform cannot say it, as for a cycle. */
  readonly address?: string;
  readonly message: RegExp;
}

/** One app with a stack for each mistake, so that one run shows them all. The stack is named after the title. */
export function appOf(mistakes: readonly Mistake[]): App {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  for (const { title, make } of mistakes) {
    const stack = new TerraformStack(app, stackName(title));
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
    make(stack);
  }
  return app;
}

export function stackName(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function vpc(stack: TerraformStack): Vpc {
  return new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
}

function raw(stack: TerraformStack, id: string, type: string, settings: Readonly<Record<string, unknown>>): void {
  const resource = new TerraformResource(stack, id, { terraformResourceType: type });
  for (const [name, value] of Object.entries(settings)) resource.addOverride(name, value);
}

/** What `validate` reports: core's own checks first, then those that the real providers make. */
export const INVALID: readonly Mistake[] = [
  {
    title: 'an argument that the type does not have',
    make: (stack) => vpc(stack).addOverride('cidr', '10.0.0.0/16'),
    address: 'aws_vpc.Vpc',
    message: /Extraneous JSON object property.*"cidr"/s,
  },
  {
    title: 'a missing argument',
    make: (stack) => raw(stack, 'Subnet', 'aws_subnet', { cidr_block: '10.0.0.0/24' }),
    address: 'aws_subnet.Subnet',
    message: /"vpc_id" is required/,
  },
  {
    title: 'a missing block',
    make: (stack) =>
      raw(stack, 'Cluster', 'aws_eks_cluster', { name: 'dev', role_arn: 'arn:aws:iam::123456789012:role/x' }),
    address: 'aws_eks_cluster.Cluster',
    message: /At least 1 "vpc_config" blocks? (is|are) required/,
  },
  {
    title: 'a block too many',
    make: (stack) =>
      raw(stack, 'Cluster', 'aws_eks_cluster', {
        name: 'dev',
        role_arn: 'arn:aws:iam::123456789012:role/x',
        vpc_config: [{ subnet_ids: ['subnet-1'] }, { subnet_ids: ['subnet-2'] }],
      }),
    address: 'aws_eks_cluster.Cluster',
    message: /No more than 1 "vpc_config" blocks? (is|are) allowed/,
  },
  {
    title: 'an unknown argument inside a block',
    make: (stack) =>
      new EksCluster(stack, 'Cluster', {
        name: 'dev',
        roleArn: 'arn:aws:iam::123456789012:role/x',
        vpcConfig: { subnetIds: ['subnet-1'] },
      }).addOverride('vpc_config.subnets', ['subnet-2']),
    address: 'aws_eks_cluster.Cluster',
    message: /Extraneous JSON object property.*"subnets"/s,
  },
  {
    title: 'a word where a number belongs',
    make: (stack) =>
      raw(stack, 'Rule', 'aws_vpc_security_group_ingress_rule', {
        security_group_id: 'sg-1',
        ip_protocol: 'tcp',
        from_port: 'https',
      }),
    address: 'aws_vpc_security_group_ingress_rule.Rule',
    message: /"from_port".*a number is required/s,
  },
  {
    title: 'a list where a string belongs',
    make: (stack) => raw(stack, 'Vpc', 'aws_vpc', { cidr_block: ['10.0.0.0/16'] }),
    address: 'aws_vpc.Vpc',
    message: /"cidr_block".*string required/s,
  },
  {
    title: 'a reference to an attribute that does not exist',
    make: (stack) => {
      vpc(stack);
      new Subnet(stack, 'Subnet', { vpcId: '${aws_vpc.Vpc.vpc_id}' });
    },
    address: 'aws_subnet.Subnet',
    message: /This object has no argument, nested block, or exported attribute named "vpc_id"/,
  },
  {
    title: 'a reference to an undeclared resource',
    make: (stack) => new Subnet(stack, 'Subnet', { vpcId: '${aws_vpc.Other.id}' }),
    address: 'aws_subnet.Subnet',
    message: /A managed resource "aws_vpc" "Other" has not been declared/,
  },
  {
    title: 'a cycle',
    make: (stack) => {
      new Vpc(stack, 'A', { cidrBlock: '10.0.0.0/16', tags: { other: '${aws_vpc.B.id}' } });
      new Vpc(stack, 'B', { cidrBlock: '10.1.0.0/16', tags: { other: '${aws_vpc.A.id}' } });
    },
    message: /Cycle: .*aws_vpc\.[AB].*aws_vpc\.[AB]/s,
  },
  {
    title: 'a resource type that the bindings do not know',
    make: (stack) => raw(stack, 'Vpc', 'aws_vpcs', {}),
    address: 'aws_vpcs.Vpc',
    message: /does not support resource type "aws_vpcs"/,
  },
  {
    title: 'a data source that the bindings do not know',
    make: (stack) => stack.addOverride('data.aws_regionx.Here', {}),
    address: 'data.aws_regionx.Here',
    message: /does not support data source "aws_regionx"/,
  },
  {
    title: 'an argument that the provider does not have',
    make: (stack) => {
      const provider = new AwsProvider(stack, 'Second', { alias: 'second' });
      provider.addOverride('regoin', 'eu-west-1');
      new Vpc(stack, 'Vpc', { provider, cidrBlock: '10.0.0.0/16' });
    },
    address: 'provider.aws',
    message: /Extraneous JSON object property.*"regoin"/s,
  },
  {
    title: 'an alias that no provider has',
    make: (stack) => vpc(stack).addOverride('provider', 'aws.second'),
    message: /To work with aws_vpc\.Vpc its original provider configuration .*second is required/,
  },
  {
    title: 'depends on nothing',
    make: (stack) => vpc(stack).addOverride('depends_on', ['aws_vpc.Other']),
    address: 'aws_vpc.Vpc',
    message: /has not been declared/,
  },
  {
    title: 'ignores changes of an unknown argument',
    make: (stack) => vpc(stack).addOverride('lifecycle', { ignore_changes: ['desired_count'] }),
    address: 'aws_vpc.Vpc',
    message: /no argument, nested block, or exported attribute named "desired_count"/,
  },
  {
    title: 'a function that does not exist',
    make: (stack) => new TerraformOutput(stack, 'Out', { value: '${cidr("10.0.0.0/8")}', staticId: true }),
    address: 'output.Out',
    message: /no function named "cidr"/,
  },
  {
    title: 'an unknown member of a nested attribute',
    make: (stack) => {
      new HelmProvider(stack, 'Helm', {});
      new Release(stack, 'Release', { name: 'x', chart: 'x', set: [{ name: 'a', value: 'b' }] }).addOverride('set', [
        { nam: 'a' },
      ]);
    },
    address: 'helm_release.Release',
    message: /attribute "name" is required|"nam"/,
  },
  {
    title: 'an unknown argument of a Kubernetes object',
    make: (stack) => {
      new KubernetesProvider(stack, 'Kubernetes', {});
      new Namespace(stack, 'Namespace', { metadata: { name: 'apps' } }).addOverride('metadata.lables', { a: 'b' });
    },
    address: 'kubernetes_namespace.Namespace',
    message: /Extraneous JSON object property.*"lables"/s,
  },
  {
    title: 'required but null',
    make: (stack) => new Subnet(stack, 'Subnet', { vpcId: '${null}' }),
    address: 'aws_subnet.Subnet',
    message: /Missing required argument.*"vpc_id".*null/s,
  },
  {
    title: 'a value for what only the provider sets',
    make: (stack) => vpc(stack).addOverride('arn', 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1'),
    address: 'aws_vpc.Vpc',
    message: /read-only attribute.*"arn"/s,
  },
  {
    title: 'a policy that is no JSON',
    make: (stack) => new IamRole(stack, 'Role', { assumeRolePolicy: '{"Version": "2012-10-17",}' }),
    address: 'aws_iam_role.Role',
    message: /Invalid JSON.*"assume_role_policy"/s,
  },
  {
    title: 'a CIDR block without a prefix',
    make: (stack) => new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0' }),
    address: 'aws_vpc.Vpc',
    message: /Invalid CIDR block.*"cidr_block" is "10\.0\.0\.0"/s,
  },
  {
    title: 'an IPv6 block where IPv4 belongs',
    make: (stack) =>
      new VpcSecurityGroupIngressRule(stack, 'Rule', { securityGroupId: 'sg-1', ipProtocol: '-1', cidrIpv4: '::/0' }),
    address: 'aws_vpc_security_group_ingress_rule.Rule',
    message: /Invalid CIDR block.*not an IPv4 CIDR block/s,
  },
  {
    title: 'a CIDR block in a list with a bad address',
    make: (stack) =>
      new EksCluster(stack, 'Cluster', {
        name: 'dev',
        roleArn: 'arn:aws:iam::123456789012:role/x',
        vpcConfig: { subnetIds: ['subnet-1'], publicAccessCidrs: ['203.0.113.0/24', '203.0.113.300/32'] },
      }),
    address: 'aws_eks_cluster.Cluster',
    message: /Invalid CIDR block.*203\.0\.113\.300/s,
  },
];

/** What only `plan` can report, because it needs the values. */
export const UNPLANNABLE: readonly Mistake[] = [
  {
    title: 'keys known only after apply',
    make: (stack) => {
      vpc(stack);
      raw(stack, 'Subnet', 'aws_subnet', { for_each: '${toset([aws_vpc.Vpc.id])}', vpc_id: '${aws_vpc.Vpc.id}' });
    },
    address: 'aws_subnet.Subnet',
    message: /for_each.*cannot be determined until apply/s,
  },
  {
    title: 'a count known only after apply',
    make: (stack) => {
      vpc(stack);
      raw(stack, 'Subnet', 'aws_subnet', { count: '${length(aws_vpc.Vpc.id)}', vpc_id: '${aws_vpc.Vpc.id}' });
    },
    address: 'aws_subnet.Subnet',
    message: /"count" value depends on resource attributes that cannot be determined until apply/,
  },
  {
    title: 'a function that fails',
    make: (stack) => new TerraformOutput(stack, 'Out', { value: '${cidrsubnet("10.0.0.0/30", 8, 1)}', staticId: true }),
    address: 'output.Out',
    message: /insufficient address space/,
  },
  {
    title: 'an output that is not marked as sensitive',
    make: (stack) => new TerraformOutput(stack, 'Out', { value: '${sensitive("x")}', staticId: true }),
    message: /Output refers to sensitive values/,
  },
  {
    title: 'a precondition that does not hold',
    make: (stack) => {
      const condition = `\${${vpc(stack).fqn}.cidr_block == "10.1.0.0/16"}`;
      new Subnet(stack, 'Subnet', { vpcId: 'vpc-1' }).addOverride('lifecycle', {
        precondition: [{ condition, error_message: 'The network has to be 10.1.0.0/16.' }],
      });
    },
    address: 'aws_subnet.Subnet',
    message: /The network has to be 10\.1\.0\.0/,
  },
  {
    title: 'a variable without a value',
    make: (stack) => new TerraformVariable(stack, 'Input', { type: 'string' }),
    message: /No value for required variable/,
  },
  {
    title: 'a state that nobody writes',
    make: (stack) =>
      stack.addOverride('data.terraform_remote_state.elsewhere', {
        backend: 's3',
        config: { bucket: 'b', key: 'k', region: 'eu-west-1' },
      }),
    address: 'data.terraform_remote_state.elsewhere',
    message: /remoteStates: \{ 'elsewhere'/,
  },
  {
    title: 'an output that an outside state does not have',
    make: (stack) => {
      stack.addOverride('data.terraform_remote_state.shared', {
        backend: 's3',
        config: { bucket: 'b', key: 's', region: 'eu-west-1' },
      });
      new Subnet(stack, 'Subnet', { vpcId: '${data.terraform_remote_state.shared.outputs.vpc}' });
    },
    address: 'aws_subnet.Subnet',
    message: /attribute named "vpc"|Unsupported attribute/,
  },
];
