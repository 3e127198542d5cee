import type { IConstruct } from 'constructs';

/** Names a thing that a surrounding construct offers to what is built inside it. */
export interface DefaultKey<T> {
  readonly symbol: symbol;
  /** Never set; ties the type to the key. */
  readonly type?: T;
}

export function defaultKey<T>(name: string): DefaultKey<T> {
  return { symbol: Symbol.for(`cdktf-aws-containers/default/${name}`) };
}

/** Everything below `scope` that asks for `key` gets what `make` returns; it is made when the first one asks. */
export function provideDefault<T>(scope: IConstruct, key: DefaultKey<T>, make: () => T): void {
  let made: { readonly value: T } | undefined;
  Object.defineProperty(scope, key.symbol, {
    value: () => {
      made ??= { value: make() };
      return made.value;
    },
  });
}

/** The nearest offer around `scope`, or nothing. */
export function findDefault<T>(scope: IConstruct, key: DefaultKey<T>): T | undefined {
  for (const parent of [...scope.node.scopes].reverse()) {
    const make = Reflect.get(parent, key.symbol) as (() => T) | undefined;
    if (make !== undefined) return make();
  }
  return undefined;
}
