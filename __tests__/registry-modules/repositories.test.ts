import { readFileSync } from 'node:fs';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { TerraformLocal } from 'cdktf';
import { checkWholeNumber } from '../../modules/shared/validation';
import type { ModuleShape } from '../../tools/modules/definition';
import { MODULES } from '../../tools/modules/definitions';
import { wholeNumber } from '../../tools/modules/input-rules';
import { repositoryOf } from '../../tools/modules/module-files';
import { synthesizeModule } from '../../tools/modules/synthesize-module';

const made = MODULES.map((definition) => ({
  name: definition.name,
  parts: repositoryOf(definition, { license: 'License', version: '1.2.3' }),
}));
const files = new Map(
  made.flatMap(({ name, parts }) =>
    parts.flatMap((part) => [...part.files].map(([path, text]) => [`terraform-aws-${name}/${path}`, text] as const)),
  ),
);

const shape: ModuleShape = {
  summary: 'A log group.',
  variables: {
    name: { type: 'string', description: 'Name.', samples: ['qz-first', 'qz-second-one'] },
  },
  outputs: { arn: 'ARN.' },
  example: { name: 'web' },
  build: (stack) => ({ arn: new CloudwatchLogGroup(stack, 'Logs', { name: stack.sample('name') }).arn }),
};

describe('a repository of the registry', () => {
  it.each(MODULES.map(({ name }) => name))('has the layout that a registry reads: %s', (name) => {
    const paths = [...files.keys()].filter((path) => path.startsWith(`terraform-aws-${name}/`));
    for (const path of [
      'main.tf.json',
      'variables.tf',
      'outputs.tf',
      'versions.tf',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ]) {
      expect(paths).toContain(`terraform-aws-${name}/${path}`);
    }
    expect(paths).toContain(`terraform-aws-${name}/examples/complete/main.tf`);
  });

  it('requires providers and configures none, and keeps no state', () => {
    for (const [path, text] of files) {
      if (path.includes('/examples/') || path.endsWith('.md')) continue;
      expect(`${path}: ${text}`).not.toMatch(/^\s*(provider|backend|cloud) "?/m);
      expect(`${path}: ${text}`).not.toContain('"//"');
      if (path.endsWith('main.tf.json')) expect(Object.keys(JSON.parse(text))).not.toContain('provider');
      if (path.endsWith('versions.tf')) expect(text).toContain('version = "~> 6.25"');
    }
  });

  it('describes every input and output, and shows them in tables', () => {
    for (const { name, parts } of made) {
      const readme = files.get(`terraform-aws-${name}/README.md`) ?? '';
      const [root] = parts;
      for (const [input, { description }] of Object.entries(root?.shape.variables ?? {})) {
        expect(description.length).toBeGreaterThan(10);
        expect(readme).toContain(`| \`${input}\` |`);
      }
      for (const output of Object.keys(root?.shape.outputs ?? {})) expect(readme).toContain(`| \`${output}\` |`);
    }
  });

  it('refuses without counting the characters of an example', () => {
    for (const [path, text] of files) {
      if (path.endsWith('variables.tf')) expect(`${path}: ${text}`).not.toContain('this one has');
    }
  });

  it('stands in the table of the page that users read', () => {
    const page = readFileSync('docs/consuming-from-hcl.md', 'utf8');
    for (const { name, variants = {} } of MODULES) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      for (const variant of Object.keys(variants)) expect(row).toContain(`\`${variant}\``);
      expect(row).toBeDefined();
    }
  });

  it('says what is decided by the choice of a module, and why', () => {
    for (const { fixed } of MODULES) expect(fixed.length).toBeGreaterThan(0);
    expect(files.get('terraform-aws-network/README.md')).toContain('[no-nat](modules/no-nat)');
  });

  it('has no `count` and no `for_each`, and addresses that tell no zone', () => {
    for (const [path, text] of files) {
      if (!path.endsWith('main.tf.json')) continue;
      expect(text).not.toMatch(/"(count|for_each)":/);
      expect(`${path}: ${text}`).not.toMatch(/qz|eu[-_]west|placeholder/);
    }
  });
});

describe('the addresses of a module', () => {
  // Whoever has applied a module meets a changed address as a destroyed resource: give it a `moved` block, and the
  // modules a new major version, before the snapshot is written anew.
  it.each(made.flatMap(({ parts }) => parts.map(({ name, module }) => [name, module] as const)))(
    'stay as they are: %s',
    (_name, { main }) => {
      const types: readonly [string, unknown][] = Object.entries(Object(main.resource));
      expect(
        types.flatMap(([type, named]) => Object.keys(Object(named)).map((id) => `${type}.${id}`)),
      ).toMatchSnapshot();
    },
  );
});

describe('making a module', () => {
  it('puts references where samples stood', () => {
    expect(synthesizeModule('logs', shape).main).toEqual({
      resource: { aws_cloudwatch_log_group: { logs: { name: '${var.name}' } } },
    });
  });

  it('fails where something depends on a sample in another way, and says where', () => {
    const hidden: ModuleShape = {
      ...shape,
      build: (stack) => {
        new TerraformLocal(stack, 'length', stack.sample('name').length);
        return shape.build(stack);
      },
    };
    expect(() => synthesizeModule('logs', hidden)).toThrow('logs: a sample is left at main.locals.length: 8 and 13');
  });

  it('fails where a rule and the check of the library disagree', () => {
    const days = wholeNumber([1, 100], (value) => checkWholeNumber('days', value, [1, 10], { fix: '', see: '' }));
    const contradicting: ModuleShape = {
      ...shape,
      variables: { ...shape.variables, days: { type: 'number', description: 'Days.', rules: [days] } },
    };
    expect(() => synthesizeModule('logs', contradicting)).toThrow('logs: days: the library refuses 100');
  });

  it('fails where an input is declared and nothing uses it', () => {
    const idle: ModuleShape = {
      ...shape,
      variables: { ...shape.variables, unused: { type: 'string', description: 'Nothing.' } },
    };
    expect(() => synthesizeModule('logs', idle)).toThrow('logs: nothing uses the inputs unused');
  });

  it('fails where an output has no value', () => {
    expect(() => synthesizeModule('logs', { ...shape, outputs: { arn: 'ARN.', id: 'Id.' } })).toThrow(
      'outputs without a value: id',
    );
  });
});
