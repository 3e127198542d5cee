/** One place where two JSON documents differ. */
export interface Difference {
  /** `dev-network.resource.aws_vpc.main.cidr_block` */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Every place where two JSON values differ, the deepest one that names it. */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
    return keys.flatMap((key) => differences(left.get(key), right.get(key), [...path, key]));
  }
  const [left, right] = [show(before), show(after)];
  return left === right ? [] : [{ path: path.join('.'), before: left, after: right }];
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
