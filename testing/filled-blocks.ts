import { isList, isObject, type Value, type ValueObject } from './msgpack-values';
import type { Block } from './terraform-schema';

/**
 * Blocks that AWS fills where the configuration has none, and that other code reads: the service range of a cluster, for
 * one. The bindings call such a block optional and do not say that it is computed as well.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster#attribute-reference
 */
const FILLED_BY_AWS: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: ['access_config', 'kubernetes_network_config', 'upgrade_policy'],
  aws_instance: ['metadata_options', 'root_block_device'],
  aws_launch_template: ['metadata_options'],
  aws_lb_target_group: ['health_check', 'stickiness'],
};

/** Whether a plan of this type may hold blocks that the configuration does not have. */
export function hasFilledBlocks(type: string): boolean {
  return FILLED_BY_AWS[type] !== undefined;
}

/** The proposal with those blocks: as they were before, else one that is empty and so known only after apply. */
export function withFilledBlocks(type: string, block: Block, prior: Value, proposed: Value): Value {
  if (!isObject(proposed)) return proposed;
  const filled = (FILLED_BY_AWS[type] ?? []).flatMap((name): [string, Value][] => {
    const nested = block.blocks[name];
    const configured = proposed[name] ?? [];
    if (nested === undefined || !isList(configured) || configured.length > 0) return [];
    const before = isObject(prior) ? prior[name] : undefined;
    return [[name, isList(before) && before.length > 0 ? before : [emptyBlock(nested.block)]]];
  });
  return { ...proposed, ...Object.fromEntries(filled) };
}

function emptyBlock({ attributes, blocks }: Block): ValueObject {
  const collections = Object.entries(blocks).map(([name, { nesting }]): [string, Value] => [
    name,
    nesting === 'single' ? null : nesting === 'map' ? {} : [],
  ]);
  return Object.fromEntries([...Object.keys(attributes).map((name): [string, Value] => [name, null]), ...collections]);
}
