import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginMirror } from './plugin-mirror';

/** How a run of Terraform ended. */
export interface TerraformResult {
  /** 124 where the time was up, as `timeout` has it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface TerraformSettings {
  /** Folder for the CLI configuration of these runs; the user's own is neither read nor changed. */
  readonly folder: string;
  /** Where providers come from. @default the public registry */
  readonly mirror?: PluginMirror;
  /** Added to the environment of every run. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class TerraformMissingError extends Error {
  public constructor(binary: string) {
    super(
      `"${binary}" is not on the PATH. Install Terraform 1.5.7 or newer, https://developer.hashicorp.com/terraform/install, or name the binary in TERRAFORM_BINARY_NAME.`,
    );
  }
}

/** Commands that write colors, which is not for reading by a program. */
const COLORED = ['init', 'validate', 'plan', 'apply', 'destroy'];

/** Runs the `terraform` binary with a configuration of its own, bounded in time. */
export class Terraform {
  public readonly binary = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  private readonly environment: Readonly<Record<string, string | undefined>>;

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
      ...environment,
    };
  }

  /** `1.11.4`; fails with what to do where there is no Terraform. */
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
    { cwd, timeoutSeconds }: { readonly cwd: string; readonly timeoutSeconds: number },
  ): Promise<TerraformResult> {
    const started = performance.now();
    // A group of its own: providers are children of Terraform and must go with it.
    const child = spawn(this.binary, args, { cwd, env: this.environment, detached: true });
    const kill = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    process.once('exit', kill); // nothing goes on working on a state after we were stopped
    let [stdout, stderr, timedOut] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeoutSeconds * 1000);
    return new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        process.off('exit', kill);
        clearTimeout(timer);
        reject(error.code === 'ENOENT' ? new TerraformMissingError(this.binary) : error);
      });
      child.on('close', (code) => {
        process.off('exit', kill);
        clearTimeout(timer);
        const seconds = (performance.now() - started) / 1000;
        const exitCode = timedOut ? 124 : (code ?? 1);
        resolve({
          exitCode,
          stdout,
          stderr: timedOut ? `${stderr}\nNot done after ${timeoutSeconds} s.` : stderr,
          seconds,
        });
      });
    });
  }
}

/** Without `direct`, so that a provider that the mirror lacks is an error at once and not a wait for the network. */
function mirrorConfiguration({ folder }: PluginMirror): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }\n}\n`;
}
