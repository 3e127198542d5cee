import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

/** How new tasks take over from the old ones. */
export type Deployment =
  | RollingDeployment
  | BlueGreenDeployment
  | LinearDeployment
  | CanaryDeployment
  | CodeDeployDeployment
  | ExternalDeployment;

/** Alarms, names of alarms, or those that `service.recommendedAlarms` makes. */
export type DeploymentAlarms = readonly (CloudwatchMetricAlarm | string)[] | 'recommended';

/** What every deployment that ECS itself runs can do. */
interface EcsDeployment {
  /**
   * What happens when tasks do not start or do not become healthy.
   * @default 'rollback': the service goes back to what ran before, without anybody awake
   */
  readonly onFailure?: 'rollback' | 'stop' | 'keep-trying';
  /**
   * Alarms that end a deployment like a failure does.
   * @default none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  readonly alarms?: DeploymentAlarms;
  /**
   * The lowest share of the desired tasks that stays healthy, in percent, 0-100.
   * @default 100: no capacity is missing during a deployment
   */
  readonly minimumHealthyPercent?: number;
  /** The highest share of the desired tasks that may run at once, in percent, 100-200 (daemon: 100). @default 200 */
  readonly maximumPercent?: number;
}

/** Task by task; the only one that needs no load balancer. */
export interface RollingDeployment extends EcsDeployment {
  readonly kind: 'rolling';
}

/** What the deployments with a second set of tasks have in common. */
interface ShiftingDeployment extends EcsDeployment {
  /** Minutes that both sets run after the shift, 0-1440: in them, going back is immediate. @default 10 */
  readonly bakeMinutes?: number;
  /** Lambda functions that are asked at points of the deployment. @default none */
  readonly hooks?: readonly DeploymentHook[];
}

/** All traffic moves at once. Needs a load balancer or Service Connect. */
export interface BlueGreenDeployment extends ShiftingDeployment {
  readonly kind: 'blue-green';
}

/** Traffic moves in equal steps. Needs a load balancer or Service Connect. */
export interface LinearDeployment extends ShiftingDeployment {
  readonly kind: 'linear';
  /** 3-100 percent, in tenths. */
  readonly stepPercent: number;
  /** 0-1440 whole minutes between two steps. @default 6, as ECS has it */
  readonly stepMinutes?: number;
}

/** A small share of the traffic first, then the rest. Needs a load balancer or Service Connect. */
export interface CanaryDeployment extends ShiftingDeployment {
  readonly kind: 'canary';
  /** 0.1-100 percent, in tenths. */
  readonly canaryPercent: number;
  /** 0-1440 whole minutes until the rest follows. @default 10, as ECS has it */
  readonly canaryMinutes?: number;
}

/** AWS CodeDeploy moves task sets; for existing pipelines, ECS does the same by itself today. */
export interface CodeDeployDeployment {
  readonly kind: 'code-deploy';
}

/** Task sets are declared by another tool. */
export interface ExternalDeployment {
  readonly kind: 'external';
}

/** Points of a deployment at which a function can say no. */
export type DeploymentStage =
  | 'RECONCILE_SERVICE'
  | 'PRE_SCALE_UP'
  | 'POST_SCALE_UP'
  | 'TEST_TRAFFIC_SHIFT'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT';

/** A function that answers SUCCEEDED, FAILED or IN_PROGRESS. */
export interface DeploymentHook {
  readonly functionArn: string;
  /** At least one. */
  readonly stages: readonly DeploymentStage[];
  /** JSON handed to the function. @default none */
  readonly details?: string;
}
