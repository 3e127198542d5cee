import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { claimName, generatedName, kebabCase, shortened } from '../../../modules/shared/names';
import { refusal } from '../../support/synth';

function at(...ids: string[]): Construct {
  return ids.reduce<Construct>((scope, id) => new Construct(scope, id), new TerraformStack(Testing.app(), 'dev'));
}

it('names a generated thing after its construct path', () => {
  expect(generatedName(at('Web', 'LoadBalancer'), { max: 32 })).toBe('dev-web-load-balancer');
  expect(generatedName(at('Web', 'Resource'), { max: 64, suffix: 'execution' })).toBe('dev-web-execution');
});

it('names what has an id in another script by its hash, and keeps two of them apart', () => {
  const [first, second] = [generatedName(at('платежи'), { max: 32 }), generatedName(at('支払い'), { max: 32 })];
  expect(first).toMatch(/^dev-[0-9a-f]{8}$/);
  expect(second).toMatch(/^dev-[0-9a-f]{8}$/);
  expect(first).not.toBe(second);
});

it('cuts a long name to the limit, with a hash of the whole and the suffix kept', () => {
  const name = generatedName(at('PaymentsProductionInternal', 'LoadBalancerOfTheNorth'), { max: 32, suffix: 'tg' });
  expect(name).toMatch(/^dev-payments-product-[0-9a-f]{8}-tg$/);
  expect(name.length).toBeLessThanOrEqual(32);
});

it('keeps two long names apart, whatever they have in common', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{40,60}$/), fc.stringMatching(/^[a-z]{1,20}$/), (start, end) => {
      const [first, second] = [shortened(start, { max: 32 }), shortened(`${start}${end}`, { max: 32 })];
      expect(first.length).toBeLessThanOrEqual(32);
      expect(first).not.toBe(second);
    }),
  );
});

it.each([
  ['LoadBalancer', 'load-balancer'],
  ['api_v2', 'api-v2'],
  ['Private-eu-west-1a', 'private-eu-west-1a'],
])('writes %s as %s', (id, name) => {
  expect(kebabCase(id)).toBe(name);
});

it('refuses two things that would have one name in one region, and says who has it', () => {
  const message = refusal((stack) => {
    claimName(new Construct(stack, 'a'), 'load balancer', 'web');
    claimName(new Construct(stack, 'b'), 'load balancer', 'web');
  });
  expect(message).toMatch(/test\/b[\s\S]*name is "web"[\s\S]*test\/a has this one/);
});

it('allows one name in two regions, unless the kind is global', () => {
  const app = Testing.app();
  const [first, second] = ['eu-west-1', 'us-east-1'].map((region) => {
    const stack = new TerraformStack(app, region);
    new AwsProvider(stack, 'Aws', { region });
    return stack;
  });
  if (first === undefined || second === undefined) throw new Error('no stacks');
  for (const stack of [first, second]) claimName(stack, 'load balancer', 'web');
  expect(() => app.synth()).not.toThrow();
  for (const stack of [first, second]) claimName(stack, 'IAM role', 'web', { global: true });
  expect(() => app.synth()).toThrow(/IAM role name that nothing else in the account has/);
});
