/**
 * `nginx -g "daemon off;"` -> `['nginx', '-g', 'daemon off;']`, as a POSIX shell splits words: quotes keep blanks, a
 * backslash keeps the next character. Variables stay as they are written. Nothing where a quote is not closed.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text.trim();
  let word = '';
  while (rest !== '') {
    const [found] = PART.exec(rest) ?? [];
    if (found === undefined) return undefined;
    if (/^\s/.test(found)) {
      words.push(word);
      word = '';
    } else word += unquoted(found);
    rest = rest.slice(found.length);
  }
  return text.trim() === '' ? [] : [...words, word];
}

/** Blanks, a text in quotes, an escaped character, or plain characters. */
const PART = /^(?:\s+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\]+)/;

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  // Between double quotes a backslash only escapes what would mean something there.
  if (part.startsWith('"')) return part.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return part.startsWith('\\') ? part.slice(1) : part;
}
