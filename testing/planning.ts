import { isList, isObject, isUnknownValue, sameValue, UNKNOWN, type Value, type ValueObject } from './msgpack-values';
import type { Attribute, Block, Nesting } from './terraform-schema';

/**
 * What a provider plans: the configuration exactly as proposed, and every computed value that is not known yet marked
 * as known after apply. Core has already carried over the prior computed values, also inside matching set elements, so
 * a null that is left over belongs to something new.
 */
export function planResource(block: Block, prior: Value, proposed: Value): Value {
  if (!isObject(proposed)) return proposed;
  // Write-only values are for the apply alone; Terraform refuses a plan that holds one.
  const kept = walkBlock(block, proposed, (value, attribute) => (attribute.writeOnly ? null : value));
  if (sameValue(prior, kept)) return kept;
  return walkBlock(block, kept, (value, attribute) => (attribute.computed && value === null ? UNKNOWN : value));
}

/** What an apply returns: the plan with each unknown value filled. */
export function applyResource(block: Block, planned: Value, fill: Visit): Value {
  if (!isObject(planned)) return planned;
  return walkBlock(block, planned, (value, attribute, path) =>
    isUnknownValue(value) ? fill(value, attribute, path) : value,
  );
}

/** What a data source returns: the configuration, and every computed value that it leaves open. */
export function readDataSource(block: Block, config: ValueObject, fill: Visit): ValueObject {
  return walkBlock(block, config, (value, attribute, path) =>
    attribute.computed && value === null ? fill(value, attribute, path) : value,
  );
}

/** Called for each attribute with its path from the resource, list positions included. */
export type Visit = (value: Value, attribute: Attribute, path: readonly (string | number)[]) => Value;

/** Rebuilds a value along its schema. What the schema does not know or what is unknown as a whole stays as it is. */
function walkBlock(
  block: Block,
  value: ValueObject,
  visit: Visit,
  path: readonly (string | number)[] = [],
): ValueObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, child]): [string, Value] => {
      const here = [...path, name];
      const nested = block.blocks[name];
      if (nested !== undefined) {
        return [
          name,
          walkCollection(nested.nesting, child, here, (one, at) => walkBlock(nested.block, one, visit, at)),
        ];
      }
      const attribute = block.attributes[name];
      return [name, attribute === undefined ? child : walkAttribute(attribute, child, visit, here)];
    }),
  );
}

function walkAttribute(attribute: Attribute, value: Value, visit: Visit, path: readonly (string | number)[]): Value {
  const visited = visit(value, attribute, path);
  // Only nested attributes can be filled one by one: an object type is computed as a whole or not at all.
  const members = attribute.writeOnly ? undefined : attribute.nested;
  if (members === undefined) return visited;
  const inside: Block = { attributes: members.attributes, blocks: {} };
  return walkCollection(members.nesting, visited, path, (one, at) => walkBlock(inside, one, visit, at));
}

function walkCollection(
  nesting: Nesting,
  value: Value,
  path: readonly (string | number)[],
  walk: (one: ValueObject, path: readonly (string | number)[]) => ValueObject,
): Value {
  if (isList(value)) return value.map((one, index) => (isObject(one) ? walk(one, [...path, index]) : one));
  if (!isObject(value)) return value;
  if (nesting === 'single') return walk(value, path);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, isObject(one) ? walk(one, [...path, key]) : one]),
  );
}
