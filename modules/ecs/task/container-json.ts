import { Fn, Op, Token } from 'cdktf';
import { literalText } from '../../shared/literal-text';

/** How cdktf writes a token into a string until synth replaces it. */
const TOKEN = /(\$\{TfToken\[[^\]]+\]\})/;

/** Marks what must stand in the JSON without quotes; no text of a user's can hold it. */
const BARE = '\u0000';

/**
 * Container definitions as JSON text. Numbers and lists that only Terraform knows are spliced in without quotes:
 * ECS refuses `"containerPort": "80"`.
 */
export function containerJson(definitions: readonly object[]): string {
  const text = JSON.stringify(definitions, (_key, value: unknown) => {
    if (typeof value === 'number' && Token.isUnresolved(value)) return bare(Token.asString(value));
    if (Array.isArray(value) && Token.isUnresolved(value)) return bare(Token.asString(Fn.jsonencode(value)));
    return value;
  });
  return text.replace(/"\\u0000(.*?)\\u0000"/g, '$1');
}

/**
 * Text of the user's that becomes part of the JSON: `${` stays as it is, and a token's value may hold quotes,
 * backslashes and line breaks.
 */
export function jsonSafeText(text: string): string {
  if (!TOKEN.test(text)) return literalText(text);
  return text
    .split(TOKEN)
    .map((part) => (TOKEN.test(part) ? withoutQuotes(Fn.jsonencode(part)) : literalText(part)))
    .join('');
}

/** The inside of a JSON string, as an expression without quotes of its own. */
function withoutQuotes(json: string): string {
  return Fn.substr(json, 1, Token.asNumber(Op.sub(Fn.lengthOf(json), 2)));
}

function bare(expression: string): string {
  return `${BARE}${expression}${BARE}`;
}
