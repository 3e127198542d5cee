import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundedCommand, type CommandResult } from './bounded-command';
import { findOnPath } from './find-on-path';

/** The oldest release with everything that is used here; the last one under the MPL. */
const OLDEST = [1, 5, 7] as const;

/** Longer than any offline step takes; a command that hangs is ended and reported. */
const TIMEOUT_SECONDS = 120;

/** Terraform cannot be run here; the message says what to do. */
export class TerraformUnavailableError extends Error {
  public override readonly name = 'TerraformUnavailableError';
}

/** The path of the `terraform` binary; throws a {@link TerraformUnavailableError} where there is none. */
export function requireTerraform(): string {
  const file = findTerraform();
  if (file !== undefined) return file;
  throw new TerraformUnavailableError(
    `"${terraformName()}" is not on the PATH. Install Terraform ${OLDEST.join('.')} or newer ` +
      '(https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME to its path.',
  );
}

/** The path of the `terraform` binary, or none. `TERRAFORM_BINARY_NAME` names another, as it does for `cdktf`. */
export function findTerraform(): string | undefined {
  return findOnPath(terraformName());
}

function terraformName(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
}

/** Runs Terraform with nothing of the user's own settings, credentials or caches. */
export class TerraformBinary {
  private constructor(
    private readonly file: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Throws a {@link TerraformUnavailableError} where there is no Terraform, or one that is too old. */
  public static async open(home: string): Promise<TerraformBinary> {
    const file = requireTerraform();
    // The user's file may name mirrors, credentials or plugins under development.
    const cliConfig = join(home, 'terraform.rc');
    writeFileSync(cliConfig, '');
    const binary = new TerraformBinary(file, cleanEnvironment(home, cliConfig));
    await binary.checkVersion(home);
    return binary;
  }

  public run(
    args: readonly string[],
    cwd: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    const env = { ...this.environment, ...environment };
    return boundedCommand(this.file, args, { cwd, env, timeoutSeconds: TIMEOUT_SECONDS });
  }

  private async checkVersion(folder: string): Promise<void> {
    const { exitCode, stdout, stderr } = await this.run(['version', '-json'], folder);
    const found = exitCode === 0 ? stdout.match(/"(?:terraform|tofu)?_?version":\s*"([^"]+)"/)?.[1] : undefined;
    if (found === undefined) {
      throw new TerraformUnavailableError(
        `${this.file} does not answer "version -json" as Terraform does: ${stderr || stdout}`,
      );
    }
    if (isOlder(found)) {
      throw new TerraformUnavailableError(
        `${this.file} is Terraform ${found}; offline tests need ${OLDEST.join('.')} or newer. ` +
          'Install a newer one, or set TERRAFORM_BINARY_NAME to its path.',
      );
    }
  }
}

function isOlder(version: string): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

/** Only what a process needs to start, and the user's values for input variables. */
function cleanEnvironment(home: string, cliConfig: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      name.startsWith('TF_VAR_') ||
      ['PATH', 'PATHEXT', 'SYSTEMROOT', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'TZ'].includes(name),
  );
  return {
    ...Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    HOME: home,
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
}
