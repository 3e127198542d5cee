import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedCommands, isTypedBy } from '../support/documented-commands';

const root = join(__dirname, '../..');

const AWS = 'needs an AWS account';
const HCP = 'needs an account of HCP Terraform';
const REGISTRY = 'needs the npm registry; the page has the results and their date';
const CI = 'a step of the CI that publishes';
const NAMED = 'a name in a sentence, nothing to type';

/** What stands outside of blocks for the shell: the test that runs it, or why none does. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/consuming-from-hcl.md': {
    'cdktf get': '__tests__/registry-modules/cdktf-get.test.ts',
    'cdktf synth --hcl': NAMED,
    'terraform plan': NAMED,
  },
  'docs/consuming-from-npm.md': {
    'cdktf init': NAMED,
    'npm run package': '__tests__/package/releasing.test.ts',
    'npx cdktf deploy dev': AWS,
    'npx cdktf diff dev': AWS,
    'npm run portability': REGISTRY,
    'npm run portability -- --constructs 10.8.1 --force': REGISTRY,
    'npm run portability -- --core cdktf@0.21.0 --constructs 10.8.1': REGISTRY,
  },
  'docs/releasing.md': {
    'git diff': NAMED,
    'node --enable-source-maps': NAMED,
    'npm ci': CI,
    'npm pack --dry-run': '__tests__/package/releasing.test.ts',
    'npm pkg delete private': '__tests__/package/releasing.test.ts',
    'npm pkg set repository.url="git+$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"': '__tests__/package/releasing.test.ts',
    'npm publish --provenance --access public': CI,
    'npm run build': CI,
    'npm run package': '__tests__/package/releasing.test.ts',
    'npm test': 'runs this test',
  },
  'docs/remote-state.md': {
    'terraform destroy': NAMED,
    'terraform workspace new': NAMED,
  },
  'docs/terraform-cloud.md': {
    'npx cdktf deploy dev': HCP,
    'terraform -chdir=cdktf.out/stacks/dev apply': HCP,
    'terraform -chdir=cdktf.out/stacks/dev init': HCP,
    'terraform -chdir=cdktf.out/stacks/dev plan': HCP,
    'terraform -chdir=cdktf.out/stacks/dev-run-roles apply': HCP,
    'terraform -chdir=cdktf.out/stacks/dev-run-roles init': HCP,
    'terraform -chdir=cdktf.out/stacks/workspaces apply': HCP,
    'terraform -chdir=cdktf.out/stacks/workspaces init': HCP,
    'terraform init': NAMED,
    'terraform login': HCP,
  },
  'docs/upgrading.md': {
    'cdktf diff': NAMED,
    'npx cdktf diff dev': AWS,
    'terraform state mv': NAMED,
  },
};

const pages = Object.keys(OTHERS);
const tests = new Map<string, string>(
  readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'docs/commands.test.ts')
    .map((name) => [`__tests__/${name}`, readFileSync(join(root, '__tests__', name), 'utf8')] as const),
);

describe('the pages about state, runs, consuming, upgrading and releasing', () => {
  it.each(pages)('%s has every block of commands typed by a test', (page) => {
    const { blocks } = documentedCommands(page);
    const untyped = blocks.filter((block) => ![...tests.values()].some((test) => isTypedBy(test, block)));
    expect(untyped.map(({ lines }) => lines)).toEqual([]);
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(pages)('%s has no other command than those listed here, and all of these', (page) => {
    expect([...documentedCommands(page).others].sort()).toEqual(Object.keys(OTHERS[page] ?? {}).sort());
  });

  it('name only tests that type the command', () => {
    const named = Object.values(OTHERS).flatMap((commands) => Object.entries(commands));
    const wrong = named.filter(([command, by]) => by.startsWith('__tests__/') && !tests.get(by)?.includes(command));
    expect(wrong).toEqual([]);
  });
});

describe('a command that no test runs', () => {
  const page = 'docs/upgrading.md';

  it('is found in a block for the shell, with a title that no test knows', () => {
    const { blocks } = documentedCommands(page, '<!-- way back -->\n```sh\nnpm install x@1 # the old one\n```\n');
    expect(blocks).toEqual([{ page, title: 'way back', lines: ['npm install x@1'] }]);
    expect(blocks.map((block) => [...tests.values()].some((test) => isTypedBy(test, block)))).toEqual([false]);
  });

  it('is found in sentences, in other blocks and in steps of CI, however the line breaks', () => {
    const text = 'Type `terraform\nstate list` or `npm`.\n\n```text\naws s3 ls\n```\n\n```yaml\n  - run: npm ci\n```\n';
    expect(documentedCommands(page, text).others).toEqual(['aws s3 ls', 'npm ci', 'terraform state list']);
  });
});
