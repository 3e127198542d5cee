// Runs a TypeScript file of this project: esbuild strips the types and bundles (0.2 s), Node runs the result with its
// source map. Types are checked by `npm run types`, not here. Usage: node tools/run.mjs FILE.ts [ARGUMENT ...]

import { createRequire } from 'node:module';
import { basename } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node tools/run.mjs FILE.ts [ARGUMENT ...]');
  process.exit(2);
}
const outfile = `${root}dist/run/${basename(file, '.ts')}.js`;
const bundled = await build({
  absWorkingDir: root,
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  keepNames: true, // messages name constructs by their class
  // What looks for files beside itself at run time stays outside the bundle.
  external: ['esbuild', '@grpc/grpc-js', 'protobufjs', '@swc/*'],
  logLevel: 'warning',
}).catch(() => undefined); // esbuild has printed what is wrong
if (bundled === undefined) process.exit(1);
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], outfile, ...rest];
createRequire(import.meta.url)(outfile);
