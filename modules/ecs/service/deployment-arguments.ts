import type { EcsServiceConfig, EcsServiceDeploymentConfiguration } from '@cdktf/provider-aws/lib/ecs-service';
import { Lazy } from 'cdktf';
import type { Deployment, DeploymentAlarms, DeploymentHook } from './deployment';

/** Deployments in which ECS moves traffic between two target groups. */
export type Shifting = Extract<Deployment, { readonly kind: 'blue-green' | 'linear' | 'canary' }>;

export function isShifting(deployment: Deployment): deployment is Shifting {
  return deployment.kind === 'blue-green' || deployment.kind === 'linear' || deployment.kind === 'canary';
}

const BAKE_MINUTES = 10;

type DeploymentArguments = Pick<
  EcsServiceConfig,
  | 'deploymentController'
  | 'deploymentConfiguration'
  | 'deploymentCircuitBreaker'
  | 'deploymentMinimumHealthyPercent'
  | 'deploymentMaximumPercent'
  | 'alarms'
>;

/** What the service takes; everything is written out, because what AWS chooses may differ by account and by year. */
export function deploymentArguments(
  deployment: Deployment,
  {
    byDefault,
    daemon,
    hookRoleArn,
    recommendedAlarms,
  }: {
    /** Nobody named a strategy; ROLLING is written only to go back from another one, which the provider would keep. */
    readonly byDefault: boolean;
    readonly daemon: boolean;
    readonly hookRoleArn: () => string;
    /** Names that are known at synth only: the alarms are made after the service. */
    readonly recommendedAlarms: () => string[];
  },
): DeploymentArguments {
  if (deployment.kind === 'external') return { deploymentController: { type: 'EXTERNAL' } };
  if (deployment.kind === 'code-deploy') return { deploymentController: { type: 'CODE_DEPLOY' } };
  const { onFailure = 'rollback', alarms = [] } = deployment;
  const { minimumHealthyPercent, maximumPercent } = percentages(deployment, daemon);
  const rollback = onFailure === 'rollback';
  return {
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: byDefault ? undefined : strategyConfiguration(deployment, hookRoleArn),
    deploymentCircuitBreaker: { enable: onFailure !== 'keep-trying', rollback },
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    deploymentMaximumPercent: maximumPercent,
    alarms:
      alarms.length === 0 ? undefined : { alarmNames: alarmNames(alarms, recommendedAlarms), enable: true, rollback },
  };
}

/** The alarms of the service itself, which are made after it. */
export function usesRecommendedAlarms(deployment: Deployment): boolean {
  return 'alarms' in deployment && deployment.alarms === 'recommended';
}

function alarmNames(alarms: DeploymentAlarms, recommended: () => string[]): string[] {
  if (alarms === 'recommended') return Lazy.listValue({ produce: recommended });
  return alarms.map((alarm) => (typeof alarm === 'string' ? alarm : alarm.alarmName));
}

/** 100/200: nothing is missing during a deployment. A daemon has one task per instance, so the old one goes first. */
export function percentages(
  deployment: Deployment,
  daemon: boolean,
): { readonly minimumHealthyPercent: number; readonly maximumPercent: number } {
  const defaults = daemon
    ? { minimumHealthyPercent: 0, maximumPercent: 100 }
    : { minimumHealthyPercent: 100, maximumPercent: 200 };
  if (deployment.kind === 'external' || deployment.kind === 'code-deploy') return defaults;
  const { minimumHealthyPercent, maximumPercent } = deployment;
  return {
    minimumHealthyPercent: minimumHealthyPercent ?? defaults.minimumHealthyPercent,
    maximumPercent: maximumPercent ?? defaults.maximumPercent,
  };
}

function strategyConfiguration(
  deployment: Exclude<Deployment, { readonly kind: 'external' | 'code-deploy' }>,
  hookRoleArn: () => string,
): EcsServiceDeploymentConfiguration {
  if (!isShifting(deployment)) return { strategy: 'ROLLING' };
  const { bakeMinutes = BAKE_MINUTES, hooks = [] } = deployment;
  const common = {
    bakeTimeInMinutes: String(bakeMinutes),
    lifecycleHook: hooks.length === 0 ? undefined : hooks.map((hook) => hookArgument(hook, hookRoleArn())),
  };
  switch (deployment.kind) {
    case 'blue-green':
      return { strategy: 'BLUE_GREEN', ...common };
    case 'linear':
      return {
        strategy: 'LINEAR',
        ...common,
        linearConfiguration: {
          stepPercent: deployment.stepPercent,
          stepBakeTimeInMinutes: String(deployment.stepMinutes ?? 6),
        },
      };
    case 'canary':
      return {
        strategy: 'CANARY',
        ...common,
        canaryConfiguration: {
          canaryPercent: deployment.canaryPercent,
          canaryBakeTimeInMinutes: String(deployment.canaryMinutes ?? 10),
        },
      };
  }
}

function hookArgument(
  { functionArn, stages, details }: DeploymentHook,
  roleArn: string,
): { hookTargetArn: string; roleArn: string; lifecycleStages: string[]; hookDetails?: string } {
  return {
    hookTargetArn: functionArn,
    roleArn,
    lifecycleStages: [...stages],
    ...(details === undefined ? {} : { hookDetails: details }),
  };
}
