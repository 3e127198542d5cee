import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformStack } from 'cdktf';
import { terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { withTerraform } from './support/with-terraform';

expect.extend(terraformMatchers);
jest.setTimeout(60_000);

/** One network; `blocks` are added to the stack as they are. */
function oneVpc(id: string, blocks: Readonly<Record<string, unknown>> = {}): App {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const stack = new TerraformStack(app, 'network');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
  new Vpc(stack, id, { cidrBlock: '10.0.0.0/16' });
  for (const [name, block] of Object.entries(blocks)) stack.addOverride(name, block);
  return app;
}

withTerraform('a change of the app against the state of an earlier one', () => {
  const terraform = { close: (): void => undefined };
  afterEach(() => terraform.close());

  it('shows that a renamed construct is deleted and created, and that a moved block keeps it', async () => {
    const run = terraformOffline(oneVpc('Old'));
    terraform.close = () => run.close();
    expect(await run.apply()).toSucceed();

    run.change(oneVpc('New'));
    const { changes } = await run.plan();
    expect(changes.map(({ action, address }) => `${action} ${address}`).sort()).toEqual([
      'create aws_vpc.New',
      'delete aws_vpc.Old',
    ]);

    run.change(oneVpc('New', { moved: [{ from: 'aws_vpc.Old', to: 'aws_vpc.New' }] }));
    expect(await run.plan()).toPlanEmpty();
  });

  it('takes an existing resource over by an import block', async () => {
    const run = terraformOffline(oneVpc('Vpc', { import: [{ to: 'aws_vpc.Vpc', id: 'vpc-0123' }] }));
    terraform.close = () => run.close();
    const applied = await run.apply();
    expect(applied).toSucceed();
    expect(applied.resource('aws_vpc.Vpc').values.id).toBe('vpc-0123');
    expect(await run.plan()).toPlanEmpty();
  });
});
