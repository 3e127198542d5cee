import type { Issue } from '../../shared/problems';

/** Arguments of the ECS API and of `aws_ecs_service`, and what says the same here. */
const SAID_HERE = {
  launchType: 'capacity (in place of capacityProviderStrategy too)',
  capacityProviderStrategy: 'capacity (in place of launchType too)',
  desiredCount: 'scaling: { fixed: 2 }',
  schedulingStrategy: 'scheduling',
  loadBalancers: 'expose',
  loadBalancer: 'expose',
  networkConfiguration: 'network, subnets and securityGroups',
  enableExecuteCommand: 'executeCommand',
  deploymentConfiguration: 'deployment',
  serviceRegistries: 'discovery',
} as const;

/** Pure: what the compiler refuses, and a program in plain JavaScript would lose without a word. */
export function validateApiWords(props: object): Issue[] {
  return Object.entries(SAID_HERE).flatMap(([word, here]) =>
    word in props
      ? [
          {
            field: word,
            value: Reflect.get(props, word) as unknown,
            limit: `nothing: a service says it with ${here}`,
            fix: `remove ${word}`,
            see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
          },
        ]
      : [],
  );
}
