import childProcess from 'node:child_process';
import { CloudBackend, NamedCloudWorkspace, TerraformStack } from 'cdktf';
import { configureRemoteState } from '../../../modules/state';
import { synthApp } from '../../support/synth';

const started = jest.spyOn(childProcess, 'execSync').mockReturnValue('Terraform v1.11.4');

beforeEach(() => started.mockClear());
afterAll(() => started.mockRestore());

it('a state in HCP Terraform is synthesized without starting Terraform', () => {
  synthApp((app) => {
    const stack = new TerraformStack(app, 'dev');
    configureRemoteState(stack, { kind: 'cloud', organization: 'acme' }, { environment: 'dev', component: 'main' });
  });
  expect(started).not.toHaveBeenCalled();
});

it("cdktf's own cloud backend starts it", () => {
  synthApp((app) => {
    const stack = new TerraformStack(app, 'dev');
    new CloudBackend(stack, { organization: 'acme', workspaces: new NamedCloudWorkspace('dev') });
  });
  expect(started).toHaveBeenCalledWith(expect.stringContaining('version'), expect.anything());
});
