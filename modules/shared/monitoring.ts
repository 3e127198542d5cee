import type { Metric } from './metric';

/** Lines over time that belong in one picture. */
export interface Graph {
  readonly title: string;
  /** One line each, against one axis: metrics of one unit. */
  readonly metrics: readonly Metric[];
}

/** What somebody on call wants to see of one thing. */
export interface Monitoring {
  readonly title: string;
  readonly graphs: readonly Graph[];
}

/** What can be put on a dashboard. */
export interface IMonitored {
  readonly monitoring: Monitoring;
}
