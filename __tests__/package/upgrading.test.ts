import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAndPack } from '../../tools/package-pack';
import { Consumers } from './support/consumer';
import { readSteps } from './support/page';

jest.setTimeout(300_000); // npm, the compiler and Terraform as processes, on a machine that may be busy

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
const app = readSteps(join(root, 'docs/consuming-from-npm.md'));
const upgrade = readSteps(join(root, 'docs/upgrading.md')).flatMap((step) =>
  step.kind === 'command' ? step.line : [],
);

it('an upgrade to a release with the same addresses shows no difference, with the commands of docs/upgrading.md', async () => {
  const consumers = new Consumers(root, folder, buildAndPack(root, folder).file);
  try {
    const project = consumers.project('app');
    for (const step of app.slice(
      0,
      app.findIndex((one) => one.kind === 'command' && one.line === 'npx cdktf synth'),
    )) {
      if (step.kind === 'file') writeFileSync(join(project, step.name), step.content);
      else expect(await consumers.run(step.line, project)).toMatchObject({ status: 0 });
    }
    for (const line of upgrade) expect([line, await consumers.run(line, project)]).toMatchObject([line, { status: 0 }]);
    expect(upgrade.at(-1)).toMatch(/^diff /);
  } finally {
    consumers.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
