import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODULES } from '../../tools/modules/definitions';
import { findPluginMirror } from '../../tools/terraform/plugin-mirror';
import { findMoto } from '../../tools/verify-aws/moto';
import { cloneOf } from '../package/support/clone';
import { readSteps } from '../package/support/page';
import { run } from '../package/support/run';
import { withTerraform } from '../testing/support/with-terraform';

jest.setTimeout(600_000); // `--prove` applies three modules on an emulator

const root = join(__dirname, '..', '..');
const lines = readSteps(join(root, 'docs/consuming-from-hcl.md')).flatMap((step) =>
  step.kind === 'command' ? step.line : [],
);

describe('the commands of docs/consuming-from-hcl.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modules-test-'));
  let clone: string;

  beforeAll(async () => {
    clone = await cloneOf(root, folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function follow(index: number): Promise<string> {
    const { status, output } = await run(lines[index] ?? 'false', clone);
    expect([lines[index], status, output]).toEqual([lines[index], 0, output]);
    return output;
  }

  it.each([
    ['dist/registry-modules', 'clone/dist/registry-modules', 0],
    ['../modules', 'modules', 1],
  ])('write every module to %s, say where it is and how to tag it', async (said, place, index) => {
    const output = await follow(index);
    for (const { name } of MODULES) {
      expect(existsSync(join(folder, place, `terraform-aws-${name}`, 'main.tf.json'))).toBe(true);
      expect(output).toContain(`${said}/terraform-aws-${name}`);
    }
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(output).toContain(`tag it v${version}`);
  });

  const able = (findPluginMirror() !== undefined && findMoto() !== undefined) || process.env.CI === 'true';
  withTerraform('with Terraform', () => {
    (able ? it : it.skip)('prove them with the real AWS provider, and on an emulator', async () => {
      const output = await follow(2);
      expect(output).toMatch(/all modules +validate .* ok\n/);
      expect(output).toMatch(/ second plan .* ok\n(.*\n)*.* state empty .* ok\n/);
    });
  });

  it('are no more than these', () => expect(lines).toHaveLength(3));
});
