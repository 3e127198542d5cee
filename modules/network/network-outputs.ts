import { Fn, type TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import { ExistingNetwork, type ExistingNetworkAttributes, type ExistingTier } from './existing-network';
import type { INetwork, SubnetEgress } from './i-network';
import type { UsualTier } from './tier';
import { zonesOf } from './zones';

/** The names that a network is published under; a change of one breaks every reader in another repository. */
function outputNames(prefix: string) {
  return {
    vpcId: `${prefix}_vpc_id`,
    cidrBlock: `${prefix}_cidr_block`,
    /** Tier, then zone: `network_subnet_ids["private"]["eu-west-1a"]`. */
    subnetIds: `${prefix}_subnet_ids`,
    endpoints: `${prefix}_endpoints`,
  } as const;
}

/**
 * What other states may know of a network, by output name, for `publishOutputs(stack, networkOutputs(network))`. Read
 * by `Network.fromRemoteState`, and by plain Terraform as `outputs.network_subnet_ids["private"]["eu-west-1a"]`.
 * @param prefix begins the names where a stack has several networks
 */
export function networkOutputs(network: INetwork, prefix = 'network'): Readonly<Record<string, unknown>> {
  const names = outputNames(prefix);
  const subnetIds = network.tiers.map((tier) => [
    tier,
    Object.fromEntries(
      network.subnets
        .filter((subnet) => subnet.tier === tier)
        .map((subnet) => [subnet.availabilityZone, subnet.subnetId]),
    ),
  ]);
  return {
    [names.vpcId]: network.vpcId,
    ...(network.cidrBlock === undefined ? {} : { [names.cidrBlock]: network.cidrBlock }),
    [names.subnetIds]: Object.fromEntries(subnetIds),
    ...(network.endpoints === undefined ? {} : { [names.endpoints]: network.endpoints }),
  };
}

export interface NetworkOutputs {
  /** The outputs of the stack that published the network: `readOutputs(this, 'NetworkState', remoteState, target)`. */
  readonly outputs: TerraformRemoteState;
  /** As it was published. @default 'network' */
  readonly prefix?: string;
  /** Zones by name or letter; at most those of the network. @default the first two usual ones of the region */
  readonly availabilityZones?: readonly string[];
  /** Tiers to use; at most those of the network. @default ['public', 'private'] */
  readonly tiers?: readonly (UsualTier | { readonly name: string; readonly egress: SubnetEgress })[];
  /** Services that have an endpoint. @default not known; what depends on them is not checked */
  readonly endpoints?: readonly string[];
}

/**
 * The reader of `networkOutputs`. Zones and tiers are named here too, because they decide which resources exist; one that
 * the network does not have stops the plan with the index that is missing.
 */
export function networkFromOutputs(scope: Construct, id: string, published: NetworkOutputs): INetwork {
  return new ExistingNetwork(scope, id, (network) => read(network, published));
}

function read(network: Construct, published: NetworkOutputs): ExistingNetworkAttributes {
  const { outputs, prefix = 'network', tiers = ['public', 'private'], endpoints } = published;
  const names = outputNames(prefix);
  const zones = zonesOf(network, published.availabilityZones);
  const subnetIds = outputs.get(names.subnetIds);
  const existing = tiers.map((given): [string, ExistingTier] => {
    const { name, egress }: { name: string; egress?: SubnetEgress } =
      typeof given === 'string' ? { name: given } : given;
    const ids = zones.map((zone): [string, string] => [zone, Fn.lookupNested(subnetIds, [name, zone])]);
    return [name, { egress, subnetIds: Object.fromEntries(ids) }];
  });
  return {
    vpcId: outputs.getString(names.vpcId),
    cidrBlocks: [outputs.getString(names.cidrBlock)],
    tiers: Object.fromEntries(existing),
    endpoints,
  };
}
