import { MODULES } from '../../tools/modules/definitions';
import { callsOfExamples, HclRoot, writeRepositories } from '../registry-modules/support/hcl-root';
import { withTerraform } from '../testing/support/with-terraform';

jest.setTimeout(300_000);

const repositories = writeRepositories();
afterAll(() => repositories.remove());

withTerraform('every module and submodule of the registry', () => {
  it('goes through plan, apply, an empty second plan and destroy with its example', async () => {
    // The bucket of states cannot be destroyed, see hcl-root.test.ts.
    const root = await HclRoot.write(
      repositories.folder,
      'examples',
      callsOfExamples(MODULES.filter(({ name }) => name !== 'state-bucket')),
    );
    const applied = await root.run(['init', '-input=false'], ['apply', '-auto-approve', '-input=false']);
    expect(applied.stderr).toBe('');
    expect(applied.stdout).toContain('Apply complete!');
    const [second, destroyed] = [
      await root.run(['plan', '-detailed-exitcode', '-input=false']),
      await root.run(['destroy', '-auto-approve', '-input=false']),
    ];
    expect(second.stdout).toContain('No changes.');
    expect(destroyed.stdout).toContain('Destroy complete!');
  });
});
