import type { TerraformStack } from 'cdktf';
import { KubernetesWorkload } from '../../../modules/kubernetes/workload';
import type { WorkloadAlarmsProps } from '../../../modules/kubernetes/workload-alarms';
import type { KubernetesWorkloadProps } from '../../../modules/kubernetes/workload-props';
import { platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, type StackJson } from '../../support/synth';
import type { ClusterFacts } from '../../support/test-cluster';

const oncall = { topicArns: ['arn:aws:sns:eu-west-1:123456789012:oncall'] };
const insights: ClusterFacts = { addonNames: ['amazon-cloudwatch-observability'] };

function withAlarms(settings: Partial<WorkloadAlarmsProps> = {}, props: Partial<KubernetesWorkloadProps> = {}) {
  return (stack: TerraformStack): void => {
    const web = new KubernetesWorkload(stack, 'web', { image: 'nginx:1.27', port: 80, namespace: 'shop', ...props });
    web.recommendedAlarms({ ...oncall, ...settings });
  };
}

function alarms(json: StackJson): Record<string, Record<string, unknown>> {
  const all = resources(json, 'aws_cloudwatch_metric_alarm');
  return Object.fromEntries(
    all.map((alarm) => [String(alarm.alarm_name).replace('dev-platform-web-alarms-', ''), alarm]),
  );
}

describe('[row 121] the alarms of a workload', () => {
  const { platform } = synthPlatform(withAlarms({ cpuPercent: 80 }), { facts: insights });
  const { 'missing-pods': missing = {}, cpu = {}, memory = {} } = alarms(platform);

  it('tell whoever is on call, of the end too', () => {
    expect(Object.keys(alarms(platform)).sort()).toEqual(['cpu', 'memory', 'missing-pods']);
    for (const alarm of [missing, cpu, memory]) {
      expect(alarm).toMatchObject({ alarm_actions: oncall.topicArns, ok_actions: oncall.topicArns });
    }
  });

  it('look at the metrics of Container Insights under the names that its agent gives them', () => {
    const dimensions = { ClusterName: 'shop', Namespace: 'shop', PodName: 'web' };
    const namespace = 'ContainerInsights';
    expect(cpu).toMatchObject({
      namespace,
      dimensions,
      metric_name: 'pod_cpu_utilization_over_pod_limit',
      threshold: 80,
    });
    expect(memory).toMatchObject({
      namespace,
      dimensions,
      metric_name: 'pod_memory_utilization_over_pod_limit',
      threshold: 90,
    });
    expect(missing).toMatchObject({
      metric_query: [
        { expression: 'desired - ready' },
        { id: 'desired', metric: { metric_name: 'replicas_desired', dimensions } },
        { id: 'ready', metric: { metric_name: 'replicas_ready', dimensions } },
      ],
    });
  });

  it('count the pods of a Deployment only: those of a Rollout CloudWatch does not see', () => {
    const { platform: rollout } = synthPlatform(withAlarms({}, { deployment: { kind: 'canary', canaryPercent: 50 } }), {
      facts: insights,
      providers: { existing: ['argo-rollouts'] },
    });
    expect(Object.keys(alarms(rollout)).sort()).toEqual(['cpu', 'memory']);
  });

  it('are refused where nobody sends the metrics', () => {
    expect(platformRefusal(withAlarms())).toContain('a cluster with Container Insights');
    expect(() => synthPlatform(withAlarms(), { providers: { existing: ['container-insights'] } })).not.toThrow();
  });

  it('are refused for pods on Fargate, which has no agent', () => {
    const facts: ClusterFacts = { ...insights, fargateSelectors: [{ namespace: 'shop' }] };
    expect(platformRefusal(withAlarms(), { facts })).toContain('pods on nodes: the agent of Container Insights');
  });

  it.each<[string, Partial<WorkloadAlarmsProps>]>([
    ['topicArns', { topicArns: [] }],
    ['cpuPercent', { cpuPercent: 0 }],
    ['memoryPercent', { memoryPercent: 101 }],
  ])('are refused for a bad %s', (field, bad) => {
    expect(platformRefusal(withAlarms(bad), { facts: insights })).toContain(`- ${field} is`);
  });
});
