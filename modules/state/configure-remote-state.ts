import { Lazy, type TerraformStack } from 'cdktf';
import { awsLocation } from '../shared/aws-location';
import { report } from '../shared/problems';
import { stateLocation } from '../shared/state-location';
import type { RemoteState, StateTarget } from './remote-state';
import { StateBackend } from './state-backend';
import { stateSettings } from './state-settings';
import { validateRemoteState, validateStateTarget } from './validate-remote-state';

/**
 * Gives `stack` a state of its own in `remoteState`. Two stacks of the app that would share one are refused at synth,
 * whoever made their backends.
 *
 * Returns the backend, so that `addOverride` reaches what `RemoteState` does not name.
 */
export function configureRemoteState(
  stack: TerraformStack,
  remoteState: RemoteState,
  target: StateTarget,
): StateBackend {
  report(stack, [...validateRemoteState(remoteState), ...validateStateTarget(target)]);
  // The provider may be made after the backend; its region is read when everything is there.
  const region = Lazy.stringValue({ produce: () => awsLocation(stack).region });
  return new StateBackend(stack, stateSettings(remoteState, target, region));
}

/** Where the state of `stack` lies, for people: `s3://acme-tfstate/dev/network/terraform.tfstate`. */
export function describeState(stack: TerraformStack): string {
  return stateLocation(stack)?.text ?? 'chosen when Terraform runs';
}
