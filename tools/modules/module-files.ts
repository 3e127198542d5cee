import type { ModuleDefinition, ModuleShape } from './definition';
import { type HclBlock, hclExpression, hclFile, quoted } from './hcl';
import { errorMessage } from './input-rules';
import type { InputVariable } from './input-variable';
import { moduleCall, TERRAFORM } from './module-call';
import { moduleReadme } from './module-readme';
import { type SynthesizedModule, synthesizeModule } from './synthesize-module';

/** Texts that every module repository has beside its own. */
export interface RepositoryTexts {
  readonly license: string;
  /** Version of this library, which the modules have too: `0.1.0`. */
  readonly version: string;
}

/** One module as it stands in its repository. */
export interface ModuleFiles {
  /** `network`, or `network//modules/no-nat`. */
  readonly name: string;
  readonly shape: ModuleShape;
  readonly module: SynthesizedModule;
  /** Path in the repository -> text. */
  readonly files: ReadonlyMap<string, string>;
}

/** The repository `terraform-aws-<name>`: the root module first, then its submodules. */
export function repositoryOf(definition: ModuleDefinition, texts: RepositoryTexts): ModuleFiles[] {
  const { name, root, variants = {} } = definition;
  const submodules = Object.entries(variants).map(([variant, shape]) =>
    filesOf(definition, shape, `${name}//modules/${variant}`, `modules/${variant}/`, variant),
  );
  const made = filesOf(definition, root, name, '', 'complete');
  const files = new Map([...made.files, ['LICENSE', texts.license], ['CHANGELOG.md', changelog(name, texts)]]);
  return [{ ...made, files }, ...submodules];
}

function filesOf(
  definition: ModuleDefinition,
  shape: ModuleShape,
  name: string,
  folder: string,
  example: string,
): ModuleFiles {
  const module = synthesizeModule(name, shape);
  const files = new Map([
    [`${folder}main.tf.json`, `${JSON.stringify(module.main, undefined, 2)}\n`],
    [`${folder}variables.tf`, hclFile(Object.entries(shape.variables).sort(requiredFirst).map(variableBlock))],
    [
      `${folder}outputs.tf`,
      hclFile(Object.entries(shape.outputs).map(([output, text]) => outputBlock(module, output, text))),
    ],
    [`${folder}versions.tf`, hclFile([versionsBlock(module)])],
    [`${folder}README.md`, moduleReadme(definition, shape, module, folder)],
    [`examples/${example}/main.tf`, exampleFile(shape, folder)],
  ]);
  return { name, shape, module, files };
}

function requiredFirst([, a]: [string, InputVariable], [, b]: [string, InputVariable]): number {
  return Number(a.default !== undefined) - Number(b.default !== undefined);
}

function variableBlock([name, { type, description, default: usual, rules = [] }]: [string, InputVariable]): HclBlock {
  return {
    type: 'variable',
    labels: [name],
    attributes: [
      ['description', quoted(description)],
      ['type', type],
      ...(usual === undefined ? [] : [['default', hclExpression(usual)] as const]),
      // Without it a caller's null would pass by the default and every rule.
      ['nullable', 'false'],
    ],
    blocks: rules.map((rule) => ({
      type: 'validation',
      attributes: [
        ['condition', rule.condition(`var.${name}`)],
        ['error_message', errorMessage(name, rule)],
      ],
    })),
  };
}

function outputBlock({ outputs }: SynthesizedModule, name: string, description: string): HclBlock {
  return {
    type: 'output',
    labels: [name],
    attributes: [
      ['description', quoted(description)],
      ['value', hclExpression(outputs[name])],
    ],
  };
}

/** What the module needs; how to reach it is the caller's business. */
function versionsBlock({ providers }: SynthesizedModule): HclBlock {
  return {
    type: 'terraform',
    attributes: [['required_version', quoted(TERRAFORM)]],
    blocks: [
      {
        type: 'required_providers',
        attributes: Object.entries(providers).map(([name, requirement]) => [name, hclExpression(requirement)]),
      },
    ],
  };
}

function exampleFile(shape: ModuleShape, folder: string): string {
  const source = folder === '' ? '../..' : `../../${folder.replace(/\/$/, '')}`;
  const region: HclBlock = { type: 'provider', labels: ['aws'], attributes: [['region', quoted('eu-west-1')]] };
  return hclFile([region, ...(shape.surroundings ?? []), moduleCall('example', source, shape.example)]);
}

function changelog(name: string, { version }: RepositoryTexts): string {
  return [
    '# Changelog',
    '',
    'Made by `npm run modules` of cdktf-aws-containers, whose versions it has; what changes in the library is in its changelog.',
    'A changed resource address or a removed input raises the major version.',
    '',
    `## ${version}`,
    '',
    `- terraform-aws-${name} as of cdktf-aws-containers ${version}.`,
    '',
  ].join('\n');
}
