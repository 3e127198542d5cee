/** A body of HCL: attributes whose values are expressions already, then blocks. */
export interface HclBody {
  readonly attributes?: readonly (readonly [name: string, expression: string])[];
  readonly blocks?: readonly HclBlock[];
}

export interface HclBlock extends HclBody {
  readonly type: string;
  readonly labels?: readonly string[];
}

/** Blocks as `terraform fmt` writes them, with an empty line between two. */
export function hclFile(blocks: readonly HclBlock[]): string {
  return `${blocks.map((block) => blockLines(block).join('\n')).join('\n\n')}\n`;
}

function blockLines({ type, labels = [], ...body }: HclBlock): string[] {
  const head = [type, ...labels.map((label) => JSON.stringify(label))].join(' ');
  const inside = bodyLines(body).map((line) => (line === '' ? '' : `  ${line}`));
  return [`${head} {`, ...inside, '}'];
}

function bodyLines({ attributes = [], blocks = [] }: HclBody): string[] {
  const nested = blocks.map(blockLines);
  const groups = [...(attributes.length === 0 ? [] : [attributeLines(attributes)]), ...nested];
  return groups.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Equals signs stand under each other in neighbouring lines; what takes several lines stands for itself. */
function attributeLines(attributes: readonly (readonly [string, string])[]): string[] {
  const single = (index: number): boolean => attributes[index]?.[1].includes('\n') === false;
  return attributes.flatMap(([name, expression], index) => {
    let [first, last] = [index, index];
    if (single(index)) {
      while (single(first - 1)) first -= 1;
      while (single(last + 1)) last += 1;
    }
    const width = Math.max(...attributes.slice(first, last + 1).map(([other]) => other.length));
    return `${name.padEnd(width)} = ${expression}`.split('\n');
  });
}

/** A value as an expression. Text is a template, as it is in Terraform's JSON: `"${aws_vpc.vpc.id}"` is a reference. */
export function hclExpression(value: unknown): string {
  if (typeof value === 'string') return templateExpression(value);
  if (Array.isArray(value)) {
    const parts = value.map(hclExpression);
    return parts.every((part) => !part.includes('\n')) && parts.join().length < 90
      ? `[${parts.join(', ')}]`
      : `[\n${parts.map((part) => `${indented(part)},`).join('\n')}\n]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => [keyOf(key), hclExpression(part)] as const);
    return entries.length === 0 ? '{}' : `{\n${attributeLines(entries).map(indented).join('\n')}\n}`;
  }
  return JSON.stringify(value ?? null);
}

/** Text with expressions inside; all else is literal. */
export function quotedWith(parts: readonly (string | { readonly expression: string })[]): string {
  const text = parts.map((part) => (typeof part === 'string' ? escaped(part) : `\${${part.expression}}`));
  return `"${text.join('')}"`;
}

/** A string without any template in it. */
export function quoted(text: string): string {
  return quotedWith([text]);
}

function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[$%](?=\{)/g, '$&$&');
}

/** Text is one expression, or has some in it; quotes need a backslash outside of them and none inside. */
function templateExpression(text: string): string {
  const pieces = text.split(/(?<!\$)(\$\{(?:[^{}]|\{[^{}]*\})*\})/);
  const [before, only, after] = pieces;
  if (pieces.length === 3 && before === '' && after === '' && only !== undefined) return only.slice(2, -1);
  return `"${pieces.map((piece, index) => (index % 2 === 1 ? piece : JSON.stringify(piece).slice(1, -1))).join('')}"`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
