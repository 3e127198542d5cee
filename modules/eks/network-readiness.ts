import { TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { INetwork } from '../network/i-network';

const WAYS = /^aws_(route|route_table_association|vpc_endpoint)$/;

/**
 * The routes (and with them NAT gateways) and endpoints of a network in the stack of `scope`. A node that starts before them finds
 * neither the cluster nor ECR and never joins; on destroy controllers need them until the nodes are gone. A network in
 * another stack is complete before this one is applied.
 */
export function waysOut(scope: IConstruct, network: INetwork | undefined): TerraformResource[] {
  if (network === undefined || TerraformStack.of(network) !== TerraformStack.of(scope)) return [];
  return network.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node))
    .filter(({ terraformResourceType }) => WAYS.test(terraformResourceType));
}
