import type { CommandResult } from './bounded-command';
import { type Diagnostic, readDiagnostic, type TerraformDiagnostic } from './diagnostics';
import { modulesOfStack } from './modules-of-stack';
import { type DestroyedResource, type PlannedResource, type ResourceChange, readPlan, readState } from './plan-result';
import type { SynthesizedStack } from './synth';
import type { Workspace } from './workspace';

/** Runs Terraform in the folder of one stack, attached to the providers. */
export type RunTerraform = (args: readonly string[]) => Promise<CommandResult>;

/** What one stack adds to a plan. */
export interface StackPlan {
  readonly diagnostics: readonly Diagnostic[];
  readonly resources: readonly PlannedResource[];
  readonly changes: readonly ResourceChange[];
  readonly changedOutputs: readonly string[];
}

/** What went with one stack, in order. */
export interface StackDestroy {
  readonly diagnostics: readonly Diagnostic[];
  readonly resources: readonly DestroyedResource[];
}

const NO_PLAN = { resources: [], changes: [], changedOutputs: [] };

/** Terraform's commands for one stack, with results in terms of the app. */
export class StackRun {
  public constructor(
    private readonly stack: SynthesizedStack,
    private readonly workspace: Workspace,
    private readonly terraform: RunTerraform,
  ) {}

  public async validate(): Promise<Diagnostic[]> {
    const { local, remote } = modulesOfStack(this.stack, this.workspace.folderOf(this.stack));
    if (remote.length > 0) return [...remote];
    const args = ['validate', '-json', '-no-color'];
    // Only modules have to be installed first; attached providers do not.
    const { stdout, stderr } = local.length === 0 ? await this.terraform(args) : await this.initialized(args);
    try {
      const { diagnostics = [] }: { diagnostics?: readonly TerraformDiagnostic[] } = JSON.parse(stdout);
      return diagnostics.map((found) => this.readDiagnostic(found));
    } catch {
      return [this.failed('validate', stderr || stdout)];
    }
  }

  public async plan(): Promise<StackPlan> {
    const problems = this.problemsBefore();
    if (problems.length > 0) return { ...NO_PLAN, diagnostics: problems };
    const result = await this.initialized(['plan', '-json', '-input=false', '-lock=false', '-out=plan.bin']);
    const diagnostics = this.readStream('plan', result);
    if (result.exitCode !== 0) return { ...NO_PLAN, diagnostics };
    const state = this.workspace.stateOf(this.stack);
    if (state !== undefined && announcesNothing(result.stdout)) {
      return { ...NO_PLAN, diagnostics, resources: readState(this.stack.name, state).resources };
    }
    const shown = await this.terraform(['show', '-json', 'plan.bin']);
    if (shown.exitCode !== 0) return { ...NO_PLAN, diagnostics: [...diagnostics, this.failed('show', shown.stderr)] };
    return { diagnostics, ...readPlan(this.stack.name, shown.stdout) };
  }

  public async apply(): Promise<Diagnostic[]> {
    const problems = this.problemsBefore();
    if (problems.length > 0) return problems;
    return this.readStream(
      'apply',
      await this.initialized(['apply', '-json', '-auto-approve', '-input=false', '-lock=false']),
    );
  }

  public async destroy(): Promise<StackDestroy> {
    if (this.workspace.stateOf(this.stack) === undefined) return { diagnostics: [], resources: [] };
    this.workspace.writeOverride(this.stack, { destroyable: true });
    try {
      const result = await this.initialized(['destroy', '-json', '-auto-approve', '-input=false', '-lock=false']);
      if (result.exitCode === 0) this.workspace.removeState(this.stack);
      const resources = streamOf(result.stdout).flatMap(({ type, hook }) =>
        type === 'apply_complete' && hook?.action === 'delete' && hook.resource !== undefined
          ? [{ stack: this.stack.name, address: hook.resource.addr, type: hook.resource.resource_type }]
          : [],
      );
      return { diagnostics: this.readStream('destroy', result), resources };
    } finally {
      this.workspace.writeOverride(this.stack, { destroyable: false });
    }
  }

  /** What would send Terraform to the network. */
  private problemsBefore(): Diagnostic[] {
    const { remote } = modulesOfStack(this.stack, this.workspace.folderOf(this.stack));
    const states = this.workspace.missingStates(this.stack).map(
      ({ id }): Diagnostic => ({
        stack: this.stack.name,
        severity: 'error',
        summary: 'Remote state of no stack of this app',
        detail: `No stack writes the state that is read here. Give its outputs: terraformOffline(app, { remoteStates: { '${id}': { ... } } }).`,
        address: `data.terraform_remote_state.${id}`,
      }),
    );
    return [...remote, ...states];
  }

  private async initialized(args: readonly string[]): Promise<CommandResult> {
    if (!this.workspace.isInitialized(this.stack)) {
      const result = await this.terraform(['init', '-input=false', '-no-color']);
      if (result.exitCode !== 0) return result;
    }
    return this.terraform(args);
  }

  private readStream(command: string, { exitCode, stdout, stderr }: CommandResult): Diagnostic[] {
    const diagnostics = streamOf(stdout).flatMap(({ diagnostic }) =>
      diagnostic === undefined ? [] : [this.readDiagnostic(diagnostic)],
    );
    const explained = exitCode === 0 || diagnostics.some(({ severity }) => severity === 'error');
    return explained ? diagnostics : [...diagnostics, this.failed(command, stderr || stdout)];
  }

  private readDiagnostic(found: TerraformDiagnostic): Diagnostic {
    return readDiagnostic(this.stack.name, found, this.workspace.fileOf(this.stack));
  }

  private failed(command: string, detail: string): Diagnostic {
    return { stack: this.stack.name, severity: 'error', summary: `terraform ${command} failed`, detail };
  }
}

/** One line of `plan`, `apply` and `destroy` with `-json`. */
interface StreamLine {
  readonly type?: string;
  readonly diagnostic?: TerraformDiagnostic;
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  readonly hook?: {
    readonly action?: string;
    readonly resource?: { readonly addr: string; readonly resource_type: string };
  };
}

function streamOf(stdout: string): StreamLine[] {
  return stdout.split('\n').flatMap((line): StreamLine[] => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** Saves the `show` of a plan in which everything stays as it is. */
function announcesNothing(stdout: string): boolean {
  return streamOf(stdout).every(
    ({ type, outputs = {} }) =>
      type !== 'planned_change' &&
      Object.values(outputs).every(({ action }) => action === undefined || action === 'noop'),
  );
}
