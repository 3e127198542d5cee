import { TerraformOutput, type TerraformRemoteState, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { report } from '../shared/problems';
import type { RemoteState, StateTarget } from './remote-state';
import { RemoteStateReader } from './state-backend';
import { stateSettings } from './state-settings';
import { validateRemoteState, validateStateTarget } from './validate-remote-state';

/** Values by output name; a value may be a reference, a list or an object. */
export type PublishedOutputs = Readonly<Record<string, unknown>>;

/**
 * Publishes `outputs` of `stack` under exactly these names, for other repositories. cdktf writes an output for each
 * reference between stacks of one app too, but names it after the resource and marks it sensitive, so that it can
 * neither be relied on nor feed `for_each`.
 */
export function publishOutputs(stack: TerraformStack, outputs: PublishedOutputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    report(stack, outputNameIssues(name));
    new TerraformOutput(stack, name, { value, staticId: true });
  }
}

/** The outputs that a stack elsewhere published, `readOutputs(this, 'Network', state, target).getList('subnet_ids')`. */
export function readOutputs(
  scope: Construct,
  id: string,
  remoteState: RemoteState,
  target: StateTarget,
): TerraformRemoteState {
  report(scope, [...validateRemoteState(remoteState), ...validateStateTarget(target)]);
  return new RemoteStateReader(scope, id, stateSettings(remoteState, target, awsLocation(scope).region));
}

/** @see https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
function outputNameIssues(name: string) {
  return /^[A-Za-z_][\w-]*$/.test(name)
    ? []
    : [
        {
          field: 'outputs',
          value: name,
          limit: 'a name of letters, digits, "_" and "-", beginning with a letter',
          fix: 'write for example "vpc_id"',
          see: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
        },
      ];
}
