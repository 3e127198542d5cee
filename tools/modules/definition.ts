import type { HclBlock } from './hcl';
import type { InputVariable } from './input-variable';
import type { ModuleStack } from './module-stack';

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
