import { appendFileSync, cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

/** Our sources as they are now, as a git repository with one commit and a bare remote: a place to release from. */
export async function cloneOf(root: string, folder: string): Promise<string> {
  const clone = join(folder, 'clone');
  const elsewhere = new Set(['node_modules', 'dist', 'cdktf.out', '.git', '.terraform']);
  for (const name of readdirSync(root).filter((name) => !elsewhere.has(name))) {
    cpSync(join(root, name), join(clone, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const setUp = [
    `git init --quiet --bare ${folder}/remote.git`,
    'git init --quiet --initial-branch main',
    'git config user.name test && git config user.email test@example.com && git config commit.gpgsign false',
    'git config push.autoSetupRemote true',
    `git remote add origin ${folder}/remote.git`,
  ];
  await expectDone(setUp.join(' && '), clone);
  // .gitignore means the folder `node_modules/`, and here it is a link.
  appendFileSync(join(clone, '.git/info/exclude'), 'node_modules\n');
  await expectDone('git add --all && git commit --quiet --message sources', clone);
  return clone;
}

async function expectDone(line: string, cwd: string): Promise<void> {
  expect(await run(line, cwd)).toEqual({ status: 0, output: '' });
}
