import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** The path of a program, by its name on the PATH or by a path; none where it is not there or cannot be run. */
export function findOnPath(name: string): string | undefined {
  const folders = isAbsolute(name) || name.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['', '.exe'] : [''];
  return folders
    .flatMap((folder) =>
      endings.map((ending) => (folder === '' ? resolve(name + ending) : join(folder, name + ending))),
    )
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
