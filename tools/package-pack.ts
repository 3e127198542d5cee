import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A tarball as npm would publish it. */
export interface Packed {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** Of the tarball. */
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** The same for the same sources, whoever packs them: npm writes no times into a tarball. */
  readonly integrity: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** Nobody should wait for a library; what makes it grow past this is not code. */
export const MAX_TARBALL_BYTES = 1_000_000;

/** Compiles the library into dist/lib and packs it into a folder. Throws where it does not compile or is too large. */
export function buildAndPack(root: string, into: string): Packed {
  rmSync(join(root, 'dist/lib'), { recursive: true, force: true });
  run(root, process.execPath, ['node_modules/ts7/bin/tsc', '-p', 'tsconfig.build.json']);
  mkdirSync(into, { recursive: true });
  const said = run(root, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into]);
  const [packed]: readonly PackReport[] = JSON.parse(said);
  if (packed === undefined) throw new Error(`npm pack named no tarball: ${said}`);
  const { filename, name, version, size: bytes, unpackedSize: unpackedBytes, integrity, files } = packed;
  if (bytes > MAX_TARBALL_BYTES) {
    throw new Error(
      `The tarball has ${bytes} bytes; at most ${MAX_TARBALL_BYTES}. \`files\` of package.json says what goes in.`,
    );
  }
  return { file: join(into, filename), name, version, bytes, unpackedBytes, integrity, files };
}

interface PackReport {
  readonly filename: string;
  readonly name: string;
  readonly version: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly integrity: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

function run(cwd: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
