import { DataTerraformRemoteStateS3, S3Backend, TerraformOutput, TerraformStack } from 'cdktf';
import { formatDiagnostic, type Outcome, terraformOffline } from 'cdktf-aws-containers/testing';
import { appOf, INVALID, type Mistake, stackName, UNPLANNABLE } from './support/mistakes';
import { withTerraform } from './support/with-terraform';

jest.setTimeout(120_000);

/** The errors of the stack that holds the mistake, each on a line as a user reads it. */
function errorsOf(outcome: Outcome | undefined, { title }: Mistake): string[] {
  return (outcome?.errors ?? []).filter(({ stack }) => stack === stackName(title)).map(formatDiagnostic);
}

function expectReport(outcome: Outcome | undefined, mistake: Mistake): void {
  const errors = errorsOf(outcome, mistake);
  const begin = [stackName(mistake.title), ...(mistake.address === undefined ? [] : [mistake.address])].join(': ');
  expect(errors).toContainEqual(expect.stringMatching(mistake.message));
  expect(errors).toContainEqual(expect.stringMatching(new RegExp(`^${begin.replace(/[.[\]]/g, '\\$&')}`)));
}

withTerraform('validate names the stack and the address of', () => {
  let outcome: Outcome | undefined;
  beforeAll(async () => {
    const terraform = terraformOffline(appOf(INVALID));
    outcome = await terraform.validate().finally(() => terraform.close());
  });

  it.each(INVALID)('$title', (mistake) => expectReport(outcome, mistake));

  it('reports nothing about the other stacks', () => {
    const known = new Set(INVALID.map(({ title }) => stackName(title)));
    expect(outcome?.errors.filter(({ stack }) => !known.has(stack))).toEqual([]);
  });
});

withTerraform('plan names the stack and the address of', () => {
  let outcome: Outcome | undefined;
  beforeAll(async () => {
    const terraform = terraformOffline(appOf(UNPLANNABLE), { remoteStates: { shared: { subnet_ids: ['subnet-1'] } } });
    outcome = await terraform.plan().finally(() => terraform.close());
  });

  it.each(UNPLANNABLE)('$title', (mistake) => expectReport(outcome, mistake));
});

withTerraform('an output of another stack that does not exist', () => {
  it('is found by validate, before the other stack is applied', async () => {
    const app = appOf([]);
    const [, service] = ['network', 'service'].map((name) => {
      const stack = new TerraformStack(app, name);
      new S3Backend(stack, { bucket: 'acme', key: name, region: 'eu-west-1' });
      return stack;
    });
    if (service === undefined) throw new Error('the fixture has no second stack');
    const network = new DataTerraformRemoteStateS3(service, 'Network', {
      bucket: 'acme',
      key: 'network',
      region: 'eu-west-1',
    });
    new TerraformOutput(service, 'Vpc', { value: network.getString('vpc_id'), staticId: true });
    const terraform = terraformOffline(app);
    const outcome = await terraform.validate().finally(() => terraform.close());
    expect(outcome.describe()).toContain(
      'service: output.Vpc: Missing output of another stack: Stack "network" has no output "vpc_id"',
    );
  });
});
