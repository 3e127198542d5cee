import { nexiabank } from '../../examples/nexiabank';
import { resources, type StackJson, synthApp, theResource } from '../support/synth';

const stacks = synthApp((app) => nexiabank(app));
const { 'bank-prod': prod = {}, 'bank-prod-payments': payments = {} } = stacks;

const ZONES = 3;

describe('[row 153] a bank on ECS and EKS', () => {
  it('has one network of three zones for both', () => {
    expect(resources(prod, 'aws_vpc')).toHaveLength(1);
    expect(resources(prod, 'aws_nat_gateway')).toHaveLength(ZONES);
    expect(resources(prod, 'aws_ecs_cluster')).toHaveLength(1);
    expect(resources(prod, 'aws_eks_cluster')).toHaveLength(1);
  });

  it('runs most services on Fargate and payments on nodes of EKS', () => {
    expect(resources(prod, 'aws_ecs_service')).toHaveLength(3);
    for (const { capacity_provider_strategy: strategy } of resources(prod, 'aws_ecs_service')) {
      expect(strategy).toEqual([{ capacity_provider: 'FARGATE', weight: 1 }]);
    }
    expect(resources(payments, 'kubernetes_deployment_v1')).toHaveLength(2);
  });

  it('sends payments to the other colour by a change of one object', () => {
    const { 'bank-prod-payments': green = {}, ...others } = synthApp((app) => nexiabank(app, 'green'));
    expect(withoutPayments(stacks)).toEqual(others);
    expect(changedTypes(payments, green)).toEqual(['aws_cloudwatch_metric_alarm', 'kubernetes_ingress_v1']);
    expect(backendsOf(payments)).toEqual({ 'payments.acme.example': 'blue', 'next-payments.acme.example': 'green' });
    expect(backendsOf(green)).toEqual({ 'payments.acme.example': 'green', 'next-payments.acme.example': 'blue' });
  });

  it('answers 2,000 requests a second with what two of three zones hold', () => {
    const limits = resources(prod, 'aws_appautoscaling_target').map(({ max_capacity: max }) => Number(max));
    const perMinute = resources(prod, 'aws_appautoscaling_policy').map((policy) => {
      const tracking = policy.target_tracking_scaling_policy_configuration as Tracking;
      expect(tracking.predefined_metric_specification.predefined_metric_type).toBe('ALBRequestCountPerTarget');
      return tracking.target_value;
    });
    expect(limits).toHaveLength(3);
    for (const [index, max] of limits.entries()) {
      const perSecond = ((max * (perMinute[index] ?? 0)) / 60) * ((ZONES - 1) / ZONES);
      expect(perSecond).toBeGreaterThanOrEqual(2000);
    }
  });

  it('takes a failed task or pod out of the traffic in less than 30 seconds, and others are there', () => {
    const seconds = [
      ...resources(prod, 'aws_lb_target_group').map(({ health_check: check }) => detection(check as TargetCheck)),
      ...resources(payments, 'kubernetes_deployment_v1').map((deployment) => probeDetection(deployment)),
      ...resources(payments, 'kubernetes_ingress_v1').map((ingress) => ingressDetection(ingress)),
    ];
    expect(seconds).toHaveLength(6);
    for (const duration of seconds) expect(duration).toBeLessThan(30);
    for (const { min_capacity: min } of resources(prod, 'aws_appautoscaling_target')) {
      expect(min).toBeGreaterThanOrEqual(2 * ZONES);
    }
    for (const { spec } of resources(payments, 'kubernetes_horizontal_pod_autoscaler_v2')) {
      expect(spec).toMatchObject({ min_replicas: 2 * ZONES });
    }
  });

  it('keeps nodes for payments even without a zone', () => {
    const { min_size: nodes } = theResource(prod, 'aws_eks_node_group').scaling_config as { min_size: number };
    const pods = 24 + 6;
    const perNode = 3;
    expect((nodes / ZONES) * (ZONES - 1) * perNode).toBeGreaterThanOrEqual(pods);
  });

  it('[row 121] has five alarms for each service and one for payments, all of them heard', () => {
    const alarms = [
      ...resources(prod, 'aws_cloudwatch_metric_alarm'),
      ...resources(payments, 'aws_cloudwatch_metric_alarm'),
    ];
    expect(alarms).toHaveLength(3 * 5 + 1);
    for (const { alarm_actions: actions } of alarms) expect(actions).toEqual([expect.stringContaining(':on-call')]);
  });
});

interface Tracking {
  readonly target_value: number;
  readonly predefined_metric_specification: { readonly predefined_metric_type: string };
}

interface TargetCheck {
  readonly interval: number;
  readonly timeout: number;
  readonly unhealthy_threshold: number;
}

/** At worst a task fails right after a good answer: as many intervals as bad answers are needed, and the last timeout. */
function detection({ interval, timeout, unhealthy_threshold: threshold }: TargetCheck): number {
  return interval * threshold + timeout;
}

function probeDetection(deployment: Record<string, unknown>): number {
  const { spec } = deployment as unknown as {
    spec: { template: { spec: { container: { readiness_probe: Record<string, number> }[] } } };
  };
  const probe = spec.template.spec.container[0]?.readiness_probe ?? {};
  return detection({
    interval: probe.period_seconds ?? Number.NaN,
    timeout: probe.timeout_seconds ?? Number.NaN,
    unhealthy_threshold: probe.failure_threshold ?? Number.NaN,
  });
}

function ingressDetection(ingress: Record<string, unknown>): number {
  const { metadata } = ingress as unknown as { metadata: { annotations: Record<string, string> } };
  const number = (name: string): number => Number(metadata.annotations[`alb.ingress.kubernetes.io/${name}`]);
  return detection({
    interval: number('healthcheck-interval-seconds'),
    timeout: number('healthcheck-timeout-seconds'),
    unhealthy_threshold: number('unhealthy-threshold-count'),
  });
}

function withoutPayments({ 'bank-prod-payments': _, ...others }: Readonly<Record<string, StackJson>>): object {
  return others;
}

function changedTypes(before: StackJson, after: StackJson): string[] {
  return Object.keys(before.resource ?? {})
    .filter((type) => JSON.stringify(before.resource?.[type]) !== JSON.stringify(after.resource?.[type]))
    .sort();
}

function backendsOf(json: StackJson): Record<string, string> {
  const [ingress] = resources(json, 'kubernetes_ingress_v1') as unknown as {
    spec: { rule: { host: string; http: { path: { backend: { service: { name: string } } }[] } }[] };
  }[];
  return Object.fromEntries(
    (ingress?.spec.rule ?? []).map(({ host, http }) => [host, String(http.path[0]?.backend.service.name)]),
  );
}
