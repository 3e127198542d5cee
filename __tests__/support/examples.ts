import { resources, type StackJson } from './synth';

export type { ContainerJson } from './ecs';

/** The path patterns of all listener rules of a stack, in the order in which the load balancer asks them. */
export function rulesInOrder(json: StackJson): string[][] {
  return resources(json, 'aws_lb_listener_rule')
    .map((rule) => rule as { priority: number; condition: { path_pattern: { values: string[] } }[] })
    .sort((a, b) => a.priority - b.priority)
    .map(({ condition }) => condition.flatMap(({ path_pattern: { values } }) => values));
}

/** Who may open connections to whom, as the ingress rules of a stack say. */
export function descriptionsOfRules(json: StackJson): string[] {
  return resources(json, 'aws_vpc_security_group_ingress_rule').map(({ description }) => String(description));
}

/** The one ECS service whose name ends so. */
export function serviceNamed(json: StackJson, name: string): Record<string, unknown> {
  const found = resources(json, 'aws_ecs_service').find((service) => String(service.name).endsWith(name));
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}
