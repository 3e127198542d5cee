import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Network, networkOutputs } from '../modules/network';
import { publishOutputs } from '../modules/state';
import { configureStack } from './configure-stack';
import { type Environment, settingsOf } from './environments/environment';

/** The network of an environment, which every other stack of it is placed in. */
export class NetworkStack extends TerraformStack {
  public readonly network: Network;

  public constructor(scope: Construct, id: string, { env }: { readonly env: Environment }) {
    super(scope, id);
    configureStack(this, settingsOf(env, 'network'));
    this.network = new Network(this, 'Network', env.network);
    publishOutputs(this, networkOutputs(this.network));
  }
}
