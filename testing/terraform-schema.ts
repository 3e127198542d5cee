/** A Terraform type, in the notation that the plugin protocol puts on the wire as JSON. */
export type TypeConstraint =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', TypeConstraint]
  | readonly ['object', Readonly<Record<string, TypeConstraint>>];

/** `single` is one object, the others are collections of objects. */
export type Nesting = 'single' | 'list' | 'set' | 'map';

/** Who may set an argument, and whether the provider fills it. */
export interface AttributeFlags {
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

/** An attribute whose members have flags of their own (the plugin framework's nested attributes). */
export interface NestedAttributes {
  readonly nesting: Nesting;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An argument or a computed value. */
export interface Attribute extends AttributeFlags {
  /** Exactly one of `type` and `nested` is given. */
  readonly type?: TypeConstraint;
  readonly nested?: NestedAttributes;
  /** Sent to the provider, never kept in the state. */
  readonly writeOnly: boolean;
}

/** A nested block with the number of times it may appear; `maxItems` 0 is no limit. */
export interface NestedBlock {
  readonly nesting: Nesting;
  readonly minItems: number;
  readonly maxItems: number;
  readonly block: Block;
}

/** What may stand between the braces of a resource, data source, provider or nested block. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

/** All that one provider serves in a run: only the types that the configuration uses. */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly dataSources: Readonly<Record<string, Block>>;
}

export const EMPTY_BLOCK: Block = { attributes: {}, blocks: {} };
