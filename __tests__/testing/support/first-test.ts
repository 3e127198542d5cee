import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformStack } from 'cdktf';
import { synthesizeApp, terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';

function buildApp(): App {
  const app = new App();
  const stack = new TerraformStack(app, 'network');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
  new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  return app;
}

expect.extend(terraformMatchers);

it('synthesizes one network', () => {
  expect(synthesizeApp(buildApp()).stack('network')).toHaveResource(Vpc, { cidr_block: '10.0.0.0/16' });
});

it('is what Terraform accepts, applies, leaves alone on a second plan, and destroys', async () => {
  await terraformOffline(buildApp()).roundTrip();
}, 60_000);
