import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';

/** How new pods take over from the old ones; the words mean the same for `EcsService`. */
export type WorkloadDeployment =
  | RollingPodDeployment
  | BlueGreenPodDeployment
  | LinearPodDeployment
  | CanaryPodDeployment;

/** Pod by pod, by Kubernetes itself. */
export interface RollingPodDeployment {
  readonly kind: 'rolling';
  /** The lowest share of the pods that stays ready, in percent, 0-100. @default 100: no capacity is missing */
  readonly minimumHealthyPercent?: number;
  /** The highest share of the pods that may run at once, in percent, 100-200. @default 125 */
  readonly maximumPercent?: number;
}

/** All new pods first, then the Service moves to them at once. Not behind an ALB, see the README. */
export interface BlueGreenPodDeployment {
  readonly kind: 'blue-green';
  /** Minutes that the old pods stay after the move, 0-1440: in them, going back is immediate. @default 10 */
  readonly bakeMinutes?: number;
}

/** New pods replace old ones in equal steps. */
export interface LinearPodDeployment {
  readonly kind: 'linear';
  /** 1-100 percent of the pods, whole. */
  readonly stepPercent: number;
  /** 0-1440 whole minutes between two steps. @default 6 */
  readonly stepMinutes?: number;
}

/** A small share of the pods first, then the rest. */
export interface CanaryPodDeployment {
  readonly kind: 'canary';
  /** 1-100 percent of the pods, whole; at least one pod. */
  readonly canaryPercent: number;
  /** 0-1440 whole minutes until the rest follows. @default 10 */
  readonly canaryMinutes?: number;
}

/** Those that Argo Rollouts runs. */
export type ProgressiveDeployment = Exclude<WorkloadDeployment, RollingPodDeployment>;

export function isProgressive(deployment: WorkloadDeployment): deployment is ProgressiveDeployment {
  return deployment.kind !== 'rolling';
}

/** What else decides whether a deployment can be done. */
export interface DeploymentSubject {
  readonly port?: number;
  readonly exposed: boolean;
  /** The fewest pods that run at any time. */
  readonly leastPods: number;
}

const ROLLOUTS = 'https://argo-rollouts.readthedocs.io/en/stable/features';
const SURGE = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '0' } };

/** `spec.strategy` of a Deployment, as the Terraform provider writes it. */
export function rollingStrategy({ minimumHealthyPercent, maximumPercent }: RollingPodDeployment): typeof SURGE {
  const { maxSurge, maxUnavailable } = SURGE.rollingUpdate;
  const surge = maximumPercent === undefined ? maxSurge : percent(maximumPercent - 100);
  const unavailable = minimumHealthyPercent === undefined ? maxUnavailable : percent(100 - minimumHealthyPercent);
  return { ...SURGE, rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } };
}

/** Without a share Kubernetes wants a plain 0. */
function percent(share: number): string {
  return share === 0 ? '0' : `${share}%`;
}

/** `spec.strategy` of a Rollout, as its API takes it. */
export function rolloutStrategy(deployment: ProgressiveDeployment, service: string): object {
  // No less capacity during a deployment, as with a Deployment.
  const room = { maxSurge: '25%', maxUnavailable: 0 };
  switch (deployment.kind) {
    case 'blue-green': {
      const { bakeMinutes = 10 } = deployment;
      return { blueGreen: { activeService: service, scaleDownDelaySeconds: bakeMinutes * 60 } };
    }
    case 'canary': {
      const { canaryPercent, canaryMinutes = 10 } = deployment;
      return { canary: { ...room, steps: steps([canaryPercent], canaryMinutes) } };
    }
    case 'linear': {
      const { stepPercent, stepMinutes = 6 } = deployment;
      const count = Math.ceil(100 / stepPercent) - 1;
      const shares = Array.from({ length: count }, (_, index) => stepPercent * (index + 1));
      return { canary: { ...room, steps: steps(shares, stepMinutes) } };
    }
  }
}

/** The last step, all pods, needs no words. */
function steps(shares: readonly number[], minutes: number): object[] {
  return shares.flatMap((setWeight) => [
    { setWeight },
    ...(minutes === 0 ? [] : [{ pause: { duration: `${minutes}m` } }]),
  ]);
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkloadDeployment(deployment: WorkloadDeployment, subject: DeploymentSubject): Issue[] {
  const minutes = { unit: 'minutes', fix: 'leave it out for the default', see: ROLLOUTS };
  const share = { unit: 'percent', see: `${ROLLOUTS}/canary/` };
  switch (deployment.kind) {
    case 'rolling':
      return validateRolling(deployment);
    case 'blue-green':
      return [
        ...checkWholeNumber('deployment.bakeMinutes', deployment.bakeMinutes, [0, 1440], minutes),
        ...validateBlueGreen(subject),
      ];
    case 'linear':
      return [
        ...checkWholeNumber('deployment.stepPercent', deployment.stepPercent, [1, 100], { ...share, fix: 'write 25' }),
        ...checkWholeNumber('deployment.stepMinutes', deployment.stepMinutes, [0, 1440], minutes),
      ];
    case 'canary':
      return [
        ...checkWholeNumber('deployment.canaryPercent', deployment.canaryPercent, [1, 100], {
          ...share,
          fix: 'write 10',
        }),
        ...checkWholeNumber('deployment.canaryMinutes', deployment.canaryMinutes, [0, 1440], minutes),
      ];
  }
}

/** Legal, but not what it says: a share of pods is one of whole pods. */
export function deploymentWarnings(deployment: WorkloadDeployment, { leastPods }: DeploymentSubject): Issue[] {
  const smallest = Math.ceil(100 / (leastPods + 1));
  const rule = {
    limit: `${smallest} percent or more: with ${leastPods} pods one new pod is that much of the traffic`,
    fix: 'run more pods, or write the share that is meant',
    see: `${ROLLOUTS}/canary/`,
  };
  if (deployment.kind === 'canary') {
    return check('deployment.canaryPercent', deployment.canaryPercent, (share) => share >= smallest, rule);
  }
  if (deployment.kind !== 'linear') return [];
  return check('deployment.stepPercent', deployment.stepPercent, (share) => share >= smallest, rule);
}

function validateRolling({ minimumHealthyPercent, maximumPercent }: RollingPodDeployment): Issue[] {
  const see = 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment';
  return [
    ...checkWholeNumber('deployment.minimumHealthyPercent', minimumHealthyPercent, [0, 100], {
      unit: 'percent',
      fix: 'leave it out for 100',
      see,
    }),
    ...checkWholeNumber('deployment.maximumPercent', maximumPercent, [100, 200], {
      unit: 'percent',
      fix: 'leave it out for 125',
      see,
    }),
    ...check(
      'deployment.maximumPercent',
      maximumPercent,
      (most) => most > 100 || (minimumHealthyPercent ?? 100) < 100,
      {
        limit: 'over 100 while minimumHealthyPercent is 100: no pod could move',
        fix: 'write 125, or a lower minimumHealthyPercent',
        see,
      },
    ),
  ];
}

function validateBlueGreen({ port, exposed }: DeploymentSubject): Issue[] {
  const see = `${ROLLOUTS}/bluegreen/`;
  const field = 'deployment.kind';
  const value = 'blue-green';
  if (exposed) {
    return [
      {
        field,
        value,
        limit:
          'canary, linear or rolling behind an ALB: when the Service moves, the controller may take the old pods out of the target group before the new ones are healthy there',
        fix: "write { kind: 'canary', canaryPercent: 10 }; blue-green with an ALB is what EcsService does",
        see,
      },
    ];
  }
  if (port !== undefined) return [];
  return [
    {
      field,
      value,
      limit: 'a workload with a port: it is its Service that moves',
      fix: "write { kind: 'canary', canaryPercent: 10 }",
      see,
    },
  ];
}
