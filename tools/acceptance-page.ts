import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTANCE_ROWS } from './acceptance-rows';

/**
 * docs/acceptance.md as it should read: every row with the tests that decide it. A row counts as working when at least
 * one test is titled `[row N] ...`; that the test passes is what `npm test` says.
 */
export function acceptancePage(root: string): string {
  const tests = testsByRow(root);
  const total = ACCEPTANCE_ROWS.flatMap(({ rows }) => Object.keys(rows)).length;
  return [
    '# What works',
    '',
    `${tests.size} of ${total} rows work. A row works when a test titled \`[row N]\` decides it; this page is written by \`npm run docs\` from the titles, and a test fails when it is out of date.`,
    ...ACCEPTANCE_ROWS.flatMap(({ section, rows }) => [
      '',
      `## ${section}`,
      '',
      '| # | System or feature | State | Decided by |',
      '| --- | --- | --- | --- |',
      ...Object.entries(rows).map(([row, feature]) => tableLine(Number(row), feature, tests.get(Number(row)) ?? [])),
    ]),
    '',
  ].join('\n');
}

function tableLine(row: number, feature: string, tests: readonly Test[]): string {
  const decided = tests.map(({ file, title }) => `\`${file}\`: ${title.replaceAll('|', '\\|')}`).join('<br>');
  return `| ${row} | ${feature} | ${tests.length > 0 ? 'works' : 'not yet'} | ${decided} |`;
}

interface Test {
  readonly file: string;
  readonly title: string;
}

function testsByRow(root: string): Map<number, Test[]> {
  const found = new Map<number, Test[]>();
  const files = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.ts')).sort()) {
    const text = readFileSync(join(root, '__tests__', file), 'utf8');
    for (const [, , tags = '', title = ''] of text.matchAll(TITLE)) {
      for (const row of (tags.match(/\d+/g) ?? []).map(Number)) {
        found.set(row, [...(found.get(row) ?? []), { file: `__tests__/${file}`, title: title.trim() }]);
      }
    }
  }
  return found;
}

/** `it('[row 72] ...'`, `[rows 72, 73]`, `[row 72] [row 73]`; a title ends at the quote that began it. */
const TITLE = /(['"`])((?:\[rows? [\d, ]+\]\s*)+)((?:(?!\1)[^\\\n]|\\.)*)\1/g;
