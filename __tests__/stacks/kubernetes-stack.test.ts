import { EksCluster, EnvironmentStack, KubernetesStack, LoadBalancerController, type RemoteState } from '../../index';
import { type StackJson, synthApp } from '../support/synth';

const admins = ['arn:aws:iam::123456789012:role/admin'];
const endpoint = { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] } as const;

function platform(remoteState: RemoteState): StackJson {
  const stacks = synthApp((app) => {
    const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
    const cluster = new EksCluster(dev, 'eks', { admins, endpoint, unchecked: [NO_NODES] });
    new KubernetesStack(app, 'dev-platform', { cluster });
  });
  return stacks['dev-platform'] ?? {};
}

/** What these tests are about is the stack beside the cluster. */
const NO_NODES = { rule: 'eks.addons-without-compute', reason: 'nodes are not what the test is about' };

it('goes where the stack of the cluster goes: region, account, state and tags', () => {
  const json = platform({ kind: 's3', bucket: 'acme-tfstate' });
  expect(json.provider?.aws).toMatchObject([{ region: 'eu-west-1', allowed_account_ids: ['123456789012'] }]);
  expect(json.terraform).toMatchObject({ backend: { s3: { key: 'dev/platform/terraform.tfstate' } } });
});

it('asks the AWS CLI for tokens, and where HCP Terraform runs, which has none, the provider', () => {
  const cli = platform({ kind: 's3', bucket: 'acme-tfstate' }).provider?.helm;
  expect(cli).toEqual([{ kubernetes: expect.objectContaining({ exec: expect.anything() }) }]);
  expect(cli).toEqual([{ kubernetes: expect.not.objectContaining({ token: expect.anything() }) }]);
  const hosted = platform({ kind: 'cloud', organization: 'acme' }).provider?.helm;
  expect(hosted).toEqual([{ kubernetes: expect.objectContaining({ token: expect.anything() }) }]);
  expect(hosted).toEqual([{ kubernetes: expect.not.objectContaining({ exec: expect.anything() }) }]);
});

it('refuses a release in the stack that makes the cluster, and says where to move it', () => {
  const build = (): unknown =>
    synthApp((app) => {
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1' });
      new EksCluster(dev, 'eks', { admins, endpoint });
      new LoadBalancerController(dev, 'controller');
    });
  expect(build).toThrow(/stack is "dev"; allowed: a stack that reads a cluster/);
});

describe('[row 132] manifests that are applied to the cluster', () => {
  const applied = (...files: readonly string[]): StackJson => {
    const stacks = synthApp((app) => {
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012' });
      const cluster = new EksCluster(dev, 'eks', { admins, endpoint, unchecked: [NO_NODES] });
      const workloads = new KubernetesStack(app, 'dev-workloads', { cluster });
      for (const yaml of files) workloads.apply(yaml, { namespace: 'shop' });
    });
    return stacks['dev-workloads'] ?? {};
  };
  const configMap = (name: string): string => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }\n`;
  const addresses = (json: StackJson): string[] => Object.keys(json.resource?.kubernetes_manifest ?? {}).sort();

  it('are one resource each, whatever their order in whichever file', () => {
    const together = applied(`${configMap('web')}---\n${configMap('api')}`);
    expect(addresses(together)).toHaveLength(2);
    expect(addresses(together)).toEqual(addresses(applied(configMap('api'), configMap('web'))));
    expect(addresses(together)).toContainEqual(expect.stringMatching(/^Applied_ConfigMap-shop-api_/));
  });

  it('are refused when two files have the same object', () => {
    expect(() => applied(configMap('web'), configMap('web'))).toThrow(
      /yaml is "ConfigMap-shop-web"; allowed: each object once/,
    );
  });
});
