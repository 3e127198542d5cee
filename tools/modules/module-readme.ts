import type { ModuleDefinition, ModuleShape } from './definition';
import { hclExpression, hclFile } from './hcl';
import { moduleCall, TERRAFORM } from './module-call';
import type { SynthesizedModule } from './synthesize-module';

/** What a registry shows of a module: comments and headers of its files do not appear there. */
export function moduleReadme(
  definition: ModuleDefinition,
  shape: ModuleShape,
  module: SynthesizedModule,
  folder: string,
): string {
  const { name, variants = {}, fixed } = definition;
  const isRoot = folder === '';
  const variant = folder.split('/')[1];
  const source = `<namespace>/${name}/aws${isRoot ? '' : `//modules/${variant}`}`;
  return [
    `# terraform-aws-${name}${isRoot ? '' : `: ${variant}`}`,
    shape.summary,
    'Made from the CDKTF construct of the same name in cdktf-aws-containers: the same resources, and its checks as `validation` blocks.',
    '## Usage',
    [
      '```hcl',
      hclFile([...(shape.surroundings ?? []), moduleCall(name.replaceAll('-', '_'), source, shape.example)]).trimEnd(),
      '```',
    ].join('\n'),
    ...(isRoot && Object.keys(variants).length > 0 ? ['## Submodules', submodules(variants)] : []),
    '## What no input changes',
    [
      ...fixed,
      'Do not write `depends_on` on the call: account, region and partition are looked up, and Terraform would look them up after the plan. Refer to outputs instead.',
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    '## Requirements',
    table(
      ['Name', 'Version'],
      [
        ['terraform', TERRAFORM],
        ...Object.values(module.providers).map(({ source: address, version }) => [address, version]),
      ],
    ),
    '## Inputs',
    table(
      ['Name', 'Type', 'Default', 'Description'],
      Object.entries(shape.variables).map(([input, { type, default: usual, description }]) => [
        `\`${input}\``,
        `\`${type}\``,
        usual === undefined ? 'required' : `\`${hclExpression(usual)}\``,
        description,
      ]),
    ),
    '## Outputs',
    table(
      ['Name', 'Description'],
      Object.entries(shape.outputs).map(([output, description]) => [`\`${output}\``, description]),
    ),
    '## Resources',
    table(
      ['Type', 'Number'],
      Object.entries(resourcesByType(module)).map(([type, count]) => [`\`${type}\``, String(count)]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** How many resources of each type the module makes. */
export function resourcesByType({ main }: SynthesizedModule): Record<string, number> {
  const resource = main.resource;
  const types = typeof resource === 'object' && resource !== null ? Object.entries(resource) : [];
  return Object.fromEntries(types.map(([type, named]) => [type, Object.keys(Object(named)).length]));
}

function submodules(variants: Readonly<Record<string, ModuleShape>>): string {
  const rows = Object.entries(variants).map(([name, { summary }]) => [`[${name}](modules/${name})`, summary]);
  return table(['Name', 'What it is'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
