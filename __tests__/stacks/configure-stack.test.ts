import { type App, TerraformStack } from 'cdktf';
import { componentOf, configureStack, type StackSettings, validateStackSettings } from '../../stacks/configure-stack';
import { synthApp } from '../support/synth';

const settings: StackSettings = { environment: 'dev', component: 'network', region: 'eu-west-1' };

function synthesized(more: Partial<StackSettings> = {}) {
  const stacks = synthApp((app) => {
    configureStack(new TerraformStack(app, 'dev-network'), { ...settings, ...more });
  });
  return stacks['dev-network'] ?? {};
}

it('tags everything with environment and origin, and with what else was asked for', () => {
  expect(synthesized({ tags: { Team: 'platform' } }).provider).toMatchObject({
    aws: [{ default_tags: [{ tags: { Environment: 'dev', ManagedBy: 'terraform', Team: 'platform' } }] }],
  });
});

it('refuses to touch another account than the one that is named', () => {
  expect(synthesized({ accountId: '111111111111' }).provider).toMatchObject({
    aws: [{ region: 'eu-west-1', allowed_account_ids: ['111111111111'] }],
  });
});

it('keeps the state in a local file until something else is said', () => {
  expect(synthesized().terraform).toMatchObject({ backend: { local: {} } });
});

it('gives every stack a key of its own in the bucket, with a lock file beside it', () => {
  expect(synthesized({ remoteState: { kind: 's3', bucket: 'acme-tfstate' } }).terraform).toMatchObject({
    backend: {
      s3: { bucket: 'acme-tfstate', key: 'dev/network/terraform.tfstate', use_lockfile: true, encrypt: true },
    },
  });
});

it('asks the registry of whichever engine runs for a range of provider versions', () => {
  expect(synthesized().terraform).toMatchObject({
    required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.25' } },
  });
});

it.each<[string, Partial<StackSettings>]>([
  ['environment', { environment: 'Development' }],
  ['environment', { environment: 'a-name-that-is-far-too-long' }],
  ['region', { region: 'eu-west-1a' }],
  ['region', { region: 'Ireland' }],
  ['accountId', { accountId: '12345' }],
  ['tags key "aws:owner"', { tags: { 'aws:owner': 'x' } }],
  ['tags.Owner', { tags: { Owner: 'x'.repeat(257) } }],
  ['tags key "kubernetes.io/cluster/dev"', { tags: { 'kubernetes.io/cluster/dev': 'owned' } }],
  ['tags', { tags: Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`Key${i}`, 'x'])) }],
])('refuses a wrong %s', (field, wrong) => {
  expect(validateStackSettings({ ...settings, ...wrong }).map((issue) => issue.field)).toEqual([field]);
});

it("takes 48 tags of one's own, with letters of any language and 256 characters", () => {
  const tags = Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`Schlüssel ${i}`, 'ü'.repeat(256)]));
  expect(validateStackSettings({ ...settings, tags })).toEqual([]);
});

it.each([
  ['dev', 'dev', 'main'],
  ['dev-network', 'dev', 'network'],
  ['network', 'dev', 'network'],
])('names the component of stack %s in %s: %s', (id, environment, component) => {
  expect(componentOf(id, environment)).toBe(component);
});

it('lists what is wrong in two stacks in one message', () => {
  const build = (app: App): void => {
    configureStack(new TerraformStack(app, 'one'), { ...settings, region: 'Ireland' });
    configureStack(new TerraformStack(app, 'two'), { ...settings, component: 'ecs', accountId: '1' });
  };
  expect(() => synthApp(build)).toThrow(
    /2 problems[\s\S]*at one\n[\s\S]*region is "Ireland"[\s\S]*at two\n[\s\S]*accountId is "1"/,
  );
});
