import type { EcsServiceConfig, EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import { capacityStrategy } from '../cluster/capacity-strategy';
import { isShifting } from './deployment-arguments';
import type { ServiceSettings } from './ecs-service-props';
import type { Entrance, ServiceFacts } from './service-facts';

const GRACE_PERIOD_SECONDS = 60;

/** Where the tasks go, and how many. `desired_count` is always there: without it the provider makes no task at all. */
export function placementOfTasks({
  capacity,
  kind,
  daemon,
  scaling,
}: ServiceFacts): Pick<
  EcsServiceConfig,
  'schedulingStrategy' | 'launchType' | 'capacityProviderStrategy' | 'platformVersion' | 'desiredCount'
> {
  // A daemon takes no strategy: https://github.com/aws/containers-roadmap/issues/692
  if (daemon) return { schedulingStrategy: 'DAEMON', launchType: 'EC2' };
  return {
    schedulingStrategy: 'REPLICA',
    capacityProviderStrategy: capacityStrategy(capacity),
    platformVersion: kind === 'fargate' ? 'LATEST' : undefined,
    desiredCount: 'fixed' in scaling ? scaling.fixed : (scaling.desired ?? scaling.min),
  };
}

/** How requests reach the tasks; with external deployments the task sets say it. */
export function loadBalancerArguments(
  entrance: Entrance | undefined,
  {
    deployment,
    healthCheck,
    deploymentRoleArn,
  }: Pick<ServiceFacts, 'deployment'> & Pick<ServiceSettings, 'healthCheck'> & { readonly deploymentRoleArn?: string },
): Pick<EcsServiceConfig, 'loadBalancer' | 'healthCheckGracePeriodSeconds'> {
  if (entrance === undefined || deployment.kind === 'external') return {};
  const { route, container, port } = entrance;
  const advancedConfiguration = isShifting(deployment) ? shiftArguments(entrance, deploymentRoleArn) : undefined;
  const { targetGroupArn } = route.targetGroup;
  return {
    loadBalancer: [{ targetGroupArn, containerName: container, containerPort: port, advancedConfiguration }],
    healthCheckGracePeriodSeconds: healthCheck?.gracePeriodSeconds ?? GRACE_PERIOD_SECONDS,
  };
}

function shiftArguments(
  { route }: Entrance,
  roleArn: string | undefined,
): EcsServiceLoadBalancer['advancedConfiguration'] {
  const { alternateTargetGroup, productionListenerRuleArn, testListenerRuleArn } = route;
  if (alternateTargetGroup === undefined || roleArn === undefined) return undefined;
  return {
    alternateTargetGroupArn: alternateTargetGroup.targetGroupArn,
    productionListenerRule: productionListenerRuleArn,
    testListenerRule: testListenerRuleArn,
    roleArn,
  };
}

/** Attributes that somebody else changes while the program runs, and that Terraform must not put back. */
export function writtenByOthers({ scaling, deployment, daemon, releases }: ServiceFacts): string[] {
  const byCodeDeploy = deployment.kind === 'code-deploy';
  const byTaskSets = deployment.kind === 'external';
  const byAutoscaling = !daemon && !('fixed' in scaling);
  return [
    ...(byAutoscaling || byCodeDeploy || byTaskSets ? ['desired_count'] : []),
    ...(releases.by === 'ci' || byCodeDeploy || byTaskSets ? ['task_definition'] : []),
    ...(byCodeDeploy ? ['load_balancer'] : []),
  ];
}
