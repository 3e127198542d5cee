import { readFileSync } from 'node:fs';

/** What a reader of a page does, in this order. */
export type Step =
  /** Saves a block that follows the file's name: "`main.ts`:". */
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  /** Types a line of a `sh` block. */
  | { readonly kind: 'command'; readonly line: string };

/** The files and commands of a Markdown page, from the top. */
export function readSteps(page: string): Step[] {
  const steps: Step[] = [];
  const block = /^```(\w+)\n(.*?)^```$/gms;
  const text = readFileSync(page, 'utf8');
  for (const { 1: language, 2: content = '', index } of text.matchAll(block)) {
    const name = /`([\w./-]+)`:\n\n$/.exec(text.slice(0, index))?.[1];
    if (language === 'sh') {
      const lines = content.split('\n').map((line) => line.replace(/\s+#.*$/, ''));
      steps.push(...lines.filter((line) => line !== '').map((line) => ({ kind: 'command' as const, line })));
    } else if (name !== undefined) {
      steps.push({ kind: 'file', name, content });
    }
  }
  return steps;
}
