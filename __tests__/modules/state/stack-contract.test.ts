import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { TerraformOutput } from 'cdktf';
import { publishOutputs, type RemoteState, readOutputs } from '../../../modules/state';
import { refusal, synth } from '../../support/synth';

const state: RemoteState = { kind: 's3', bucket: 'acme-tfstate' };

it('publishes outputs under the names given, not sensitive, so that another repository can loop over them', () => {
  const json = synth((stack) => {
    const vpc = new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    publishOutputs(stack, { vpc_id: vpc.id, zones: ['eu-west-1a', 'eu-west-1b'] });
  });
  expect(json.output).toEqual({
    vpc_id: { value: '${aws_vpc.Vpc.id}' },
    zones: { value: ['eu-west-1a', 'eu-west-1b'] },
  });
});

it('refuses a name that Terraform cannot have', () => {
  expect(refusal((stack) => publishOutputs(stack, { 'vpc id': 'x' }))).toContain('outputs is "vpc id"');
});

it('reads them through the remote state of the stack that published them', () => {
  const json = synth((stack) => {
    const network = readOutputs(stack, 'Network', state, { environment: 'dev', component: 'network' });
    new TerraformOutput(stack, 'vpc', { value: network.getString('vpc_id') });
  });
  expect(json.data?.terraform_remote_state?.Network).toMatchObject({
    backend: 's3',
    config: { bucket: 'acme-tfstate', key: 'dev/network/terraform.tfstate', region: 'eu-west-1' },
  });
  expect(json.output?.vpc).toEqual({ value: '${data.terraform_remote_state.Network.outputs.vpc_id}' });
});
