import { blueGreenPayments } from '../../examples/blue-green-payments';
import { resources, synthApp, theResource } from '../support/synth';

const { 'payments-prod': json = {} } = synthApp(blueGreenPayments);
const service = theResource(json, 'aws_ecs_service');

describe('[row 98] blue/green for payments', () => {
  it('shifts all traffic at once, bakes for half an hour, and asks a function in between', () => {
    expect(service.deployment_configuration).toMatchObject({
      strategy: 'BLUE_GREEN',
      bake_time_in_minutes: '30',
      lifecycle_hook: [{ lifecycle_stages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    });
  });

  it('has two target groups, and the second one is tried on port 8443', () => {
    expect(resources(json, 'aws_lb_target_group')).toHaveLength(2);
    expect(
      resources(json, 'aws_lb_listener')
        .map(({ port }) => port)
        .sort(),
    ).toEqual([443, 80, 8443].sort());
    expect(service.load_balancer).toMatchObject([
      { advanced_configuration: { test_listener_rule: expect.stringMatching(/aws_lb_listener_rule/) } },
    ]);
  });

  it('leaves the weights of the rules to ECS, so that a plan does not take a deployment back', () => {
    for (const rule of resources(json, 'aws_lb_listener_rule')) {
      expect(rule.lifecycle).toMatchObject({ ignore_changes: ['action'] });
    }
  });

  it('goes back on an alarm', () => {
    expect(service.alarms).toEqual({ alarm_names: ['payments-declined-by-mistake'], enable: true, rollback: true });
  });

  it('[row 121] tells whoever is on call about missing tasks, CPU, memory, errors and unhealthy targets', () => {
    const alarms = resources(json, 'aws_cloudwatch_metric_alarm');
    expect(alarms).toHaveLength(5);
    for (const { alarm_actions: actions } of alarms) expect(actions).toEqual([expect.stringContaining(':on-call')]);
  });
});
