import { microservices } from '../../examples/microservices';
import { descriptionsOfRules, rulesInOrder, serviceNamed } from '../support/examples';
import { resources, synthApp } from '../support/synth';

const { 'store-dev': json = {} } = synthApp(microservices);
const SERVICES = ['web', 'catalog', 'orders', 'payments'];

describe('[row 154] four services of one pattern', () => {
  it('have addresses of their own, one per task', () => {
    expect(resources(json, 'aws_ecs_service')).toHaveLength(4);
    for (const task of resources(json, 'aws_ecs_task_definition')) expect(task.network_mode).toBe('awsvpc');
    for (const group of resources(json, 'aws_lb_target_group')) expect(group.target_type).toBe('ip');
  });

  it('have one rule each on one load balancer, the one for everything last', () => {
    expect(resources(json, 'aws_lb')).toHaveLength(1);
    const rules = rulesInOrder(json);
    expect(rules).toHaveLength(4);
    expect(rules.at(-1)).toEqual(['/*']);
    expect(rules.map(([first]) => first).sort()).toEqual(['/*', '/catalog', '/orders', '/payments']);
  });

  it('hold their CPU, three of them at the pattern’s target and payments at its own', () => {
    const targets = resources(json, 'aws_appautoscaling_policy').map(
      ({ target_tracking_scaling_policy_configuration: tracking }) =>
        (tracking as { target_value: number }).target_value,
    );
    expect(targets.sort()).toEqual([60, 70, 70, 70]);
    expect(
      resources(json, 'aws_appautoscaling_target')
        .map(({ max_capacity: max }) => max)
        .sort(),
    ).toEqual([10, 10, 10, 20]);
  });

  it('are in one namespace, which costs nothing', () => {
    expect(resources(json, 'aws_service_discovery_http_namespace')).toHaveLength(1);
    for (const name of SERVICES) {
      expect(serviceNamed(json, name).service_connect_configuration).toMatchObject({
        service: [{ client_alias: { dns_name: name, port: 8080 } }],
      });
    }
  });

  it('are called only by those that say so', () => {
    const between = descriptionsOfRules(json).filter((text) => /^store\/(?!LoadBalancer)/.test(text));
    expect(between.sort()).toEqual([
      'store/orders to store/catalog on tcp-8080',
      'store/orders to store/payments on tcp-8080',
      'store/web to store/catalog on tcp-8080',
      'store/web to store/orders on tcp-8080',
    ]);
  });

  it('start in the order of their calls: a task knows the names that were there before it', () => {
    const waitsFor = (name: string): string[] =>
      (serviceNamed(json, name).depends_on as string[]).flatMap(
        (edge) => /^aws_ecs_service\.store_([a-z]+)_/.exec(edge)?.[1] ?? [],
      );
    expect(waitsFor('web')).toEqual(['catalog', 'orders']);
    expect(waitsFor('orders')).toEqual(['catalog', 'payments']);
    expect(waitsFor('payments')).toEqual([]);
  });
});
