import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Json = Readonly<Record<string, unknown>>;

/** A synthesized stack on disk. */
export interface SynthesizedStack {
  readonly name: string;
  readonly folder: string;
  readonly json: Json;
}

/** Every stack of an output folder, by name. */
export function readStacks(out: string): SynthesizedStack[] {
  return readdirSync(join(out, 'stacks'))
    .sort()
    .map((name) => {
      const folder = join(out, 'stacks', name);
      return { name, folder, json: object(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'))) };
    });
}

/** Provider requirements of a stack, with the namespace that Terraform adds: `aws` -> `hashicorp/aws`. */
export function requiredProviders(json: Json): { name: string; source: string; version: string }[] {
  return Object.entries(object(object(json.terraform).required_providers)).map(([name, requirement]) => {
    const { source, version } = object(requirement);
    const text = String(source ?? name).replace(/^registry\.terraform\.io\//, '');
    return { name, source: text.includes('/') ? text : `hashicorp/${text}`, version: String(version ?? '') };
  });
}

/** One `resource` or `data` block. */
export interface Block {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly body: Json;
}

export function blocks(json: Json): Block[] {
  return (['resource', 'data'] as const).flatMap((mode) =>
    Object.entries(object(json[mode])).flatMap(([type, named]) =>
      Object.entries(object(named)).map(([name, body]) => ({ mode, type, name, body: object(body) })),
    ),
  );
}

/** A JSON object, empty where there is none. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

export function array(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
