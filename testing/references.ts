/** A reference in the configuration to something that its own file does not declare. */
export interface UndeclaredReference {
  /** Where it stands: `resource.aws_subnet.a.vpc_id`. */
  readonly place: string;
  /** What it names: `aws_vpc.main`. */
  readonly reference: string;
}

/** A `cdk.tf.json` file. */
export type ConfigurationJson = Readonly<Record<string, unknown>>;

/**
 * References that name nothing in the same file. Terraform refuses them too, but only this check needs no binary, and
 * it shows the mistake that `Testing.synth` hides: a reference into another stack, rendered as if it were in this one.
 */
export function undeclaredReferences(json: ConfigurationJson): UndeclaredReference[] {
  const declared = declaredNames(json);
  const found = new Map<string, UndeclaredReference>();
  visitStrings(json, [], (text, path) => {
    const expressions = path.includes('depends_on') ? [text] : expressionsIn(text);
    for (const reference of expressions.flatMap(referencesIn)) {
      const place = path.join('.');
      if (!declared.has(reference)) found.set(`${place} ${reference}`, { place, reference });
    }
  });
  return [...found.values()];
}

/** Everything that may be referred to, in the notation of a reference. */
function declaredNames(json: ConfigurationJson): Set<string> {
  const twoLevels = (block: string, prefix: string): string[] =>
    Object.entries(objectAt(json, block)).flatMap(([type, byName]) =>
      Object.keys(asObject(byName)).map((name) => `${prefix}${type}.${name}`),
    );
  const oneLevel = (block: string, prefix: string): string[] =>
    Object.keys(objectAt(json, block)).map((name) => `${prefix}.${name}`);
  return new Set([
    ...twoLevels('resource', ''),
    ...twoLevels('data', 'data.'),
    ...twoLevels('ephemeral', 'ephemeral.'),
    ...oneLevel('variable', 'var'),
    ...oneLevel('locals', 'local'),
    ...oneLevel('module', 'module'),
  ]);
}

function objectAt(json: ConfigurationJson, key: string): Record<string, unknown> {
  return asObject(json[key]);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

type Visitor = (text: string, path: readonly string[]) => void;

/** Every string of the file but the comments that cdktf writes under "//". */
export function visitStrings(value: unknown, path: readonly string[], visit: Visitor): void {
  if (typeof value === 'string') visit(value, path);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) if (key !== '//') visitStrings(child, [...path, key], visit);
  }
}

/** The text between `${` and `}` of a template, without the quoted strings inside; nested templates come separately. */
export function expressionsIn(template: string): string[] {
  const expressions: string[] = [];
  readTemplate(template, 0, false, expressions);
  return expressions;
}

/** Reads literal text until its end (a quote, where it stands inside an expression), and returns the position after. */
function readTemplate(text: string, start: number, quoted: boolean, expressions: string[]): number {
  let position = start;
  while (position < text.length) {
    if (quoted && text[position] === '\\') position += 2;
    else if (quoted && text[position] === '"') return position + 1;
    else if (/^[$%]{2}\{/.test(text.slice(position, position + 3))) position += 3;
    else if (/^[$%]\{/.test(text.slice(position, position + 2)))
      position = readExpression(text, position + 2, expressions);
    else position += 1;
  }
  return position;
}

function readExpression(text: string, start: number, expressions: string[]): number {
  let position = start;
  let depth = 1;
  let code = '';
  while (position < text.length && depth > 0) {
    const character = text.charAt(position);
    if (character === '"') {
      position = readTemplate(text, position + 1, true, expressions);
      code += '""';
      continue;
    }
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth > 0) code += character;
    position += 1;
  }
  expressions.push(code);
  return position;
}

const REFERENCE = /(?<![\w.\]-])(?:(data|ephemeral)\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+)*)\.([A-Za-z_][\w-]*)/g;

function referencesIn(expression: string): string[] {
  return [...expression.matchAll(REFERENCE)].flatMap(([, mode, type = '', name = '']) => {
    if (mode !== undefined) return [`${mode}.${type}.${name}`];
    if (type === 'var' || type === 'local' || type === 'module') return [`${type}.${name}`];
    // Resource types have an underscore. The rest is `each.key`, `path.module`, a loop variable or a block's iterator.
    return type.includes('_') && name !== 'value' && name !== 'key' ? [`${type}.${name}`] : [];
  });
}
