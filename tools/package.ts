/** `npm run package`: compiles and packs the library into dist/package and says what is in it. Publishes nothing. */
import { dirname, relative, resolve } from 'node:path';
import { buildAndPack } from './package-pack';
import { table } from './table';

const packed = buildAndPack(process.cwd(), resolve('dist/package'));
const folders = new Map<string, { files: number; bytes: number }>();
for (const { path, size } of packed.files) {
  const folder = dirname(path);
  const { files, bytes } = folders.get(folder) ?? { files: 0, bytes: 0 };
  folders.set(folder, { files: files + 1, bytes: bytes + size });
}
const kib = (bytes: number): string => (bytes / 1024).toFixed(0);
console.log(
  table(
    ['What', 'Files', 'KiB'],
    [...folders].map(([folder, { files, bytes }]) => [folder, files, kib(bytes)]),
  ),
);
console.log(`${relative('.', packed.file)}: ${kib(packed.bytes)} KiB, ${kib(packed.unpackedBytes)} KiB unpacked`);
