import type { Attribute, AttributeFlags, Block, NestedBlock, Nesting, TypeConstraint } from './terraform-schema';

/**
 * Reads a provider's schema out of the TypeScript that `cdktf get` generated for one type, as text and without running
 * it. The generator writes every fact down in a fixed form: a comment with the flags of each attribute, an interface
 * with the documented arguments, and a table of kinds for the HCL output.
 */
export function schemaFromBinding(source: string): Block {
  return new BindingText(source).topLevelBlock();
}

/** One row of the table that the generator writes for HCL output. */
interface HclRow {
  readonly kind: string;
  readonly storage: string;
}

/** One argument of a generated interface. */
interface Argument {
  readonly required: boolean;
  readonly block: boolean;
  readonly list: boolean;
}

/** The getter of one attribute and the comment above it. */
interface Getter {
  readonly flags: AttributeFlags;
  /** The class that the attribute's field is made of, `EksClusterVpcConfigOutputReference`. */
  readonly field?: string;
  /** The generator marks a list that stands for a set. */
  readonly wrapsSet: boolean;
  readonly body: string;
}

const GETTER =
  /\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n(?: {2}private [^\n]*?(?:= new (?:cdktf\.)?(\w+)\(this, "\w+"(?:, (true|false))?\))?;? *\n)?\s*public get \w+\(\) \{\n\s*([^\n]*)\n/g;
const HCL_ROW =
  /^\s+(\w+): \{\n\s+value: [^\n]*\n\s+isBlock: \w+,\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",$/gm;
const ARGUMENT =
  /\/\*\*((?:(?!\*\/)[\s\S])*?)#(\w+) \w+#\w+\}(?:(?!\*\/)[\s\S])*?\*\/\s+readonly (\w+)(\?)?: ([^\n]*);/g;

class BindingText {
  /** `interface EksCluster...`, `class ...`, `function ...`: the declarations of the module by kind and name. */
  private readonly declarations = new Map<string, string>();
  private topLevelClass = '';
  private parent = '';

  public constructor(source: string) {
    for (const text of source.split(/^export /m).slice(1)) {
      const [, kind, name, parent] = text.match(/^(\w+) (\w+)(?: extends cdktf\.(\w+))?/) ?? [];
      if (kind === undefined || name === undefined) continue;
      this.declarations.set(`${kind} ${name}`, text);
      if (kind === 'class' && parent !== undefined && /^Terraform(Resource|DataSource|Provider)$/.test(parent)) {
        this.topLevelClass = name;
        this.parent = parent;
      }
    }
  }

  public topLevelBlock(): Block {
    const body = this.declaration('class', this.topLevelClass);
    const { attributes, blocks } = this.block(body, this.declaration('interface', `${this.topLevelClass}Config`), body);
    // Terraform's own argument of every provider block.
    const { alias: _, ...own } = attributes;
    return { attributes: this.parent === 'TerraformProvider' ? own : attributes, blocks };
  }

  private declaration(kind: string, name: string): string {
    return this.declarations.get(`${kind} ${name}`) ?? '';
  }

  private struct(name: string): Block {
    const mapper = `${name.charAt(0).toLowerCase()}${name.slice(1)}ToHclTerraform`;
    return this.block(
      this.declaration('class', `${name}OutputReference`),
      this.declaration('interface', name),
      this.declaration('function', mapper),
    );
  }

  private block(getterText: string, argumentText: string, hclText: string): Block {
    const getters = readGetters(getterText);
    const args = readArguments(argumentText);
    const rows = readHclRows(hclText);
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, NestedBlock> = {};
    for (const name of new Set([...getters.keys(), ...args.keys()])) {
      const getter = getters.get(name);
      const argument = args.get(name);
      const row = rows.get(name);
      const struct = this.structName(row, getter);
      if (argument?.block && struct !== undefined) {
        blocks[name] = this.nestedBlock(struct, argument, nestingOf(row, getter));
      } else {
        attributes[name] = this.attribute(name, getters, argument, row, struct);
      }
    }
    return { attributes, blocks };
  }

  private nestedBlock(struct: string, { required, list }: Argument, nesting: Nesting): NestedBlock {
    const block = this.struct(struct);
    return {
      // Terraform refuses dynamic types inside a set, and a list accepts the same configuration.
      nesting: nesting === 'set' && hasDynamic(block) ? 'list' : nesting,
      minItems: required ? 1 : 0,
      maxItems: (nesting === 'list' || nesting === 'set') && list ? 0 : nesting === 'single' && !required ? 0 : 1,
      block,
    };
  }

  private attribute(
    name: string,
    getters: ReadonlyMap<string, Getter>,
    argument: Argument | undefined,
    row: HclRow | undefined,
    struct: string | undefined,
  ): Attribute {
    const getter = getters.get(name);
    const required = argument?.required ?? false;
    const flags = getter?.flags ?? { required, optional: !required, computed: false };
    const revision = getters.has(`${name}_version`) || getters.has(`${name}_revision`);
    const writeOnly = name.endsWith('_wo') && revision && flags.optional && !flags.computed;
    if (struct === undefined) return { ...flags, writeOnly, type: simpleType(row, getter) };

    const nesting = nestingOf(row, getter);
    const { attributes } = this.struct(struct);
    // Members of a plain object type carry its flags; those of a nested attribute carry their own.
    // A single object may be either, and read as nested attributes it need not name all its members.
    const ownFlags = Object.values(attributes).some((member) => member.required || !sameFlags(member, flags));
    if (argument !== undefined && (ownFlags || nesting === 'single' || nesting === 'map')) {
      return { ...flags, writeOnly, nested: { nesting, attributes } };
    }
    const object: TypeConstraint = ['object', mapValues(attributes, typeOf)];
    return { ...flags, writeOnly, type: nesting === 'single' ? object : [nesting, object] };
  }

  /** The generated struct behind an attribute or block; none for strings, numbers and collections of them. */
  private structName(row: HclRow | undefined, getter: Getter | undefined): string | undefined {
    const candidates = [row?.storage, getter?.field].flatMap((name) =>
      name === undefined ? [] : [name, name.replace(/(List|Map|OutputReference)$/, '')],
    );
    return candidates.find((name) => this.declarations.has(`interface ${name}`));
  }
}

function readGetters(text: string): Map<string, Getter> {
  const getters = new Map<string, Getter>();
  for (const [, name = '', computed, optional, required, field, wrapsSet, body = ''] of text.matchAll(GETTER)) {
    const flags = { computed: computed === 'true', optional: optional === 'true', required: required === 'true' };
    getters.set(name, { flags, field, wrapsSet: wrapsSet === 'true', body });
  }
  return getters;
}

function readArguments(text: string): Map<string, Argument> {
  const args = new Map<string, Argument>();
  for (const [, doc = '', name = '', , question, type = ''] of text.matchAll(ARGUMENT)) {
    const block = new RegExp(`^\\s*\\* ${name} block$`, 'm').test(doc);
    args.set(name, { required: question === undefined, block, list: type.includes('[]') });
  }
  return args;
}

function readHclRows(text: string): Map<string, HclRow> {
  const rows = new Map<string, HclRow>();
  for (const [, name = '', kind = '', storage = ''] of text.matchAll(HCL_ROW)) rows.set(name, { kind, storage });
  return rows;
}

function nestingOf(row: HclRow | undefined, getter: Getter | undefined): Nesting {
  switch (row?.kind) {
    case 'list':
    case 'set':
    case 'map':
      return row.kind;
    case 'struct':
      return 'single';
    default:
      if (getter?.field?.endsWith('List')) return getter.wrapsSet ? 'set' : 'list';
      return getter?.field?.endsWith('Map') ? 'map' : 'single';
  }
}

/** An attribute that is no struct: from the HCL table, or for a computed one from its field or its getter. */
function simpleType(row: HclRow | undefined, getter: Getter | undefined): TypeConstraint {
  if (row === undefined) {
    // `new cdktf.StringMap(this, "tags_all")`
    const { field = '', body = '' } = getter ?? {};
    return field === '' ? typeOfGetter(body) : storedType(`${field.charAt(0).toLowerCase()}${field.slice(1)}`);
  }
  if (row.storage.startsWith('any')) return 'dynamic';
  if (/^[A-Z]/.test(row.storage))
    throw new Error(`the bindings do not declare ${row.storage}; their form is new to this library`);
  if (row.kind !== 'list' && row.kind !== 'set' && row.kind !== 'map') return storedType(row.storage);
  return [row.kind, storedType(row.storage.replace(/(List|Map)$/, ''))];
}

/** `return cdktf.Fn.tolist(this.getListAttribute('names'));` is a set of strings. */
function typeOfGetter(body: string): TypeConstraint {
  if (/getAny|interpolationForAttribute/.test(body)) return 'dynamic';
  const element = body.includes('Number') ? 'number' : body.includes('Boolean') ? 'bool' : 'string';
  if (body.includes('MapAttribute(')) return ['map', element];
  if (body.includes('ListAttribute(')) return [body.includes('Fn.tolist') ? 'set' : 'list', element];
  return element;
}

/** `stringMapList` is a list of maps of strings: the last word is the outermost. */
function storedType(storage: string): TypeConstraint {
  if (storage.endsWith('List')) return ['list', storedType(storage.slice(0, -4))];
  if (storage.endsWith('Map')) return ['map', storedType(storage.slice(0, -3))];
  return storage === 'number' ? 'number' : storage === 'boolean' ? 'bool' : storage === 'any' ? 'dynamic' : 'string';
}

function typeOf({ type, nested }: Attribute): TypeConstraint {
  if (nested === undefined) return type ?? 'string';
  const object: TypeConstraint = ['object', mapValues(nested.attributes, typeOf)];
  return nested.nesting === 'single' ? object : [nested.nesting, object];
}

function sameFlags(one: AttributeFlags, other: AttributeFlags): boolean {
  return one.computed === other.computed && one.optional === other.optional && one.required === other.required;
}

function hasDynamic({ attributes, blocks }: Block): boolean {
  return (
    Object.values(attributes).some(({ type }) => JSON.stringify(type)?.includes('"dynamic"')) ||
    Object.values(blocks).some(({ block }) => hasDynamic(block))
  );
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
