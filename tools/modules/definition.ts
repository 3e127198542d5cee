import type { HclBlock } from './hcl';
import type { InputRule } from './input-rules';
import type { ModuleStack } from './module-stack';

/** One input of a Terraform module. */
export interface InputVariable {
  readonly type: 'string' | 'number' | 'bool' | 'list(string)' | 'map(string)';
  /** Unit, shape and reason of the default: all that the registry shows. */
  readonly description: string;
  /** @default none: the caller must give it */
  readonly default?: string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
  readonly rules?: readonly InputRule[];
  /**
   * Two values, for an input that a construct must see as a literal. The module is made once with each, and wherever the
   * value shows, a reference to the variable takes its place; see `relocation.ts`.
   * @default none: constructs get a token
   */
  readonly samples?: readonly [Sample, Sample];
}

/** What stands for an input while the module is made: text, a number that nothing else is, or the elements of a list. */
export type Sample = string | number | readonly string[];

/** One module or submodule: a shape that no input changes. */
export interface ModuleShape {
  /** One sentence for the registry. */
  readonly summary: string;
  readonly variables: Readonly<Record<string, InputVariable>>;
  /** Name -> description. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Builds the module with the library's constructs, and returns the value of each output. */
  readonly build: (stack: ModuleStack) => Readonly<Record<string, unknown>>;
  /** Arguments of a call that works as it stands, but for ids of things that it does not make. */
  readonly example: Readonly<Record<string, unknown>>;
  /** What stands before the call in an example, besides the AWS provider. @default nothing */
  readonly surroundings?: readonly HclBlock[];
}

/** One repository of a Terraform registry: `terraform-aws-<name>`. */
export interface ModuleDefinition {
  /** `network` */
  readonly name: string;
  readonly root: ModuleShape;
  /** Further shapes by name; each becomes `modules/<name>`. */
  readonly variants?: Readonly<Record<string, ModuleShape>>;
  /** What is decided by the choice of a module and not by an input, each with the reason. */
  readonly fixed: readonly string[];
}
