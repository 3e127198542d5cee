import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The content of the block that follows `<!-- title -->` on a page, `docs/remote-state.md`. */
export function titledBlock(page: string, title: string): string {
  const text = readFileSync(join(__dirname, '../..', page), 'utf8');
  const found = new RegExp(`<!-- ${title} -->\\n\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(text)?.[1];
  if (found === undefined) throw new Error(`${page} has no block "${title}"`);
  return found;
}
