import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundedCommand, type CommandResult } from '../../testing/bounded-command';
import { requireTerraform } from '../../testing/terraform-binary';
import type { PluginMirror } from './plugin-mirror';

export interface TerraformSettings {
  /** Folder for the CLI configuration of these runs; the user's own is neither read nor changed. */
  readonly folder: string;
  /** Where providers come from. @default the public registry */
  readonly mirror?: PluginMirror;
  /** Added to the environment of every run. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Commands that write colors, which is not for reading by a program. */
const COLORED = ['init', 'validate', 'plan', 'apply', 'destroy'];

/** Runs the `terraform` binary with a configuration of its own, bounded in time. */
export class Terraform {
  private readonly file = requireTerraform();
  private readonly environment: Readonly<Record<string, string | undefined>>;

  /** Throws where there is no Terraform, with what to do. */
  public constructor({ folder, mirror, environment }: TerraformSettings) {
    mkdirSync(folder, { recursive: true });
    const configuration = join(folder, 'terraform.rc');
    writeFileSync(configuration, mirror === undefined ? '' : mirrorConfiguration(mirror));
    this.environment = {
      ...process.env,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      ...Object.fromEntries(COLORED.map((command) => [`TF_CLI_ARGS_${command}`, '-no-color'])),
      CHECKPOINT_DISABLE: '1',
      GOGC: '400', // Terraform and a provider live for seconds: looking for garbage less often saves a fifth of their CPU
      ...environment,
    };
  }

  /** `1.11.4`. */
  public async version(): Promise<string> {
    const { stdout } = await this.run(['version', '-json'], { cwd: '.', timeoutSeconds: 30 });
    const parsed: unknown = JSON.parse(stdout);
    return typeof parsed === 'object' && parsed !== null && 'terraform_version' in parsed
      ? String(parsed.terraform_version)
      : 'unknown';
  }

  /** Never throws for an exit code. */
  public run(
    args: readonly string[],
    settings: { readonly cwd: string; readonly timeoutSeconds: number },
  ): Promise<CommandResult> {
    return boundedCommand(this.file, args, { ...settings, env: this.environment });
  }
}

/** Without `direct`, so that a provider that the mirror lacks is an error at once and not a wait for the network. */
function mirrorConfiguration({ folder }: PluginMirror): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`;
}
