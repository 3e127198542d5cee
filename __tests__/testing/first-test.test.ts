import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { synthesizeApp, terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { buildApp } from './support/readme-app';

expect.extend(terraformMatchers);

it('synthesizes one network', () => {
  expect(synthesizeApp(buildApp()).stack('network')).toHaveResource(Vpc, { cidr_block: '10.0.0.0/16' });
});

it('is what Terraform accepts, applies, leaves alone on a second plan, and destroys', async () => {
  await terraformOffline(buildApp()).roundTrip();
}, 60_000);
