import { EnvironmentStack, Microservices, type MicroservicesProps } from 'cdktf-aws-containers';
import { validateMicroservices } from '../../../modules/patterns/microservices';
import { rulesInOrder } from '../../support/examples';
import { resources, type StackJson, synthApp } from '../../support/synth';

const loadBalancer = { entry: { kind: 'http' } } as const;
const one = { image: 'a:1', port: 80 };

function shop<Name extends string>(
  services: MicroservicesProps<Name>['services'],
  then?: (shop: Microservices<Name>) => void,
): StackJson {
  const stacks = synthApp((app) => {
    const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1' });
    const made = new Microservices(dev, 'shop', { loadBalancer, services });
    then?.(made);
  });
  return stacks.dev ?? {};
}

const fieldsOf = (services: MicroservicesProps['services']): string[] =>
  validateMicroservices({ loadBalancer, services }).map(({ field }) => field);

it('[row 154] adding a service changes no resource of the others', () => {
  const before = shop({ web: { ...one, paths: ['/'] }, cards: one }).resource ?? {};
  const after = shop({ web: { ...one, paths: ['/'] }, cards: one, loans: one }).resource ?? {};
  for (const [type, named] of Object.entries(before)) {
    expect(after[type]).toMatchObject(named);
  }
  expect(Object.keys(after.aws_lb_listener_rule ?? {})).toHaveLength(3);
});

it('is reached by its name in kebab case, or by paths of its own', () => {
  const json = shop({ cardOrders: one, web: { ...one, paths: ['/', '/home'] } });
  expect(rulesInOrder(json)).toEqual([
    ['/card-orders', '/card-orders/*'],
    ['/*', '/home', '/home/*'],
  ]);
});

it('finds what it calls in a variable, which its own settings may overrule', () => {
  const json = shop({
    cardOrders: one,
    web: { ...one, calls: ['cardOrders'] },
    old: { ...one, calls: ['cardOrders'], environment: { CARD_ORDERS_URL: 'https://cards.acme.example' } },
  });
  const text = resources(json, 'aws_ecs_task_definition').map((task) => String(task.container_definitions));
  expect(text.filter((task) => task.includes('"CARD_ORDERS_URL","value":"http://card-orders:80"'))).toHaveLength(1);
  expect(text.filter((task) => task.includes('"https://cards.acme.example"'))).toHaveLength(1);
});

it('may call in a circle, which is warned of: none of them can be first', () => {
  const said: unknown[] = [];
  const json = shop({ a: { ...one, calls: ['b'] }, b: { ...one, calls: ['a'] }, c: { ...one, calls: ['a'] } }, (made) =>
    said.push(...made.node.metadata.map(({ data }) => data)),
  );
  expect(said.join()).toContain('services[].calls is ["a","b"]');
  const edges = resources(json, 'aws_ecs_service').map(
    ({ depends_on: list }) => (list as string[]).filter((edge) => edge.startsWith('aws_ecs_service.')).length,
  );
  expect(edges).toEqual([0, 0, 1]);
});

it('has typed names: its parts are public', () => {
  shop({ web: one }, ({ services, loadBalancer: balancer, namespace }) => {
    expect(services.web.serviceName).toBe('dev-shop-web');
    expect(balancer.loadBalancerArn).toBeDefined();
    expect(namespace.kind).toBe('http');
  });
});

it('refuses no service, a call to a stranger or to itself, and one twice', () => {
  expect(fieldsOf({})).toEqual(['services']);
  expect(fieldsOf({ a: { ...one, calls: ['x', 'a'] } })).toEqual(['services.a.calls[0]', 'services.a.calls[1]']);
  expect(fieldsOf({ a: { ...one, calls: ['b', 'b'] }, b: one })).toEqual(['services.a.calls']);
  expect(fieldsOf({ a: { ...one, calls: ['b'] }, b: one })).toEqual([]);
});
