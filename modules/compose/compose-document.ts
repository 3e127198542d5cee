import { parseDocument } from 'yaml';
import type { Issue } from '../shared/issue';
import { JsonObject } from '../shared/json-object';

/** The YAML of a file as an object whose fields are asked for, with variables put in. */
export interface ComposeDocument {
  readonly json: JsonObject;
  /** Wrong YAML and missing variables. */
  readonly issues: readonly Issue[];
}

/** Reads one file. `variables` take the place of the shell and the `.env` file that the tools look into. */
export function composeDocument(
  text: string,
  { see, variables = {} }: { readonly see: string; readonly variables?: Readonly<Record<string, string>> },
): ComposeDocument {
  const document = parseDocument(text, { merge: true });
  const wrong = document.errors.map(({ message, linePos }) => ({
    field: linePos === undefined ? 'the file' : `line ${linePos[0].line}`,
    value: message.split('\n')[0],
    limit: 'YAML',
    fix: 'correct the line',
    see,
  }));
  if (wrong.length > 0) return { json: JsonObject.parse({}, see), issues: wrong };
  const missing = new Set<string>();
  const content = withVariables(document.toJS(), variables, missing);
  const json = JsonObject.parse(typeof content === 'object' && content !== null ? content : String(content), see);
  return { json, issues: [...missing].map(missingVariable) };
}

/** There is no shell that a value could come from. */
export function missingVariable(name: string): Issue {
  return {
    field: `variables.${name}`,
    value: undefined,
    limit: `a value: the file refers to \${${name}}`,
    fix: `write variables: { ${name}: '...' }, or a default in the file: \${${name}:-value}; give a secret in secrets`,
    see: 'https://docs.docker.com/reference/compose-file/interpolation/',
  };
}

/** `$$`, `$NAME`, `${NAME}` and `${NAME:-value}` with `-`, `?` and `+`, with or without the colon. */
const VARIABLE = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\})/g;

function withVariables(value: unknown, variables: Readonly<Record<string, string>>, missing: Set<string>): unknown {
  return convert(value);

  function convert(part: unknown): unknown {
    if (typeof part === 'string') return part.replace(VARIABLE, replacement);
    if (Array.isArray(part)) return part.map(convert);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, convert(inner)]));
  }

  function replacement(
    _whole: string,
    dollar?: string,
    plain?: string,
    braced?: string,
    operator?: string,
    operand = '',
  ): string {
    if (dollar !== undefined) return '$';
    const name = plain ?? braced ?? '';
    const given = variables[name];
    const set = given !== undefined && !(operator?.startsWith(':') && given === '');
    if (operator?.endsWith('+')) return set ? operand : '';
    if (set) return given;
    if (operator?.endsWith('-')) return operand;
    missing.add(name);
    return '';
  }
}
