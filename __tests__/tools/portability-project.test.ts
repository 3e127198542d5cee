import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedProject } from '../../tools/portability-project';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/consuming-from-npm.md'), 'utf8');
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

it('installs cdktn under the name cdktf as the page says, with this tarball and the pinned bindings', () => {
  const { dependencies } = documentedProject(page, '/tmp/library.tgz', devDependencies);
  expect(dependencies).toMatchObject({
    cdktf: expect.stringMatching(/^npm:cdktn@/),
    'cdktf-aws-containers': 'file:/tmp/library.tgz',
    '@cdktf/provider-aws': devDependencies['@cdktf/provider-aws'],
    constructs: devDependencies.constructs,
  });
  expect(dependencies).not.toHaveProperty('jest');
});

it('installs the bindings that only some apps need, with the override that the page tells their users to write', () => {
  const { dependencies, overrides } = documentedProject(page, '/tmp/library.tgz', devDependencies);
  expect(dependencies).toHaveProperty(['@cdktf/provider-tfe'], devDependencies['@cdktf/provider-tfe']);
  expect(overrides).toMatchObject({
    '@cdktf/provider-tfe': { cdktf: '$cdktf' },
    'cdktf-aws-containers': { cdktf: '$cdktf' },
  });
});

it('installs another core and other constructs where they are asked for', () => {
  const asked = { core: 'cdktf@0.21.0', constructs: '10.8.1' };
  expect(documentedProject(page, '/tmp/library.tgz', devDependencies, asked).dependencies).toMatchObject({
    cdktf: 'npm:cdktf@0.21.0',
    constructs: '10.8.1',
  });
});

it('says so where the page has no project', () => {
  expect(() => documentedProject('# Page', '/tmp/library.tgz', devDependencies)).toThrow(
    'has no package.json for cdktn',
  );
});
