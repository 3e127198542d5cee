import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';

export interface BehavioursProps {
  /** @default 'nginx:1.27' */
  readonly image?: string;
  /** @default 30 */
  readonly retentionInDays?: number;
}

/** One stack with everything that is hard to serve: aliases, sets with computed content, dynamic and unknown values. */
export function behavioursApp({ image = 'nginx:1.27', retentionInDays = 30 }: BehavioursProps = {}): App {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const stack = new TerraformStack(app, 'behaviours');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1', defaultTags: [{ tags: { environment: 'dev' } }] });
  const cloudfront = new AwsProvider(stack, 'Global', { region: 'us-east-1', alias: 'global' });
  new HelmProvider(stack, 'Helm', {});
  new KubernetesProvider(stack, 'Kubernetes', {});

  new AcmCertificate(stack, 'Here', { domainName: 'acme.dev', validationMethod: 'DNS' });
  new AcmCertificate(stack, 'Global1', { domainName: 'acme.dev', validationMethod: 'DNS', provider: cloudfront });
  new CloudwatchLogGroup(stack, 'Elsewhere', {
    name: '/elsewhere',
    region: 'eu-north-1',
    retentionInDays,
    tags: { team: 'web' },
  });
  for (const name of ['EipA', 'EipB', 'EipC']) new Eip(stack, name, { domain: 'vpc' });
  new Vpc(stack, 'Protected', { cidrBlock: '10.0.0.0/16', lifecycle: { preventDestroy: true } });

  const key = new KmsKey(stack, 'Key', {});
  new Instance(stack, 'Machine', {
    ami: new DataAwsAmi(stack, 'Ami', { mostRecent: true, owners: ['amazon'] }).id,
    instanceType: 't3.micro',
    // A set block: one element is known, one waits for the key, and both have computed members.
    ebsBlockDevice: [
      { deviceName: '/dev/sdb', volumeSize: 8 },
      { deviceName: '/dev/sdc', volumeSize: 8, kmsKeyId: key.arn, encrypted: true },
    ],
  });
  new AutoscalingGroup(stack, 'Group', {
    minSize: 0,
    maxSize: 1,
    // A refined unknown value: Terraform knows that it begins with "key-".
    tag: [{ key: 'key', value: `key-${key.keyId}`, propagateAtLaunch: true }],
  });
  const rule = new SecurityGroupRule(stack, 'Rule', {
    type: 'ingress',
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    securityGroupId: 'sg-1',
    cidrBlocks: ['10.0.0.0/8'],
  });
  rule.addOverride('from_port', '443');

  const task = new EcsTaskDefinition(stack, 'Task', {
    family: 'web',
    containerDefinitions: JSON.stringify([{ name: 'web', image }]),
  });
  new EcsService(stack, 'Service', { name: 'web', cluster: 'main', taskDefinition: task.arn, desiredCount: 1 });

  new Manifest(stack, 'Dynamic', {
    manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: key.arn } },
  });
  new Release(stack, 'Release', {
    name: 'release',
    chart: 'chart',
    set: [
      { name: 'key', value: key.arn },
      { name: 'plain', value: 'x' },
    ],
    setWo: [{ name: 'secret', value: 'hidden' }],
    setWoRevision: 1,
  });

  // Providers and types without bindings.
  raw(stack, 'Suffix', 'random_id', { byte_length: 4 });
  raw(stack, 'New', 'aws_brand_new', { name: 'new', suffix: '${random_id.Suffix.hex}', settings: [{ level: 1 }] });
  new TerraformOutput(stack, 'New_arn', { value: '${aws_brand_new.New.arn}', staticId: true });
  new TerraformOutput(stack, 'Regions', {
    value: [
      new DataAwsRegion(stack, 'Region').region,
      new DataAwsRegion(stack, 'GlobalRegion', { provider: cloudfront }).region,
    ],
    staticId: true,
  });
  new TerraformOutput(stack, 'Partition', {
    value: new DataAwsPartition(stack, 'Partition1').dnsSuffix,
    staticId: true,
  });
  return app;
}

function raw(stack: TerraformStack, id: string, type: string, settings: Readonly<Record<string, unknown>>): void {
  const resource = new TerraformResource(stack, id, { terraformResourceType: type });
  for (const [name, value] of Object.entries(settings)) resource.addOverride(name, value);
}
