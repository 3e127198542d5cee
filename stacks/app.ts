import type { App } from 'cdktf';
import { EcsStack } from './ecs-stack';
import { EksStack } from './eks-stack';
import type { Environment } from './environments';
import { NetworkStack } from './network-stack';
import { PlatformStack } from './platform-stack';

/** For each environment its stacks, in the order in which they are deployed. */
export function buildApp(app: App, environments: readonly Environment[]): void {
  for (const env of environments) {
    const { network } = new NetworkStack(app, `${env.name}-network`, { env });
    new EcsStack(app, `${env.name}-ecs`, { env, network });
    const { cluster } = new EksStack(app, `${env.name}-eks`, { env, network });
    new PlatformStack(app, `${env.name}-platform`, { env, cluster });
  }
}
