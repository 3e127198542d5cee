/**
 * The address of the block at a line of a `cdk.tf.json` file, such as `aws_vpc.main` or `output.url`. cdktf indents its
 * JSON, so the lines above with less indentation are the keys on the way.
 */
export function addressAtLine(text: string, line: number): string | undefined {
  const lines = text.split('\n').slice(0, line);
  const path: string[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (const current of lines.reverse()) {
    const [, spaces, key] = current.match(/^(\s*)"((?:[^"\\]|\\.)*)":/) ?? [];
    if (spaces === undefined || key === undefined || spaces.length >= indent) continue;
    path.unshift(key);
    indent = spaces.length;
  }
  return addressOfPath([...path, ...onlyName(text, path)]);
}

/** Terraform reports an unknown type at the line of the type; the name is known where there is only one. */
function onlyName(text: string, path: readonly string[]): string[] {
  if ((path[0] !== 'resource' && path[0] !== 'data') || path.length !== 2) return [];
  const file: Record<string, Record<string, Record<string, unknown>>> = JSON.parse(text);
  const names = Object.keys(file[path[0]]?.[path[1] ?? ''] ?? {});
  return names.length === 1 ? names : [];
}

/** `resource.aws_vpc.main.cidr_block` belongs to `aws_vpc.main`. */
export function addressOfPath([block, first, second]: readonly string[]): string | undefined {
  if (block === undefined) return undefined;
  const names = block === 'resource' ? [first, second] : block === 'data' ? [block, first, second] : [block, first];
  return names.filter((name) => name !== undefined).join('.') || block;
}
