import type {
  HorizontalPodAutoscalerV2Spec,
  HorizontalPodAutoscalerV2SpecMetric,
  HorizontalPodAutoscalerV2SpecScaleTargetRef,
} from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import type { ClusterPart } from '../eks-addons/cluster-parts';
import type { Issue } from '../shared/problems';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';

/**
 * How many pods run. `{ fixed }` belongs to Terraform: a changed number is applied. `{ min, max }` belongs to the
 * HorizontalPodAutoscaler: Terraform sets the count once and then leaves it alone.
 */
export type WorkloadScaling = FixedReplicas | AutoscaledReplicas;

export interface FixedReplicas {
  /** 0 or more pods. */
  readonly fixed: number;
}

/** Bounds, and what moves the number of pods between them. */
export interface AutoscaledReplicas {
  /** 1 or more: the autoscaler cannot start from zero. */
  readonly min: number;
  /** From `min` on; `min` equal to `max` is legal. */
  readonly max: number;
  /** Average CPU of the pods to hold, 1-100 percent of `cpu`. @default 70 where no other metric is given */
  readonly cpuPercent?: number;
  /** Average memory of the pods to hold, 1-100 percent of `memoryMib`. @default none */
  readonly memoryPercent?: number;
  /** Metrics that the pods themselves report, name -> average per pod, `'100'` or `'500m'`. @default none */
  readonly podMetrics?: Readonly<Record<string, string>>;
  /** Metrics from outside the cluster, name -> average per pod. @default none */
  readonly externalMetrics?: Readonly<Record<string, ExternalMetric>>;
  /** Seconds that a lower count must be right before pods are removed, 0-3600. @default 300, as Kubernetes has it */
  readonly scaleInCooldownSeconds?: number;
}

/** A metric from outside the cluster, the length of a queue for example. */
export interface ExternalMetric {
  /** Value per pod to hold, `'30'`. */
  readonly averageValue: string;
  /** Picks one of the metric's series. @default all of them */
  readonly matchLabels?: Readonly<Record<string, string>>;
}

const SEE = 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/';
const QUANTITY = /^\d+(\.\d+)?(m|k|M|G|Ki|Mi|Gi)?$/;

/** Pods from the start. */
export function firstReplicas(scaling: WorkloadScaling): number {
  return 'fixed' in scaling ? scaling.fixed : scaling.min;
}

/** Parts of the cluster that the metrics come from. */
export function metricSources(scaling: AutoscaledReplicas): ClusterPart[] {
  const { podMetrics = {}, externalMetrics = {} } = scaling;
  return [
    ...(cpuTarget(scaling) === undefined && scaling.memoryPercent === undefined ? [] : ['metrics-server' as const]),
    ...(Object.keys(podMetrics).length === 0 ? [] : ['custom-metrics' as const]),
    ...(Object.keys(externalMetrics).length === 0 ? [] : ['external-metrics' as const]),
  ];
}

export function autoscalerSpec(
  scaleTargetRef: HorizontalPodAutoscalerV2SpecScaleTargetRef,
  scaling: AutoscaledReplicas,
): HorizontalPodAutoscalerV2Spec {
  const { min, max, scaleInCooldownSeconds } = scaling;
  return {
    scaleTargetRef,
    minReplicas: min,
    maxReplicas: max,
    metric: metrics(scaling),
    behavior:
      scaleInCooldownSeconds === undefined
        ? undefined
        : { scaleDown: [{ stabilizationWindowSeconds: scaleInCooldownSeconds, policy: ALL_AT_ONCE }] },
  };
}

/** Kubernetes' own policy, which the provider wants written out. */
const ALL_AT_ONCE = [{ type: 'Percent', value: 100, periodSeconds: 15 }];

function metrics(scaling: AutoscaledReplicas): HorizontalPodAutoscalerV2SpecMetric[] {
  const { memoryPercent, podMetrics = {}, externalMetrics = {} } = scaling;
  const resource = (name: string, averageUtilization: number | undefined): HorizontalPodAutoscalerV2SpecMetric[] =>
    averageUtilization === undefined
      ? []
      : [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
  return [
    ...resource('cpu', cpuTarget(scaling)),
    ...resource('memory', memoryPercent),
    ...sorted(podMetrics).map(([name, averageValue]) => ({
      type: 'Pods',
      pods: { metric: { name }, target: { type: 'AverageValue', averageValue } },
    })),
    ...sorted(externalMetrics).map(([name, { averageValue, matchLabels }]) => ({
      type: 'External',
      external: {
        metric: { name, selector: matchLabels && [{ matchLabels: { ...matchLabels } }] },
        target: { type: 'AverageValue', averageValue },
      },
    })),
  ];
}

function cpuTarget({ cpuPercent, memoryPercent, podMetrics = {}, externalMetrics = {} }: AutoscaledReplicas) {
  const others = memoryPercent !== undefined || Object.keys({ ...podMetrics, ...externalMetrics }).length > 0;
  return cpuPercent ?? (others ? undefined : 70);
}

function sorted<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkloadScaling(scaling: WorkloadScaling): Issue[] {
  if ('fixed' in scaling) {
    return [
      ...checkLiteral('scaling.fixed', scaling.fixed),
      ...checkWholeNumber('scaling.fixed', scaling.fixed, [0, 5000], {
        unit: 'pods',
        fix: 'write 2 or more',
        see: SEE,
      }),
    ];
  }
  const {
    min,
    max,
    cpuPercent,
    memoryPercent,
    scaleInCooldownSeconds,
    podMetrics = {},
    externalMetrics = {},
  } = scaling;
  const quantities = [
    ...Object.entries(podMetrics).map(([name, value]) => [`podMetrics.${name}`, value] as const),
    ...Object.entries(externalMetrics).map(
      ([name, { averageValue }]) => [`externalMetrics.${name}`, averageValue] as const,
    ),
  ];
  return [
    ...checkLiteral('scaling.min', min),
    ...checkWholeNumber('scaling.min', min, [1, 5000], { unit: 'pods', fix: 'write 1 or more', see: SEE }),
    ...checkWholeNumber('scaling.max', max, [1, 5000], { unit: 'pods', fix: 'write min or more', see: SEE }),
    ...check('scaling.max', max, (most) => most >= min, {
      limit: `scaling.min (${min}) or more`,
      fix: 'exchange the two',
      see: SEE,
    }),
    ...checkWholeNumber('scaling.cpuPercent', cpuPercent, [1, 100], { unit: 'percent', fix: 'write 70', see: SEE }),
    ...checkWholeNumber('scaling.memoryPercent', memoryPercent, [1, 100], {
      unit: 'percent',
      fix: 'write 80',
      see: SEE,
    }),
    ...checkWholeNumber('scaling.scaleInCooldownSeconds', scaleInCooldownSeconds, [0, 3600], {
      unit: 'seconds',
      fix: 'leave it out for 300',
      see: SEE,
    }),
    ...quantities.flatMap(([field, value]) =>
      check(`scaling.${field}`, value, (text) => QUANTITY.test(text), {
        limit: 'a Kubernetes quantity, "100" or "500m"',
        fix: 'write the average per pod as text',
        see: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
      }),
    ),
  ];
}
