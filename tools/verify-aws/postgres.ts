import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A PostgreSQL server of its own, on a loopback port. */
export interface Postgres {
  /** `postgres://postgres@127.0.0.1:40123/postgres?sslmode=disable`. */
  readonly connectionString: string;
  stop(): void;
}

/** Nothing where the machine has no PostgreSQL server. */
export function startPostgres(folder: string, port: number): Postgres | undefined {
  const bin = findBinaries();
  if (bin === undefined) return undefined;
  const owner = unprivilegedUser();
  const data = join(folder, 'postgres');
  mkdirSync(data, { recursive: true });
  if (owner !== undefined) giveTo(owner, folder, data);
  run(owner, [join(bin, 'initdb'), '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync']);
  const options = `-h 127.0.0.1 -p ${port} -c unix_socket_directories=${data} -c fsync=off`;
  run(owner, [join(bin, 'pg_ctl'), '-D', data, '-o', options, '-l', join(data, 'log'), '-w', 'start']);
  let running = true;
  const stop = () => {
    if (!running) return;
    running = false;
    run(owner, [join(bin, 'pg_ctl'), '-D', data, '-m', 'immediate', 'stop']);
  };
  process.once('exit', stop);
  return { connectionString: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`, stop };
}

/** On the PATH, or the newest of the versions that Debian keeps side by side. */
function findBinaries(): string | undefined {
  const versions = join(sep, 'usr', 'lib', 'postgresql');
  const debian = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? '').split(':'), ...debian.map((version) => join(versions, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'pg_ctl')) && existsSync(join(folder, 'initdb')));
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, as which builds often run. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout);
    const gid = Number(spawnSync('id', ['-g', name], { encoding: 'utf8' }).stdout);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return undefined;
}

/** The data folder must be the server's own, and its parent open to walk through. */
function giveTo({ uid, gid }: User, parent: string, data: string): void {
  chmodSync(parent, 0o755);
  chownSync(data, uid, gid);
  chmodSync(data, 0o700);
}

function run(owner: User | undefined, [command = '', ...args]: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    ...owner,
  });
  if (status !== 0) throw new Error(`${command} ended with exit code ${status}: ${stderr}`);
}
