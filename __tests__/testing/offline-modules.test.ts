import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformHclModule, TerraformOutput, TerraformStack } from 'cdktf';
import { terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { withTerraform } from './support/with-terraform';

expect.extend(terraformMatchers);
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'local-module-'));
mkdirSync(join(folder, 'inner'));
writeFileSync(
  join(folder, 'main.tf'),
  [
    'variable "name" {}',
    'resource "aws_sqs_queue" "main" {',
    '  name = var.name',
    '}',
    'module "inner" {',
    '  source = "./inner"',
    '}',
    'output "arn" {',
    '  value = aws_sqs_queue.main.arn',
    '}',
  ].join('\n'),
);
writeFileSync(
  join(folder, 'inner', 'main.tf.json'),
  JSON.stringify({ resource: { aws_sns_topic: { main: { name: 'inner' } } } }),
);
afterAll(() => rmSync(folder, { recursive: true }));

function appWithModule(source: string): App {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const stack = new TerraformStack(app, 'calls-module');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
  const module = new TerraformHclModule(stack, 'Queue', { source, variables: { name: 'jobs' } });
  new TerraformOutput(stack, 'QueueArn', { value: module.getString('arn'), staticId: true });
  return app;
}

withTerraform('a module in HCL', () => {
  it('is applied with the modules inside it, when it is in a folder', async () => {
    const applied = await terraformOffline(appWithModule(folder)).roundTrip();
    expect(applied.outputs['calls-module']).toEqual({ QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:jobs' });
    expect(applied.resource('module.Queue.module.inner.aws_sns_topic.main').values.name).toBe('inner');
  });

  it('is refused without a download, when it is in a registry', async () => {
    const terraform = terraformOffline(appWithModule('terraform-aws-modules/sqs/aws'));
    const validated = await terraform.validate();
    const applied = await terraform.apply().finally(() => terraform.close());
    expect(validated.describe()).toContain(
      'calls-module: module.Queue: Module from the network: Its source is "terraform-aws-modules/sqs/aws"',
    );
    expect(applied).not.toSucceed();
  });
});
