import type { CommandResult } from '../../testing/bounded-command';
import type { Terraform } from '../terraform/terraform';

/** One step of the proof of one stack. */
export interface Phase {
  readonly stack: string;
  readonly phase: 'init' | 'validate' | 'plan' | 'apply' | 'second plan' | 'destroy' | 'state empty';
  readonly passed: boolean;
  readonly seconds: number;
  /** What Terraform said where it did not pass. */
  readonly why?: string;
}

/** Seconds after which a phase is given up; an emulator that lacks a call lets the provider try for long. */
const LIMITS = { init: 180, validate: 180, plan: 240, apply: 600, destroy: 600 } as const;

/** Runs phases of one stack and prints each when it is over. */
export class Lifecycle {
  public readonly phases: Phase[] = [];

  public constructor(
    private readonly terraform: Terraform,
    private readonly stack: string,
    private readonly folder: string,
    private readonly label: string,
  ) {}

  /** Whether Terraform and the provider understand it; no API is called. */
  public async readable(): Promise<boolean> {
    return (
      (await this.phase('init', LIMITS.init, ['init'])) && (await this.phase('validate', LIMITS.validate, ['validate']))
    );
  }

  /** Ends with an empty second plan; stops at the first phase that does not pass. */
  public async up(): Promise<boolean> {
    return (
      (await this.phase('init', LIMITS.init, ['init'])) &&
      (await this.phase('validate', LIMITS.validate, ['validate'])) &&
      (await this.phase('plan', LIMITS.plan, ['plan', '-out=plan.bin'])) &&
      (await this.phase('apply', LIMITS.apply, ['apply', 'plan.bin'])) &&
      // Exit code 2 says that something would change.
      (await this.phase('second plan', LIMITS.plan, ['plan', '-detailed-exitcode']))
    );
  }

  /** Ends with an empty state. */
  public async down(): Promise<boolean> {
    return (
      // The second plan has just read everything: another refresh would only take time.
      (await this.phase('destroy', LIMITS.destroy, ['destroy', '-auto-approve', '-refresh=false'])) &&
      (await this.phase('state empty', LIMITS.init, ['state', 'list'], ({ stdout }) => stdout.trim() === ''))
    );
  }

  private async phase(
    phase: Phase['phase'],
    timeoutSeconds: number,
    args: readonly string[],
    holds: (result: CommandResult) => boolean = () => true,
  ): Promise<boolean> {
    const result = await this.terraform.run(args, { cwd: this.folder, timeoutSeconds });
    const passed = result.exitCode === 0 && holds(result);
    const why = passed ? undefined : complaint(result);
    this.phases.push({ stack: this.stack, phase, passed, seconds: result.seconds, why });
    const verdict = passed ? 'ok' : 'FAILED';
    console.log(`${this.label.padEnd(40)} ${phase.padEnd(12)} ${result.seconds.toFixed(1).padStart(6)} s  ${verdict}`);
    if (why !== undefined) console.log(why.replace(/^/gm, '    '));
    return passed;
  }
}

/** The errors, or the changes that a second plan wants; not the progress before them. */
function complaint({ stdout, stderr, exitCode }: CommandResult): string {
  const plan = stdout.slice(Math.max(0, stdout.indexOf('Terraform will perform')));
  const text = stderr.trim() === '' ? plan : stderr;
  return `exit code ${exitCode}\n${text.trim().slice(0, 4000)}`;
}
