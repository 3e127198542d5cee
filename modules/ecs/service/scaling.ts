import type { Metric } from '../../shared/metric';

/**
 * How many tasks run. `{ fixed }` belongs to Terraform: a changed number is applied. `{ min, max }` belongs to
 * Application Auto Scaling: Terraform sets the count once and then leaves it alone.
 */
export type Scaling = FixedScaling | Autoscaling;

export interface FixedScaling {
  /** 0 or more tasks. */
  readonly fixed: number;
}

/** Bounds, and what moves the number of tasks between them. */
export interface Autoscaling {
  /** 0 or more; `min` equal to `max` is legal. */
  readonly min: number;
  readonly max: number;
  /** Tasks when the service is created, from `min` to `max`. @default min */
  readonly desired?: number;
  /** Average CPU of the service to hold, over 0 to 100 percent. */
  readonly cpuPercent?: number;
  /** Average memory of the service to hold, over 0 to 100 percent. */
  readonly memoryPercent?: number;
  /** Requests per minute and task to hold; needs an application load balancer. */
  readonly requestsPerTarget?: number;
  /** Messages that wait, for a worker that reads a queue. @default none */
  readonly queueBacklog?: QueueBacklog;
  /** Other metrics to hold at a value, by a name that stays. @default none */
  readonly metrics?: Readonly<Record<string, MetricTarget>>;
  /** Steps that an alarm takes, by a name that stays. @default none */
  readonly steps?: Readonly<Record<string, StepScaling>>;
  /** Other bounds at set times, by a name that stays. @default none */
  readonly schedules?: Readonly<Record<string, ScheduledScaling>>;
  /** Seconds without another scale-in after one. @default 300, as ECS advises: capacity goes slowly */
  readonly scaleInCooldownSeconds?: number;
  /** Seconds without another scale-out after one. @default 60: capacity comes quickly */
  readonly scaleOutCooldownSeconds?: number;
  /** `false`: metrics only add tasks, something else takes them away. @default true */
  readonly scaleIn?: boolean;
}

/**
 * The length of an SQS queue divided by the tasks that run, which CloudWatch computes; needs Container Insights on the
 * cluster, and `min` of 1 or more: nothing can be divided by no task.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export interface QueueBacklog {
  /** Of a queue in the account and region of the service. */
  readonly queueName: string;
  /** Over 0: what one task works off in the time that a message may wait. 10 a second and 10 seconds make 100. */
  readonly messagesPerTask: number;
}

/** A metric that follows the load (twice the tasks, half the value), and the value to hold. */
export interface MetricTarget {
  readonly metric: Metric | MetricMath;
  /** Over 0. */
  readonly target: number;
}

/** CloudWatch metric math over named metrics: `{ expression: 'visible / tasks', metrics: { visible, tasks } }`. */
export interface MetricMath {
  readonly expression: string;
  /** Lower-case id, as the expression uses it -> metric. 1 to 9 of them. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

/**
 * Changes by the size of the excess: below the lowest `from` nothing is added, above each further `from` more is. Where
 * both directions are given, between `scaleIn.at(-1).to` and `scaleOut[0].from` nothing happens.
 */
export interface StepScaling {
  readonly metric: Metric;
  /** Ascending: from which value on, how many tasks are added. */
  readonly scaleOut?: readonly { readonly from: number; readonly add: number }[];
  /** Descending: up to which value, how many tasks are removed. */
  readonly scaleIn?: readonly { readonly to: number; readonly remove: number }[];
  /** Datapoints in a row that must be out of bounds. @default 2 */
  readonly evaluationPeriods?: number;
  /** Seconds between two steps. @default 60 */
  readonly cooldownSeconds?: number;
}

/** Bounds from a time on, until another schedule changes them. */
export interface ScheduledScaling {
  /** `cron(0 8 ? * MON-FRI *)`, `rate(1 hour)` or `at(2026-12-24T18:00:00)`. */
  readonly schedule: string;
  /** IANA name. @default 'UTC' */
  readonly timezone?: string;
  /** At least one of `min` and `max`. */
  readonly min?: number;
  readonly max?: number;
}
