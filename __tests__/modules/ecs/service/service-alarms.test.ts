import { validateServiceAlarms } from '../../../../modules/ecs/service/service-alarms';
import { synthService } from '../../../support/ecs';
import { resources } from '../../../support/synth';

const topicArns = ['arn:aws:sns:eu-west-1:123456789012:oncall'];

describe('[row 121] the recommended alarms', () => {
  const json = synthService({ image: 'a:1', port: 80, expose: { plainHttp: true } }, (service) =>
    service.recommendedAlarms({ topicArns }),
  );
  const alarms = resources(json, 'aws_cloudwatch_metric_alarm');
  const named = (end: string): Record<string, unknown> | undefined =>
    alarms.find(({ alarm_name }) => String(alarm_name).endsWith(end));

  it('tell a topic of their beginning and their end', () => {
    expect(alarms).toHaveLength(5);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ alarm_actions: topicArns, ok_actions: topicArns, actions_enabled: true });
    }
  });

  it('see fewer tasks than should run', () => {
    expect(named('missing-tasks')?.metric_query).toMatchObject([
      { expression: 'desired - running', return_data: true },
      { id: 'desired', metric: { namespace: 'ECS/ContainerInsights', metric_name: 'DesiredTaskCount' } },
      { id: 'running', metric: { metric_name: 'RunningTaskCount' } },
    ]);
  });

  it('[row 119] see CPU and memory by cluster and service', () => {
    const dimensions = { ClusterName: 'test-cluster', ServiceName: expect.stringContaining('aws_ecs_service') };
    expect(named('alarms-cpu')).toMatchObject({
      namespace: 'AWS/ECS',
      metric_name: 'CPUUtilization',
      threshold: 90,
      dimensions,
    });
    expect(named('memory')).toMatchObject({ namespace: 'AWS/ECS', metric_name: 'MemoryUtilization', dimensions });
  });

  it('see errors and unhealthy targets of the one target group', () => {
    const dimensions = { LoadBalancer: expect.any(String), TargetGroup: expect.any(String) };
    expect(named('errors')).toMatchObject({ metric_name: 'HTTPCode_Target_5XX_Count', period: 300, dimensions });
    expect(named('unhealthy-targets')).toMatchObject({ metric_name: 'UnHealthyHostCount', dimensions });
  });

  it('leave those out where there is no balancer', () => {
    const worker = synthService({ image: 'a:1' }, (service) => service.recommendedAlarms({ topicArns }));
    expect(resources(worker, 'aws_cloudwatch_metric_alarm')).toHaveLength(3);
  });

  it('are heard by somebody', () => {
    expect(validateServiceAlarms({ topicArns: [] }).map(({ field }) => field)).toEqual(['topicArns']);
    expect(validateServiceAlarms({ topicArns, cpuPercent: 101 }).map(({ field }) => field)).toEqual(['cpuPercent']);
  });
});
