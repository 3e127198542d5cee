import type { InputRule } from './input-rules';

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
