import { execFile } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest release with everything that is used here; the last one under the MPL. */
const OLDEST = [1, 5, 7] as const;

/** Longer than any offline step takes; a command that hangs is ended and reported. */
const TIMEOUT_MS = 120_000;

/** What a command printed, whether or not it succeeded. */
export interface CommandResult {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Terraform cannot be run here; the message says what to do. */
export class TerraformUnavailableError extends Error {
  public override readonly name = 'TerraformUnavailableError';
}

/** The path of the `terraform` binary, or none. `TERRAFORM_BINARY_NAME` names another, as it does for `cdktf`. */
export function findTerraform(): string | undefined {
  const name = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  const folders = isAbsolute(name) || name.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['', '.exe'] : [''];
  return folders
    .flatMap((folder) =>
      endings.map((ending) => (folder === '' ? resolve(name + ending) : join(folder, name + ending))),
    )
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs Terraform with nothing of the user's own settings, credentials or caches. */
export class TerraformBinary {
  private constructor(
    private readonly file: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Throws a {@link TerraformUnavailableError} where there is no Terraform, or one that is too old. */
  public static async open(home: string): Promise<TerraformBinary> {
    const file = findTerraform();
    if (file === undefined) {
      const name = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
      throw new TerraformUnavailableError(
        `"${name}" is not on the PATH. Offline tests run the real Terraform: install ${OLDEST.join('.')} or newer ` +
          '(https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BINARY_NAME to its path.',
      );
    }
    // The user's file may name mirrors, credentials or plugins under development.
    const cliConfig = join(home, 'terraform.rc');
    writeFileSync(cliConfig, '');
    const binary = new TerraformBinary(file, cleanEnvironment(home, cliConfig));
    await binary.checkVersion(home);
    return binary;
  }

  public async run(
    args: readonly string[],
    folder: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    try {
      const { stdout, stderr } = await run(this.file, [...args], {
        cwd: folder,
        env: { ...this.environment, ...environment },
        timeout: TIMEOUT_MS,
        maxBuffer: 512 * 1024 * 1024,
      });
      return { succeeded: true, stdout, stderr };
    } catch (error) {
      const { stdout = '', stderr = '', killed = false }: FailedCommand = Object(error);
      const message = error instanceof Error ? error.message : String(error);
      const reason = killed ? `terraform ${args[0]} took longer than ${TIMEOUT_MS / 1000} s and was ended` : stderr;
      return { succeeded: false, stdout, stderr: reason || message };
    }
  }

  private async checkVersion(folder: string): Promise<void> {
    const { succeeded, stdout, stderr } = await this.run(['version', '-json'], folder);
    const found = succeeded ? stdout.match(/"(?:terraform|tofu)?_?version":\s*"([^"]+)"/)?.[1] : undefined;
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

/** What `execFile` adds to the error of a failed command. */
interface FailedCommand {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly killed?: boolean;
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
