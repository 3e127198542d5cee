import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A TypeScript block of a Markdown page. */
export interface Snippet {
  /** `README.md:31`, where the block begins. */
  readonly place: string;
  /** A file name made of the place. */
  readonly name: string;
  /** What is compiled and run: the block itself, or with the lines around it that a fragment leaves out. */
  readonly program: string;
}

/** Every ```ts block of the pages that users read. */
export function readSnippets(root: string): Snippet[] {
  return pages(root).flatMap((page) => {
    const lines = readFileSync(page, 'utf8').split('\n');
    const starts = lines.flatMap((line, index) => (/^\s*```(ts|typescript)$/.test(line) ? [index + 1] : []));
    return starts.map((start) => {
      const end = lines.findIndex((line, index) => index >= start && /^\s*```$/.test(line));
      const place = `${relative(root, page)}:${start}`;
      return {
        place,
        name: place.replace(/[^A-Za-z0-9]+/g, '-'),
        program: complete(lines.slice(start, end).join('\n')),
      };
    });
  });
}

function pages(root: string): string[] {
  const inside = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.startsWith('decisions'))
      .map((name) => join(root, folder, name));
  return [join(root, 'README.md'), ...['docs', 'modules', 'stacks', 'testing'].flatMap(inside)].sort();
}

/** A fragment speaks of a `stack`; it gets one, and the imports of the names it uses. */
function complete(block: string): string {
  // The page speaks of a file of the reader's; a test of ours stands in for it.
  if (block.includes('import ')) return block.replace("from './support/", "from '../../__tests__/testing/support/");
  const used = [...new Set(['EnvironmentStack', ...(block.match(/\b[A-Z][A-Za-z0-9]+\b/g) ?? [])])];
  return [
    "import { App } from 'cdktf';",
    `import { ${used.filter((name) => !BUILT_IN.has(name)).join(', ')} } from 'cdktf-aws-containers';`,
    'const app = new App();',
    "const stack = new EnvironmentStack(app, 'docs', { region: 'eu-west-1', accountId: '123456789012' });",
    block,
    'app.synth();',
  ].join('\n');
}

const BUILT_IN = new Set(['JSON', 'Object', 'Array', 'Set', 'Map', 'Promise', 'App', 'AWS']);
