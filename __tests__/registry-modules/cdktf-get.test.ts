import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODULES } from '../../tools/modules/definitions';
import { run } from '../package/support/run';
import { withTerraform } from '../testing/support/with-terraform';
import { writeRepositories } from './support/hcl-root';

jest.setTimeout(300_000); // the command `cdktf get`, and the compiler on what it generates

const root = join(__dirname, '..', '..');
const repositories = writeRepositories();
const project = repositories.folder;
const compiler = join(root, 'node_modules/ts7/bin/tsc');
const options = '--module node16 --target es2022 --strict --skipLibCheck';

const program = (inputs: string): string => `
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { StateBucket } from './.gen/modules/state-bucket';

const app = new App();
const stack = new TerraformStack(app, 'states');
new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
const states = new StateBucket(stack, 'States', ${inputs});
new TerraformOutput(stack, 'Bucket', { value: states.bucketNameOutput, staticId: true });
app.synth();
`;

afterAll(() => repositories.remove());

withTerraform('a CDKTF app that generates classes with `cdktf get`', () => {
  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    const terraformModules = MODULES.map(({ name }) => ({ name, source: `./terraform-aws-${name}` }));
    const settings = { language: 'typescript', app: 'node main.js', projectId: 'get', sendCrashReports: 'false' };
    writeFileSync(join(project, 'cdktf.json'), JSON.stringify({ ...settings, terraformModules }));
    expect(await run('npx cdktf get', project)).toMatchObject({ status: 0 });
  });

  it('gets one for every module', () => {
    const made = readdirSync(join(project, '.gen/modules'));
    expect(made).toEqual(expect.arrayContaining(MODULES.map(({ name }) => `${name}.ts`)));
  });

  it('passes typed inputs, and reads outputs', async () => {
    writeFileSync(join(project, 'main.ts'), program("{ bucketName: 'acme-tfstate', oldVersionDays: 90 }"));
    expect(await run(`node ${compiler} ${options} main.ts`, project)).toEqual({ status: 0, output: '' });
    expect(await run('npx cdktf synth', project)).toMatchObject({ status: 0 });
    const json = JSON.parse(readFileSync(join(project, 'cdktf.out/stacks/states/cdk.tf.json'), 'utf8'));
    expect(json.module.States).toMatchObject({ bucket_name: 'acme-tfstate', old_version_days: 90 });
    expect(json.output.Bucket.value).toBe('${module.States.bucket_name}');
  });

  it('has the compiler ask for an input that has no default', async () => {
    writeFileSync(join(project, 'wrong.ts'), program('{ oldVersionDays: 90 }'));
    const { status, output } = await run(`node ${compiler} ${options} --noEmit wrong.ts`, project);
    expect(status).not.toBe(0);
    expect(output).toContain("Property 'bucketName' is missing");
  });
});
