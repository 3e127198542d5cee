import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { ClusterProviders, type ClusterProvidersProps } from '../../modules/eks-addons/cluster-providers';
import { type StackJson, synthApp } from './synth';
import { type ClusterFacts, TestCluster } from './test-cluster';

/** A stack in eu-west-1 of account 123456789012. */
export function awsStack(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
  return stack;
}

/** Two states: `dev-eks` has the cluster, `dev-platform` what `build` puts into it. */
export function synthPlatform(
  build: (platform: TerraformStack, cluster: TestCluster) => void,
  { facts, providers }: { facts?: ClusterFacts; providers?: Omit<ClusterProvidersProps, 'cluster'> } = {},
): { readonly cluster: StackJson; readonly platform: StackJson } {
  const stacks = synthApp((app) => {
    const cluster = new TestCluster(awsStack(app, 'dev-eks'), 'Cluster', facts);
    const platform = awsStack(app, 'dev-platform');
    new ClusterProviders(platform, 'ClusterProviders', { cluster, ...providers });
    build(platform, cluster);
  });
  return { cluster: stacks['dev-eks'] ?? {}, platform: stacks['dev-platform'] ?? {} };
}

/** The message that synth refuses the two states with; fails where they are accepted. */
export function platformRefusal(...args: Parameters<typeof synthPlatform>): string {
  try {
    synthPlatform(...args);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a refusal, but it was accepted');
}
