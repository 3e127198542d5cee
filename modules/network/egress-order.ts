import { type TerraformResource, TerraformStack } from 'cdktf';
import { addDependency } from '../shared/dependencies';
import type { ISubnet } from './i-network';

/**
 * Makes `resource` wait until `subnets` have their way out, and be destroyed before it goes: a node that starts without
 * a route never joins its cluster, AWS refuses a public load balancer before the internet gateway is there, and a
 * controller that loses its route leaves load balancers behind. Routes of another state are there already.
 */
export function waitForEgress(resource: TerraformResource, subnets: readonly ISubnet[]): void {
  const stack = TerraformStack.of(resource);
  for (const part of subnets.flatMap(({ egressParts = [] }) => egressParts)) {
    if (TerraformStack.of(part) === stack) addDependency(resource, part);
  }
}
