import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneOf } from './support/clone';
import { readSteps } from './support/page';
import { type Finished, run } from './support/run';

jest.setTimeout(300_000); // npm, the compiler and Terraform as processes, on a machine that may be busy

const root = join(__dirname, '..', '..');
const commands = readSteps(join(root, 'docs/releasing.md')).flatMap((step) =>
  step.kind === 'command' ? step.line : [],
);

describe('npm run release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'release-test-'));
  let clone: string;
  const release = (options: string): Promise<Finished> => run(`npm run release -- ${options} --skip-tests`, clone);
  const read = (file: string): string => readFileSync(join(clone, file), 'utf8');
  const versions = (): string[] => [
    JSON.parse(read('package.json')).version,
    JSON.parse(read('package-lock.json')).version,
  ];

  beforeAll(async () => {
    clone = await cloneOf(root, folder);
    // The last release: what is there now, with one resource that will be gone and one that it did not have yet.
    const lists = join(clone, '__tests__/addresses');
    const list = join(lists, readdirSync(lists).find((name) => name.endsWith('.txt')) ?? 'none');
    const [first = '', ...others] = readFileSync(list, 'utf8').split('\n');
    writeFileSync(list, ['dev aws_vpc.Gone', ...others].join('\n'));
    await run(
      'git commit --quiet --all --message release && git tag v$(node -p "require(\'./package.json\').version")',
      clone,
    );
    writeFileSync(list, [first, ...others].join('\n'));
    await run('git commit --quiet --all --message work', clone);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a step that is too small for an address that is gone, and names it', async () => {
    const { status, output } = await release('patch');
    expect(output).toContain('patch is too small a step for:\n  - lost without a moved block: dev aws_vpc.Gone');
    expect(status).toBe(1);
    expect(await run('git status --porcelain', clone)).toEqual({ status: 0, output: '' });
  });

  it('refuses a tree with changes', async () => {
    writeFileSync(join(clone, 'forgotten.ts'), '');
    expect((await release('minor')).output).toContain('?? forgotten.ts');
    rmSync(join(clone, 'forgotten.ts'));
  });

  it('leaves everything as it was where the changelog says nothing', async () => {
    const before = read('CHANGELOG.md');
    writeFileSync(join(clone, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n');
    await run('git commit --quiet --all --message empty', clone);
    expect((await release('minor')).output).toContain('CHANGELOG.md says nothing under [Unreleased]');
    expect(await run('git status --porcelain', clone)).toEqual({ status: 0, output: '' });
    writeFileSync(join(clone, 'CHANGELOG.md'), before);
    await run('git commit --quiet --all --message full', clone);
  });

  it('npm run package makes the tarball of the same sources, and says where it is and what is in it', async () => {
    const { status, output } = await run('npm run package', clone);
    expect(status).toBe(0);
    const [version] = versions();
    expect(output).toMatch(
      new RegExp(`dist/package/cdktf-aws-containers-${version}\\.tgz: \\d+ KiB, \\d+ KiB unpacked`),
    );
    expect(output).toMatch(/dist\/lib\/modules\/ecs +\d+ +\d+/);
  });

  it('prepares version, changelog, tarball, bill of materials and file list, and publishes nothing', async () => {
    const [old] = versions();
    expect(commands[0]).toBe('npm run release -- minor');
    const { status, output } = await run(`${commands[0]} --skip-tests`, clone);
    expect(output).toContain('Nothing is published.');
    expect(status).toBe(0);
    const [version, locked] = versions();
    expect([version, locked]).toEqual([nextMinor(old), nextMinor(old)]);
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`## \\[Unreleased\\]\\n\\n## \\[${version}\\] - \\d{4}-\\d\\d-\\d\\d\\n`),
    );
    const tarball = join(clone, `dist/release/cdktf-aws-containers-${version}.tgz`);
    expect(read('dist/release/files.txt')).toMatch(new RegExp(`^sha512-\\S+ ${statSync(tarball).size}\\n`));
    // As the page says of the run that publishes: the same sources, the same checksum.
    const [again] = JSON.parse((await run('npm pack --dry-run --json 2>/dev/null', clone)).output);
    expect(read('dist/release/files.txt')).toContain(`${again.integrity} `);
    const { components } = JSON.parse(read('dist/release/sbom.cdx.json'));
    const { dependencies } = JSON.parse(read('package.json'));
    expect(components.map(({ name }: { name: string }) => name)).toEqual(Object.keys(dependencies));
  });

  it('is then committed, tagged and pushed with the commands of the page', async () => {
    for (const line of commands.slice(1)) expect(await run(line, clone)).toMatchObject({ status: 0 });
    const tags = await run(`git --git-dir ${folder}/remote.git tag`, clone);
    expect(tags.output).toContain(`v${versions()[0]}\n`);
    expect(existsSync(join(clone, 'dist/release'))).toBe(true);
  });

  it('can be published by CI, which says what npm compares with the provenance', async () => {
    const steps = [
      'npm pkg delete private',
      'npm pkg set repository.url="git+$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"',
    ];
    const page = readFileSync(join(root, 'docs/releasing.md'), 'utf8');
    const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/containers' };
    for (const step of steps) {
      expect(page).toContain(`- run: ${step}\n`);
      expect(await run(step, clone, github)).toMatchObject({ status: 0 });
    }
    const json = JSON.parse(read('package.json'));
    expect(json).not.toHaveProperty('private');
    expect(json.repository).toEqual({ url: 'git+https://github.com/acme/containers.git' });
  });
});

function nextMinor(version: string | undefined): string {
  const [major, minor] = (version ?? '').split('.').map(Number);
  return `${major}.${(minor ?? 0) + 1}.0`;
}
