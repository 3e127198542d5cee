import { buildApp } from '../../stacks/app';
import { dev, type Environment, environments, prod, staging } from '../../stacks/environments';
import { resources, type StackJson, synthApp } from '../support/synth';

const synthesize = (...envs: readonly Environment[]): Readonly<Record<string, StackJson>> =>
  synthApp((app) => buildApp(app, envs));

/** Every resource of every stack, by stack and address. */
function byAddress(stacks: Readonly<Record<string, StackJson>>): Map<string, unknown> {
  return new Map(
    Object.entries(stacks).flatMap(([stack, { resource = {} }]) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named).map(([name, body]) => [`${stack} ${type}.${name}`, body] as const),
      ),
    ),
  );
}

/** What is in `before` must be in `after`, to the letter. */
function expectNothingChanged(before: Environment, after: Environment): void {
  const now = byAddress(synthesize(after));
  const changed = [...byAddress(synthesize(before))].filter(
    ([address, body]) => JSON.stringify(now.get(address)) !== JSON.stringify(body),
  );
  expect(changed.map(([address]) => address)).toEqual([]);
  expect(now.size).toBeGreaterThan(0);
}

it('makes four stacks for each environment, each with a state of its own', () => {
  const stacks = synthesize(...environments);
  expect(Object.keys(stacks)).toEqual(
    ['dev', 'staging', 'prod'].flatMap((env) => ['network', 'ecs', 'eks', 'platform'].map((part) => `${env}-${part}`)),
  );
  const states = Object.values(stacks).map(({ terraform }) => JSON.stringify(terraform?.backend));
  expect(new Set(states).size).toBe(12);
});

it('writes the same bytes in every synth', () => {
  expect(JSON.stringify(synthesize(...environments))).toBe(JSON.stringify(synthesize(...environments)));
});

it('makes prod safe where dev is cheap', () => {
  const stacks = synthesize(dev, prod);
  const facts = ['dev', 'prod'].map((env) => ({
    natGateways: resources(stacks[`${env}-network`] ?? {}, 'aws_nat_gateway').length,
    loadBalancerStays: resources(stacks[`${env}-ecs`] ?? {}, 'aws_lb')[0]?.enable_deletion_protection,
    clusterStays: resources(stacks[`${env}-eks`] ?? {}, 'aws_eks_cluster')[0]?.deletion_protection,
    flowLogDays: resources(stacks[`${env}-network`] ?? {}, 'aws_cloudwatch_log_group')[0]?.retention_in_days,
  }));
  expect(facts).toEqual([
    { natGateways: 1, loadBalancerStays: false, clusterStays: false, flowLogDays: 7 },
    { natGateways: 3, loadBalancerStays: true, clusterStays: true, flowLogDays: 365 },
  ]);
});

it('puts the states of staging and prod under a key of their own account, which every stack names', () => {
  for (const env of [staging, prod]) {
    for (const { terraform } of Object.values(synthesize(env))) {
      const key = expect.stringMatching(`^arn:aws:kms:eu-west-1:${env.accountId}:key/`);
      expect(terraform).toMatchObject({ backend: { s3: { kms_key_id: key } } });
    }
  }
  expect.assertions(8);
});

it('asks for every provider by name and range, so that Terraform and OpenTofu each find it in their own registry', () => {
  const required = Object.values(synthesize(prod)).flatMap(({ terraform }) =>
    Object.entries(Object(terraform?.required_providers)),
  );
  expect([...new Set(required.map(([name]) => name))].sort()).toEqual(['aws', 'helm', 'kubernetes']);
  for (const [name, requirement] of required) {
    expect(requirement).toEqual({ source: `hashicorp/${name}`, version: expect.stringMatching(/^~> \d+\.\d+$/) });
  }
});

describe('adding to an environment changes nothing that exists:', () => {
  const { network, ecs, eks } = dev;

  it('a service', () => {
    const worker = { image: 'nginx:1.27', port: 8080, paths: ['/worker'], scaling: { min: 1, max: 2, cpuPercent: 50 } };
    expectNothingChanged(dev, { ...dev, ecs: { ...ecs, services: { ...ecs.services, worker } } });
  });

  it('a node group', () => {
    const batch = { instanceTypes: ['c7g.large'], scaling: { min: 1, max: 2 } };
    expectNothingChanged(dev, { ...dev, eks: { ...eks, nodeGroups: { ...eks.nodeGroups, batch } } });
  });

  it('a tier of subnets', () => {
    expectNothingChanged(dev, { ...dev, network: { ...network, tiers: ['public', 'private', 'isolated'] } });
  });
});

it('keeps helm and kubernetes out of the state that makes the cluster', () => {
  const stacks = synthesize(dev);
  expect(Object.keys(stacks['dev-eks']?.provider ?? {})).toEqual(['aws']);
  expect(Object.keys(stacks['dev-platform']?.provider ?? {}).sort()).toEqual(['aws', 'helm', 'kubernetes']);
  const [cluster] = Object.values(stacks['dev-platform']?.data?.aws_eks_cluster ?? {});
  expect(cluster?.name).toBe('dev');
});
