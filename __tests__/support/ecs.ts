import type { TerraformStack } from 'cdktf';
import { EcsCluster, EcsService, type EcsServiceProps } from '../../modules/ecs';
import { Network } from '../../modules/network';
import { type StackJson, synth, theResource } from './synth';

/** A container definition as ECS reads it. */
export interface ContainerJson {
  readonly name: string;
  readonly [property: string]: unknown;
}

/** A network and a cluster to put services into. */
export function platform(stack: TerraformStack): { readonly network: Network; readonly cluster: EcsCluster } {
  const network = new Network(stack, 'Network', {});
  return { network, cluster: new EcsCluster(stack, 'Cluster', { network }) };
}

/** A stack with one service `web`. */
export function synthService(props: EcsServiceProps, then?: (service: EcsService) => void): StackJson {
  return synth((stack) => {
    const service = new EcsService(stack, 'web', { cluster: platform(stack).cluster, ...props });
    then?.(service);
  });
}

/** The containers of the one task definition of a stack. */
export function containersOf(json: StackJson): readonly ContainerJson[] {
  return JSON.parse(String(theResource(json, 'aws_ecs_task_definition').container_definitions)) as ContainerJson[];
}

/** The first container of the one task definition of a stack. */
export function containerOf(json: StackJson): ContainerJson {
  const [first] = containersOf(json);
  if (first === undefined) throw new Error('the task has no container');
  return first;
}

/** Statements of a policy document. */
export function statementsOf(policy: unknown): readonly Record<string, unknown>[] {
  const document = JSON.parse(String(policy)) as { readonly Statement: Record<string, unknown>[] };
  return document.Statement;
}
