import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandResult } from '../../../testing/bounded-command';
import type { DataSourceAnswers } from '../../../testing/data-sources';
import { installedBindings } from '../../../testing/installed-bindings';
import { modulesOfStack } from '../../../testing/modules-of-stack';
import { PluginServer } from '../../../testing/plugin-server';
import { SynthesizedStack } from '../../../testing/synth';
import { TerraformBinary } from '../../../testing/terraform-binary';
import { usedProviders } from '../../../testing/used-providers';
import type { ModuleDefinition } from '../../../tools/modules/definition';
import { MODULES } from '../../../tools/modules/definitions';
import { repositoryOf } from '../../../tools/modules/module-files';

/** A temporary folder with all repositories, as `npm run modules` writes them. */
export function writeRepositories(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'registry-modules-'));
  for (const definition of MODULES) {
    for (const { files } of repositoryOf(definition, { license: 'License', version: '1.2.3' })) {
      for (const [path, text] of files) {
        const file = join(folder, `terraform-aws-${definition.name}`, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Terraform in a folder with HCL, as its author runs it, attached to the offline providers. */
export class HclRoot {
  /** `main` is written to `<folder>/root-<name>/main.tf`, beside the repositories. */
  public static async write(folder: string, name: string, main: string, answers?: DataSourceAnswers): Promise<HclRoot> {
    const root = join(folder, `root-${name}`);
    mkdirSync(root);
    writeFileSync(join(root, 'main.tf'), main);
    const home = mkdtempSync(join(folder, 'home-'));
    return new HclRoot(root, await TerraformBinary.open(home), answers);
  }

  private constructor(
    public readonly folder: string,
    private readonly binary: TerraformBinary,
    private readonly answers: DataSourceAnswers | undefined,
  ) {}

  /** Commands one after the other, as long as they succeed; the last result. */
  public async run(...commands: readonly (readonly string[])[]): Promise<CommandResult> {
    const caller = new SynthesizedStack('root', [], { module: { root: { source: this.folder } } });
    const { local } = modulesOfStack(caller, this.folder);
    const { schemas } = usedProviders(local, installedBindings(process.cwd()), new Set());
    const seeds = new Map<string, number>();
    const servers = [...schemas].map(([address, schema]) => ({
      address,
      server: new PluginServer(schema, seeds, this.answers),
    }));
    try {
      await Promise.all(servers.map(({ server }) => server.start()));
      const attached = servers.map(({ address, server }) => [address, server.reattachment()]);
      const environment = { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(attached)) };
      let result: CommandResult = { exitCode: 0, stdout: '', stderr: '', seconds: 0 };
      for (const command of commands) {
        if (result.exitCode === 0) result = await this.binary.run([...command, '-no-color'], this.folder, environment);
      }
      return result;
    } finally {
      for (const { server } of servers) server.stop();
    }
  }
}

/** A root module that calls the example of every module and submodule. */
export function callsOfExamples(definitions: readonly ModuleDefinition[]): string {
  const calls = definitions.flatMap(({ name, variants = {} }) =>
    ['complete', ...Object.keys(variants)].map(
      (example) => `module "${name}_${example}" {\n  source = "../terraform-aws-${name}/examples/${example}"\n}\n`,
    ),
  );
  return calls.join('\n');
}

/** Terraform breaks the lines of its messages at 78 characters. */
export function inOneLine({ stderr }: CommandResult): string {
  return stderr.replace(/\s*\n[│╷╵\s]*/g, ' ');
}
