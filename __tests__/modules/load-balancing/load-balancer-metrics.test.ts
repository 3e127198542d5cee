import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { NetworkLoadBalancer } from '../../../modules/load-balancing';
import { synth, theResource } from '../../support/synth';
import { balancer, existingNetwork } from './parts';

const ALARM = { alarmName: 'errors', comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 3, threshold: 10 };

it('[row 79] 5XX answers of the targets feed an alarm, of the balancer or of one target group', () => {
  const whole = synth((stack) => {
    new CloudwatchMetricAlarm(stack, 'Alarm', { ...ALARM, ...balancer(stack).metrics.target5xx() });
  });
  expect(theResource(whole, 'aws_cloudwatch_metric_alarm')).toMatchObject({
    namespace: 'AWS/ApplicationELB',
    metric_name: 'HTTPCode_Target_5XX_Count',
    statistic: 'Sum',
    period: 60,
    dimensions: { LoadBalancer: expect.stringMatching(/^\$\{aws_lb\..*\.arn_suffix\}$/) },
  });
  const group = synth((stack) => {
    const route = balancer(stack).listener.addRoute(stack, 'Web', { target: { kind: 'ip', port: 80 } });
    new CloudwatchMetricAlarm(stack, 'Alarm', { ...ALARM, ...route.metrics.target5xx() });
  });
  expect(theResource(group, 'aws_cloudwatch_metric_alarm').dimensions).toEqual({
    LoadBalancer: expect.stringMatching(/^\$\{aws_lb\..*\.arn_suffix\}$/),
    TargetGroup: expect.stringMatching(/^\$\{aws_lb_target_group\..*\.arn_suffix\}$/),
  });
});

it('answers of the balancer itself belong to no target group', () => {
  synth((stack) => {
    const route = balancer(stack).listener.addRoute(stack, 'Web', { target: { kind: 'ip', port: 80 } });
    const own = [route.metrics.balancer5xx(), route.metrics.balancer4xx(), route.metrics.processedBytes()];
    for (const { dimensions } of own) expect(Object.keys(dimensions)).toEqual(['LoadBalancer']);
  });
});

it('a network balancer reports flows, in a namespace of its own', () => {
  synth((stack) => {
    const nlb = new NetworkLoadBalancer(stack, 'Nlb', { network: existingNetwork(stack) });
    expect(nlb.metrics.activeFlows()).toMatchObject({ namespace: 'AWS/NetworkELB', metricName: 'ActiveFlowCount' });
    const { targetGroup, metrics } = nlb.addRoute(stack, 'Mqtt', {
      port: 1883,
      protocol: { kind: 'tcp' },
      target: { kind: 'ip', port: 1883 },
    });
    expect(metrics.healthyTargets().dimensions.TargetGroup).toBe(targetGroup.arnSuffix);
  });
});
