import { availableParallelism } from 'node:os';
import type { App } from 'cdktf';
import type { DataSourceAnswers } from './data-sources';
import { type Diagnostic, Outcome } from './diagnostics';
import { installedBindings } from './installed-bindings';
import { checkOutputsOfSiblings } from './missing-outputs';
import { modulesOfStack } from './modules-of-stack';
import { Applied, Destroyed, type DestroyedResource, Plan, readState } from './plan-result';
import { requirePluginPackages } from './plugin-packages';
import { inOrder, type StackOrder } from './stack-order';
import { type RunTerraform, StackRun } from './stack-run';
import type { SynthesizedApp, SynthesizedStack } from './synth';
import { TerraformBinary } from './terraform-binary';
import { type UsedProviders, usedProviders } from './used-providers';
import { type ExternalStates, Workspace } from './workspace';

export interface OfflineTerraformOptions {
  /**
   * Outputs of states outside the app, by the name of the `terraform_remote_state` that reads them.
   * @default {} a plan of a stack that reads such a state fails and names it
   */
  readonly remoteStates?: ExternalStates;
  /**
   * Resource and data source types that are newer than the installed bindings: taken as configured, not checked.
   * @default [] Terraform refuses a type that the bindings of its provider do not know
   */
  readonly unknownTypes?: readonly string[];
  /**
   * What data sources answer, by type: `{ aws_ami: { id: 'ami-0123' } }`. Attributes that are not named here get a fake.
   * @default {} fakes shaped like the real values; see `data-sources.ts`
   */
  readonly dataSources?: DataSourceAnswers;
  /**
   * Where the provider bindings are installed: in `node_modules` of this folder or of one above it.
   * @default process.cwd()
   */
  readonly projectFolder?: string;
}

/**
 * Runs the real `terraform` on an app without a cloud, credentials or network. The providers are stand-ins with the
 * schemas of the installed bindings: they check types and arguments, and make up ids, ARNs and endpoints.
 *
 * Synthesizes the app at once, so an app that cannot be synthesized throws here. Call {@link OfflineTerraform.close}
 * when done, or use {@link OfflineTerraform.roundTrip}, which closes by itself.
 */
export function terraformOffline(app: App, options: OfflineTerraformOptions = {}): OfflineTerraform {
  return new OfflineTerraform(new Workspace(app, options.remoteStates ?? {}), options);
}

/** One app and its states; see {@link terraformOffline}. */
export class OfflineTerraform {
  private providers: UsedProviders;
  /** Shared by all commands, so that an id is given once in the life of this object. */
  private readonly seeds = new Map<string, number>();
  private binary: TerraformBinary | undefined;

  /** Use {@link terraformOffline}. */
  public constructor(
    private readonly workspace: Workspace,
    private readonly options: OfflineTerraformOptions,
  ) {
    this.providers = this.readProviders();
  }

  /** The temporary folder with the configuration and the states, for a look while debugging; gone after `close`. */
  public get folder(): string {
    return this.workspace.folder;
  }

  /** The synthesized app that all commands work on. */
  public get app(): SynthesizedApp {
    return this.workspace.app;
  }

  /** Checks every stack by itself: arguments, types and references. Needs no state. */
  public async validate(): Promise<Outcome> {
    const siblings = checkOutputsOfSiblings(this.app.stacks, (stack) => this.workspace.remoteStates(stack));
    const results = await this.eachStack('any', (_, run) => run.validate());
    return new Outcome([...this.providers.warnings, ...siblings, ...results.flat()]);
  }

  /** Plans every stack whose producers have been applied; the others are in `waiting`. */
  public async plan(): Promise<Plan> {
    const isWaiting = (stack: SynthesizedStack): boolean =>
      this.producersOf(stack).some((name) => this.workspace.stateOf({ name }) === undefined);
    const waiting = this.app.stacks.filter(isWaiting).map(({ name }) => name);
    const results = await this.eachStack('any', async (stack, run) =>
      waiting.includes(stack.name) ? [] : [await run.plan()],
    );
    const plans = results.flat();
    return new Plan(
      plans.flatMap(({ diagnostics }) => diagnostics),
      plans.flatMap(({ resources }) => resources),
      plans.flatMap(({ changes }) => changes),
      plans.flatMap(({ changedOutputs }) => changedOutputs),
      waiting,
    );
  }

  /** Applies every stack after those that it reads; a stack that fails keeps its consumers from being applied. */
  public async apply(): Promise<Applied> {
    const failed = new Set<string>();
    const results = await this.eachStack('producers-first', async (stack, run) => {
      const blockers = this.producersOf(stack).filter((name) => failed.has(name));
      const diagnostics = blockers.length > 0 ? [notApplied(stack, blockers)] : await run.apply();
      if (diagnostics.some(({ severity }) => severity === 'error')) failed.add(stack.name);
      const state = this.workspace.stateOf(stack);
      return {
        stack,
        diagnostics,
        ...(state === undefined ? { resources: [], outputs: {} } : readState(stack.name, state)),
      };
    });
    return new Applied(
      results.flatMap(({ diagnostics }) => diagnostics),
      results.flatMap(({ resources }) => resources),
      Object.fromEntries(results.map(({ stack, outputs }) => [stack.name, outputs])),
    );
  }

  /** Destroys every stack before those that it reads, also what `prevent_destroy` protects. */
  public async destroy(): Promise<Destroyed> {
    const gone: DestroyedResource[] = [];
    const results = await this.eachStack('consumers-first', async (_, run) => {
      const { diagnostics, resources } = await run.destroy();
      gone.push(...resources);
      return diagnostics;
    });
    return new Destroyed(results.flat(), gone);
  }

  /**
   * Validates, applies, plans again and destroys, and throws with every problem where a step fails or the second plan
   * is not empty. Returns what the apply made, and closes in any case.
   */
  public async roundTrip(): Promise<Applied> {
    try {
      expectSuccess('validate', await this.validate());
      expectSuccess('plan', await this.plan());
      const applied = await this.apply();
      expectSuccess('apply', applied);
      const second = await this.plan();
      expectSuccess('the second plan', second);
      if (!second.isEmpty) throw new Error(`The plan after the apply is not empty:\n${second.describe()}`);
      expectSuccess('destroy', await this.destroy());
      return applied;
    } finally {
      this.close();
    }
  }

  /**
   * Puts a changed app in the place of the present one and keeps the states, so that the next plan shows what the
   * change does: `terraform.change(buildApp({ image: 'nginx:1.28' })); (await terraform.plan()).changes`.
   */
  public change(app: App): void {
    this.workspace.load(app);
    this.providers = this.readProviders();
  }

  /** Removes the temporary folder with all states. Nothing runs between two commands, so there is nothing to stop. */
  public close(): void {
    this.workspace.remove();
  }

  private readProviders(): UsedProviders {
    const { projectFolder = process.cwd(), unknownTypes = [] } = this.options;
    const modules = this.app.stacks.flatMap((stack) => modulesOfStack(stack, this.workspace.folderOf(stack)).local);
    return usedProviders([...this.app.stacks, ...modules], installedBindings(projectFolder), new Set(unknownTypes));
  }

  /** Names of the stacks that a stack reads or that cdktf says come first. */
  private producersOf(stack: SynthesizedStack): string[] {
    const read = this.workspace
      .remoteStates(stack)
      .flatMap(({ producer }) => (producer === undefined ? [] : [producer]));
    return [...new Set([...read, ...stack.dependencies])];
  }

  /** Serves the providers while `work` runs on each stack; the results are in the order of the app's stacks. */
  private async eachStack<T>(
    order: StackOrder,
    work: (stack: SynthesizedStack, run: StackRun) => Promise<T>,
  ): Promise<T[]> {
    requirePluginPackages();
    // Loaded when it is needed: the rest of this entry works without the optional packages.
    const { PluginServer }: typeof import('./plugin-server') = require('./plugin-server');
    this.binary ??= await TerraformBinary.open(this.workspace.folder);
    const { binary } = this;
    const servers = new Map(
      [...this.providers.schemas].map(([address, schema]) => [
        address,
        new PluginServer(schema, this.seeds, this.options.dataSources),
      ]),
    );
    try {
      await Promise.all([...servers.values()].map((server) => server.start()));
      const attached = [...servers].map(([address, server]) => [address, server.reattachment()]);
      const environment = { TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(attached)) };
      return await inOrder(
        this.app.stacks,
        order,
        (stack) => this.producersOf(stack),
        availableParallelism(),
        (stack) => {
          const terraform: RunTerraform = (args) => binary.run(args, this.workspace.folderOf(stack), environment);
          return work(stack, new StackRun(stack, this.workspace, terraform));
        },
      );
    } finally {
      for (const server of servers.values()) server.stop();
    }
  }
}

function notApplied({ name }: SynthesizedStack, blockers: readonly string[]): Diagnostic {
  return {
    stack: name,
    severity: 'error',
    summary: 'Not applied',
    detail: `It reads ${blockers.join(', ')}, whose apply failed.`,
  };
}

function expectSuccess(step: string, outcome: Outcome): void {
  if (!outcome.succeeded) throw new Error(`terraform offline: ${step} failed:\n${outcome.describe()}`);
}
