import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** A block of a page that a reader types into a shell. */
export interface ShellBlock {
  readonly page: string;
  /** From `<!-- title -->` above it; tests find the block by it. */
  readonly title?: string;
  readonly lines: readonly string[];
}

/** What a page tells its reader to type. */
export interface DocumentedCommands {
  readonly blocks: readonly ShellBlock[];
  /** In sentences, in blocks that are not for a shell, and steps of CI; without those that a block has too. */
  readonly others: readonly string[];
}

/** With arguments: `npm` alone is a name. */
const COMMAND = /^(npm|npx|node|terraform|cdktf|git|aws|kubectl|curl|tar|diff|rm) [^=]/;

/** All commands of a page, `docs/upgrading.md`. */
export function documentedCommands(page: string, text = readFileSync(join(root, page), 'utf8')): DocumentedCommands {
  const fences = [...text.matchAll(/(?:<!-- ([^>]+) -->\n)?^```(\w+)\n(.*?)^```$/gms)];
  const blocks = fences.flatMap(([, title, language, content = '']) =>
    language === 'sh' ? [{ page, title, lines: linesOf(content) }] : [],
  );
  const inBlocks = fences.flatMap(([, , language, content = '']) =>
    language === 'sh' ? [] : linesOf(content).map((line) => line.replace(/^- run: /, '')),
  );
  const sentences = text.replace(/^```\w+\n.*?^```$/gms, '');
  const spans = [...sentences.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '));
  const typed = new Set(blocks.flatMap(({ lines }) => lines));
  const others = [...inBlocks, ...spans].filter((line) => COMMAND.test(line) && !typed.has(line));
  return { blocks, others: [...new Set(others)] };
}

function linesOf(content: string): string[] {
  return content
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Whether a test reads the block and types it: by its title, or with all others of the page. */
export function isTypedBy(test: string, { page, title }: ShellBlock): boolean {
  if (title === undefined) return test.includes(`readSteps(join(root, '${page}'))`);
  return test.includes(`'${page}'`) && test.includes(`'${title}'`);
}
