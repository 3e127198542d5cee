import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformStack } from 'cdktf';

/** Stands for the user's own app in the first example of `testing/README.md`. */
export function buildApp(): App {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const stack = new TerraformStack(app, 'network');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
  new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  return app;
}
