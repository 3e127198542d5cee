import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';

/** A folder that Terraform can install providers from without a registry. */
export interface PluginMirror {
  readonly folder: string;
  /** Versions by source, newest first: `hashicorp/aws` -> `['5.100.0']`. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

const HOST = 'registry.terraform.io';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The mirror named by `TERRAFORM_PLUGIN_MIRROR`, else the first folder with the AWS provider in the places where
 * Terraform itself looks and where Linux keeps what is installed by hand.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function findPluginMirror(environment: Environment = process.env): PluginMirror | undefined {
  const named = environment.TERRAFORM_PLUGIN_MIRROR;
  const places = named === undefined ? usualPlaces(environment) : [named];
  return places
    .flatMap((place) => mirrorsUnder(place, 2))
    .map(readMirror)
    .find(({ versions }) => versions.has('hashicorp/aws'));
}

function usualPlaces({ XDG_DATA_HOME, XDG_DATA_DIRS }: Environment): string[] {
  const xdg = [XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), ...(XDG_DATA_DIRS?.split(':') ?? [])];
  const system = [
    ['usr', 'local', 'share'],
    ['usr', 'share'],
    ['usr', 'local', 'lib'],
    ['usr', 'lib'],
    ['opt'],
    ['srv'],
  ];
  return [
    'terraform.d',
    join(homedir(), '.terraform.d'),
    ...xdg.map((folder) => join(folder, 'terraform')),
    ...system.flatMap((parts) => [join(sep, ...parts, 'terraform'), join(sep, ...parts)]),
  ];
}

/** `folder` itself or a folder in it that holds a registry's host name. */
function mirrorsUnder(folder: string, depth: number): string[] {
  if (existsSync(join(folder, HOST))) return [folder];
  if (depth === 0) return [];
  return subfolders(folder).flatMap((name) => mirrorsUnder(join(folder, name), depth - 1));
}

function readMirror(folder: string): PluginMirror {
  const namespaces = subfolders(join(folder, HOST));
  const sources = namespaces.flatMap((namespace) =>
    subfolders(join(folder, HOST, namespace)).map((type) => `${namespace}/${type}`),
  );
  return {
    folder,
    versions: new Map(sources.map((source) => [source, versionsIn(join(folder, HOST, source))])),
  };
}

/** Unpacked, a version is a folder; packed, it is in the file name `terraform-provider-aws_5.100.0_linux_amd64.zip`. */
function versionsIn(folder: string): string[] {
  const versions = entries(folder).flatMap((name) => name.match(/(?:^|_)v?(\d+\.\d+\.\d+)(?=$|_)/)?.[1] ?? []);
  return [...new Set(versions)].sort((a, b) => compareVersions(b, a));
}

export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const index = left.findIndex((part, position) => part !== (right[position] ?? 0));
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function subfolders(folder: string): string[] {
  return entries(folder).filter((name) => isFolder(join(folder, name)));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // Not there, or not ours to read: no mirror either way.
    return [];
  }
}
