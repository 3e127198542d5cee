import { type ConfigurationJson, expressionsIn, visitStrings } from './references';
import type { Attribute, Block } from './terraform-schema';

/** Terraform's own arguments; a provider's schema must not name them. */
const META_ARGUMENTS = new Set([
  'alias',
  'connection',
  'count',
  'depends_on',
  'for_each',
  'lifecycle',
  'provider',
  'provisioner',
]);

const FLAGS = { required: false, writeOnly: false } as const;

/**
 * The schema of a type that no installed binding describes: each argument that is given is taken, of whatever type, and
 * each attribute that something refers to is computed. Nothing about it is checked.
 */
export function inferredBlock(
  configured: readonly Readonly<Record<string, unknown>>[],
  files: readonly ConfigurationJson[],
  addresses: readonly string[] = [],
): Block {
  const attributes: Record<string, Attribute> = {
    ...(addresses.length === 0 ? {} : { id: { ...FLAGS, type: 'string', optional: false, computed: true } }),
  };
  for (const name of new Set(configured.flatMap((block) => Object.keys(block)))) {
    if (!META_ARGUMENTS.has(name)) attributes[name] = { ...FLAGS, type: 'dynamic', optional: true, computed: false };
  }
  for (const { name, indexed } of referredAttributes(files, addresses)) {
    attributes[name] ??= { ...FLAGS, type: indexed ? ['list', 'string'] : 'string', optional: false, computed: true };
  }
  return { attributes, blocks: {} };
}

interface ReferredAttribute {
  readonly name: string;
  readonly indexed: boolean;
}

function referredAttributes(files: readonly ConfigurationJson[], addresses: readonly string[]): ReferredAttribute[] {
  const found: ReferredAttribute[] = [];
  const known = new Set(addresses);
  for (const file of files) {
    visitStrings(file, [], (text) => {
      for (const expression of expressionsIn(text)) {
        for (const [, address = '', name = '', bracket] of expression.matchAll(
          /((?:data\.)?\w+\.[\w-]+)\.(\w+)(\[)?/g,
        )) {
          if (known.has(address)) found.push({ name, indexed: bracket !== undefined });
        }
      }
    });
  }
  return found;
}
