import { type Diagnostic, Outcome } from './diagnostics';

/** What Terraform will do to a resource; `replace` deletes it and creates it anew. */
export type ChangeAction = 'create' | 'read' | 'update' | 'replace' | 'delete';

/** Arguments and attributes by the names that Terraform uses. A value that only the apply will tell is missing. */
export type ResourceValues = Readonly<Record<string, unknown>>;

/** A change that the plan announces. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  readonly before: ResourceValues;
  readonly after: ResourceValues;
  /** The arguments that cannot be changed in place and so cause a `replace`. */
  readonly replacedBecauseOf: readonly string[];
}

/** A resource as it will be, or is, after an apply. */
export interface PlannedResource {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly values: ResourceValues;
}

/** The plan of all stacks that could be planned. */
export class Plan extends Outcome {
  public constructor(
    diagnostics: readonly Diagnostic[],
    public readonly resources: readonly PlannedResource[],
    public readonly changes: readonly ResourceChange[],
    /** Outputs that get another value, as `stack: name`. */
    public readonly changedOutputs: readonly string[],
    /** Stacks that were not planned, because a stack whose outputs they read has no state yet. */
    public readonly waiting: readonly string[],
  ) {
    super(diagnostics);
  }

  /** Nothing to create, update, replace, delete or read in any stack, and no output that changes. */
  public get isEmpty(): boolean {
    const open = this.changes.length + this.changedOutputs.length + this.waiting.length;
    return this.succeeded && open === 0;
  }

  /** The one planned resource of an address, in the stack where that is needed to tell it. */
  public resource(address: string, stack?: string): PlannedResource {
    return theResource(this.resources, address, stack);
  }

  public override describe(): string {
    const changes = this.changes.map(({ stack, action, address, replacedBecauseOf }) => {
      const why = replacedBecauseOf.length === 0 ? '' : ` (${replacedBecauseOf.join(', ')})`;
      return `${stack}: ${action} ${address}${why}`;
    });
    const waiting = this.waiting.map((stack) => `${stack}: not planned, it reads a stack that is not applied yet`);
    const outputs = this.changedOutputs.map((output) => `${output}: this output changes`);
    return [super.describe(), ...changes, ...outputs, ...waiting].filter((line) => line !== '').join('\n');
  }
}

/** What exists after an apply. */
export class Applied extends Outcome {
  public constructor(
    diagnostics: readonly Diagnostic[],
    public readonly resources: readonly PlannedResource[],
    /** Output values by stack and name. */
    public readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) {
    super(diagnostics);
  }

  /** The one resource of an address, in the stack where that is needed to tell it. */
  public resource(address: string, stack?: string): PlannedResource {
    return theResource(this.resources, address, stack);
  }
}

/** What a destroy came to. */
export class Destroyed extends Outcome {
  public constructor(
    diagnostics: readonly Diagnostic[],
    /** What is gone, in the order in which Terraform was done with it; data sources are not in it. */
    public readonly resources: readonly DestroyedResource[],
  ) {
    super(diagnostics);
  }
}

/** A resource that a destroy removed. */
export type DestroyedResource = Pick<PlannedResource, 'stack' | 'address' | 'type'>;

function theResource(
  resources: readonly PlannedResource[],
  address: string,
  stack: string | undefined,
): PlannedResource {
  const fitting = resources.filter((one) => one.address === address && (stack === undefined || one.stack === stack));
  const [first, ...others] = fitting;
  if (first !== undefined && others.length === 0) return first;
  const there = resources.map((one) => `${one.stack}: ${one.address}`).join('\n');
  throw new Error(
    `expected one ${address}${stack === undefined ? '' : ` in ${stack}`}, found ${fitting.length} among:\n${there}`,
  );
}

/** The part of `terraform show -json` that is read here. */
interface PlanJson {
  readonly planned_values?: { readonly root_module?: ModuleJson };
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: ResourceValues | null;
      readonly after: ResourceValues | null;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
}

interface ModuleJson {
  readonly resources?: readonly ResourceJson[];
  readonly child_modules?: readonly ModuleJson[];
}

interface ResourceJson {
  readonly address: string;
  readonly type: string;
  readonly values: ResourceValues;
}

/** The resources and changes of one stack's plan file. */
export function readPlan(stack: string, json: string): Pick<Plan, 'resources' | 'changes' | 'changedOutputs'> {
  const plan: PlanJson = JSON.parse(json);
  const changes = (plan.resource_changes ?? []).flatMap(({ address, type, change }) => {
    const action = actionOf(change.actions);
    if (action === undefined) return [];
    const replacedBecauseOf = (change.replace_paths ?? []).map((path) => path.join('.'));
    return [
      { stack, address, type, action, before: change.before ?? {}, after: change.after ?? {}, replacedBecauseOf },
    ];
  });
  const changedOutputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions[0] !== 'no-op')
    .map(([name]) => `${stack}: ${name}`);
  const resources = resourcesOf(plan.planned_values?.root_module ?? {}).map((one) => ({ stack, ...one }));
  return { changes, changedOutputs, resources };
}

function actionOf(actions: readonly string[]): ChangeAction | undefined {
  if (actions.length === 2) return 'replace';
  const [action] = actions;
  return action === 'create' || action === 'read' || action === 'update' || action === 'delete' ? action : undefined;
}

function resourcesOf({ resources = [], child_modules: children = [] }: ModuleJson): ResourceJson[] {
  const own = resources.map(({ address, type, values }) => ({ address, type, values }));
  return [...own, ...children.flatMap(resourcesOf)];
}

/** The part of Terraform's state file, version 4, that is read here. */
interface StateJson {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: ResourceValues }[];
  }[];
}

/** The resources and outputs of one stack's state file. */
export function readState(
  stack: string,
  json: string,
): { resources: PlannedResource[]; outputs: Record<string, unknown> } {
  const state: StateJson = JSON.parse(json);
  const resources = (state.resources ?? []).flatMap(({ mode, type, name, module, instances }) =>
    instances.map(({ index_key: index, attributes }) => {
      const parts = [module, mode === 'data' ? 'data' : undefined, type, name].filter((part) => part !== undefined);
      const address = `${parts.join('.')}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`;
      return { stack, address, type, values: attributes };
    }),
  );
  const outputs = Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value]);
  return { resources, outputs: Object.fromEntries(outputs) };
}
