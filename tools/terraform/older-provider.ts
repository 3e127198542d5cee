import { bindingKnows, type ProviderSchema } from './provider-schema';
import { array, blocks, type Json, object } from './stack-json';

/** A stack as an older provider can read it, and what it cannot judge. */
export interface OlderStack {
  readonly json: Json;
  /** Arguments taken out of the copy, `aws_ecs_service.deployment_configuration`; in no way judged by this provider. */
  readonly leftOut: readonly string[];
  /** Resource types that this provider does not have; the stack cannot be judged with it at all. */
  readonly missingTypes: readonly string[];
}

/** Arguments of Terraform itself, which no provider's schema has. */
const META = new Set(['//', 'count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection']);

/**
 * Takes out of a copy what this provider lacks and the bindings have: that is how an argument of a newer provider is
 * told from a wrong one. What neither knows stays in, and Terraform reports it.
 */
export function forOlderProvider(json: Json, schema: ProviderSchema, knows = bindingKnows): OlderStack {
  const leftOut = new Set<string>();
  const missing = new Set<string>();
  const copy: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { mode, type, name, body } of blocks(json)) {
    const block = schema[mode][type];
    if (block === undefined && type.startsWith('aws_')) missing.add(type);
    const kept = block === undefined ? body : keepKnown(body, object(object(block).block), type);
    copy[mode] ??= {};
    copy[mode][type] ??= {};
    copy[mode][type][name] = kept;

    function keepKnown(value: Json, { attributes, block_types }: Json, path: string): Json {
      const entries = Object.entries(value).flatMap(([argument, part]): [string, unknown][] => {
        const nested = object(block_types)[argument];
        if (nested !== undefined) {
          const inner = object(object(nested).block);
          const parts = array(part).map((each) => keepKnown(object(each), inner, `${path}.${argument}`));
          return [[argument, Array.isArray(part) ? parts : parts[0]]];
        }
        const known = META.has(argument) || canBeSet(object(attributes)[argument]);
        if (known || !knows(mode, type, argument)) return [[argument, part]];
        leftOut.add(`${path}.${argument}`);
        return [];
      });
      return Object.fromEntries(entries);
    }
  }
  return { json: { ...json, ...copy }, leftOut: [...leftOut].sort(), missingTypes: [...missing].sort() };
}

/** Some arguments were only told at first: the `region` of a bucket became one in 6.0. */
function canBeSet(attribute: unknown): boolean {
  const { computed, optional, required } = object(attribute);
  return attribute !== undefined && (computed !== true || optional === true || required === true);
}
