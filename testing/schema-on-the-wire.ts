import type { Attribute, Block, Nesting, ProviderSchema } from './terraform-schema';

/** The numbers of the protocol's `NestingMode`. */
const NESTING: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4 };

/** The answer to `GetProviderSchema`: only the types that this run uses, which is all that Terraform asks about. */
export function encodeSchema({ provider, resources, dataSources }: ProviderSchema): unknown {
  return {
    provider: schema(provider),
    resourceSchemas: mapValues(resources, schema),
    dataSourceSchemas: mapValues(dataSources, schema),
  };
}

function schema(block: Block): unknown {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage({ attributes, blocks }: Block): unknown {
  return {
    attributes: attributeMessages(attributes),
    blockTypes: Object.entries(blocks).map(([typeName, { block, nesting, minItems, maxItems }]) => ({
      typeName,
      block: blockMessage(block),
      nesting: NESTING[nesting],
      minItems,
      maxItems,
    })),
  };
}

function attributeMessages(attributes: Readonly<Record<string, Attribute>>): unknown[] {
  return Object.entries(attributes).map(([name, { type, nested, required, optional, computed, writeOnly }]) => ({
    name,
    // Terraform knows three combinations; "required" excludes the others.
    required,
    optional: optional && !required,
    computed: computed && !required,
    writeOnly,
    ...(nested === undefined
      ? { type: Buffer.from(JSON.stringify(type ?? 'string')) }
      : { nestedType: { attributes: attributeMessages(nested.attributes), nesting: NESTING[nested.nesting] } }),
  }));
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
