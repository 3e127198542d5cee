import type { MountPoint } from '../ecs/task/container';
import type { Tmpfs } from '../ecs/task/linux-parameters';
import type { Volume } from '../ecs/task/volume';
import type { JsonObject } from '../shared/json-object';
import { mebibytesOf, textsOf, wrong } from './compose-values';

/** What a container mounts. */
export interface ComposeMounts {
  readonly mounts: readonly MountPoint[];
  /** Directories in memory. */
  readonly tmpfs: readonly Tmpfs[];
  /** Volumes that the file has no name for: directories of the host, and such without a source. */
  readonly unnamed: Readonly<Record<string, Volume>>;
}

interface Mount {
  readonly type: 'volume' | 'bind' | 'tmpfs';
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly memoryMib?: number;
}

/** MiB of a directory in memory without a size, which ECS asks for. */
const TMPFS_MIB = 100;

/** Options of the short form; those for SELinux and for other mounts on the host mean nothing in a task. */
const OPTIONS = ['rw', 'ro', 'z', 'Z', 'nocopy'];

/** @param service its name, after which volumes without one are called */
export function mountsOf(json: JsonObject, service: string): ComposeMounts {
  const all = json
    .entries('volumes')
    .flatMap((entry) => (typeof entry === 'string' ? shortMount(json, entry) : longMount(entry)));
  const named = all.filter(({ type }) => type !== 'tmpfs').map((mount) => ({ ...mount, ...volumeOf(mount, service) }));
  return {
    mounts: named.map(({ name, target, readOnly }) => ({
      volume: name,
      containerPath: target,
      ...(readOnly ? { readOnly } : {}),
    })),
    tmpfs: [
      ...all.flatMap(({ type, target, memoryMib }) =>
        type === 'tmpfs' ? [{ containerPath: target, sizeMib: memoryMib ?? TMPFS_MIB }] : [],
      ),
      ...textsOf(json, 'tmpfs').map((entry) => tmpfsOf(json, entry)),
    ],
    unnamed: Object.fromEntries(named.flatMap(({ name, volume }) => (volume === undefined ? [] : [[name, volume]]))),
  };
}

function volumeOf({ type, source, target }: Mount, service: string): { name: string; volume?: Volume } {
  const slug = (path: string): string => path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '');
  if (type === 'bind')
    return { name: `host-${slug(source ?? '')}`, volume: { kind: 'host', sourcePath: source ?? '' } };
  if (source !== undefined) return { name: source };
  return { name: `${service}-${slug(target)}`, volume: { kind: 'scratch' } };
}

function shortMount(json: JsonObject, entry: string): Mount[] {
  const [first = '', second, mode = 'rw'] = entry.split(':');
  const options = mode.split(',');
  if (!options.every((option) => OPTIONS.includes(option))) {
    return wrong(json, 'volumes', `mounts with the options ${OPTIONS.join(', ')}`) ?? [];
  }
  if (second === undefined) return [{ type: 'volume', target: first, readOnly: false }];
  const isPath = /^[./~]/.test(first);
  if (isPath && !first.startsWith('/')) return relative(json);
  return [{ type: isPath ? 'bind' : 'volume', source: first, target: second, readOnly: options.includes('ro') }];
}

function longMount(json: JsonObject): Mount[] {
  const type = json.oneOf('type', ['volume', 'bind', 'tmpfs']) ?? 'volume';
  const source = json.text('source');
  if (type === 'bind' && source?.startsWith('/') !== true) return relative(json, 'source');
  const target = json.text('target') ?? '';
  const tmpfs = json.object('tmpfs');
  const memoryMib = tmpfs === undefined ? undefined : mebibytesOf(tmpfs, 'size');
  return [{ type, source, target, readOnly: json.flag('read_only') ?? false, memoryMib }];
}

/** `/run` or `/run:size=64m,mode=1777`. */
function tmpfsOf(json: JsonObject, entry: string): Tmpfs {
  const [containerPath = '', ...rest] = entry.split(':');
  const options = rest.join(':').split(',').filter(Boolean);
  const [, size, unit = ''] = /^size=(\d+)([kmg]?)$/i.exec(options.find((one) => one.startsWith('size=')) ?? '') ?? [];
  if (size === undefined && options.some((one) => one.startsWith('size='))) wrong(json, 'tmpfs', '/path:size=64m');
  const perMib = { k: 1024, m: 1, g: 1 / 1024 }[unit.toLowerCase()] ?? 1024 ** 2;
  const mountOptions = options.filter((one) => !one.startsWith('size='));
  return {
    containerPath,
    sizeMib: size === undefined ? TMPFS_MIB : Math.ceil(Number(size) / perMib),
    ...(mountOptions.length === 0 ? {} : { mountOptions }),
  };
}

function relative(json: JsonObject, key = 'volumes'): Mount[] {
  json.refuse(
    key,
    'named volumes, and absolute paths on EC2: a task has no directory that the file is in',
    'copy the files into the image, or name a volume',
  );
  return [];
}
