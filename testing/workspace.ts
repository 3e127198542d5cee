import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { type RemoteState, remoteStatesOf, stateWithOutputs } from './remote-states';
import { type SynthesizedApp, type SynthesizedStack, synthesizeInto } from './synth';

/** Outputs of states that no stack of the app writes, by the name of the `terraform_remote_state` that reads them. */
export type ExternalStates = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The folder in which Terraform runs: the synthesized app as it is, and beside each file an override that keeps all
 * state in this folder. Terraform merges files named `*_override` over the others, so the JSON under test is untouched.
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export class Workspace {
  public readonly folder: string;
  public app: SynthesizedApp;
  private readonly removeAtExit = (): void => rmSync(this.folder, { recursive: true, force: true });

  public constructor(
    app: App,
    private readonly external: ExternalStates,
  ) {
    this.folder = mkdtempSync(join(tmpdir(), 'terraform-offline-'));
    process.once('exit', this.removeAtExit);
    mkdirSync(join(this.folder, 'states'));
    try {
      this.app = this.load(app);
    } catch (error) {
      this.remove();
      throw error;
    }
    for (const [id, outputs] of Object.entries(external)) {
      writeFileSync(this.externalState(id), stateWithOutputs(outputs));
    }
  }

  /** Takes the configuration of an app in place of the present one; the states stay. */
  public load(app: App): SynthesizedApp {
    rmSync(join(this.folder, 'stacks'), { recursive: true, force: true });
    this.app = synthesizeInto(app, this.folder);
    for (const stack of this.app.stacks) this.writeOverride(stack, { destroyable: false });
    return this.app;
  }

  public remove(): void {
    process.removeListener('exit', this.removeAtExit);
    this.removeAtExit();
  }

  public folderOf(stack: SynthesizedStack): string {
    return join(this.folder, 'stacks', stack.name);
  }

  /** The text of a stack's configuration, in which Terraform counts lines. */
  public fileOf(stack: SynthesizedStack): string {
    return readFileSync(join(this.folderOf(stack), 'cdk.tf.json'), 'utf8');
  }

  /** The state of a stack as Terraform keeps it, or none before the first apply. */
  public stateOf({ name }: { readonly name: string }): string | undefined {
    const file = this.stateFile(name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** A destroyed stack is one that was never applied. */
  public removeState({ name }: { readonly name: string }): void {
    rmSync(this.stateFile(name), { force: true });
  }

  /** Whether Terraform knows the backend and the modules of a stack already. */
  public isInitialized(stack: SynthesizedStack): boolean {
    return existsSync(join(this.folderOf(stack), '.terraform', 'terraform.tfstate'));
  }

  /** Remote states that neither a stack of the app nor the test provides. */
  public missingStates(stack: SynthesizedStack): RemoteState[] {
    return this.remoteStates(stack).filter(
      ({ id, producer }) => producer === undefined && this.external[id] === undefined,
    );
  }

  public remoteStates(stack: SynthesizedStack): RemoteState[] {
    return remoteStatesOf(stack, this.app.stacks);
  }

  /** `destroyable` lifts `prevent_destroy`, which is right in production and in the way of a test's end. */
  public writeOverride(stack: SynthesizedStack, { destroyable }: { readonly destroyable: boolean }): void {
    const states = this.remoteStates(stack).map(({ id, producer }) => {
      const path = producer === undefined ? this.externalState(id) : this.stateFile(producer);
      return [
        id,
        { backend: 'local', config: { path }, ...(this.hasWorkspace(stack, id) ? { workspace: 'default' } : {}) },
      ];
    });
    const resource = destroyable ? withoutPreventDestroy(stack) : {};
    // Terraform refuses an empty block of blocks.
    const override = {
      terraform: { backend: { local: { path: this.stateFile(stack.name) } } },
      ...(states.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(states) } }),
      ...(Object.keys(resource).length === 0 ? {} : { resource }),
    };
    writeFileSync(join(this.folderOf(stack), 'zz_override.tf.json'), JSON.stringify(override, undefined, 2));
  }

  private hasWorkspace(stack: SynthesizedStack, id: string): boolean {
    return stack.dataSource('terraform_remote_state', id).properties.workspace !== undefined;
  }

  private stateFile(stack: string): string {
    return join(this.folder, 'states', `${stack}.tfstate`);
  }

  private externalState(id: string): string {
    return join(this.folder, 'states', `external-${id}.tfstate`);
  }
}

function withoutPreventDestroy(stack: SynthesizedStack): Record<string, Record<string, unknown>> {
  const override: Record<string, Record<string, unknown>> = {};
  for (const { type, id, properties } of stack.resources) {
    const { lifecycle }: { readonly lifecycle?: { readonly prevent_destroy?: boolean } } = properties;
    if (lifecycle?.prevent_destroy) {
      override[type] = { ...override[type], [id]: { lifecycle: { prevent_destroy: false } } };
    }
  }
  return override;
}
