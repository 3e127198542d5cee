import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { type ConfigurationJson, type UndeclaredReference, undeclaredReferences } from './references';

/** A Terraform type by its name, `'aws_vpc'`, or by the binding's class, `Vpc`. */
export type TerraformType = string | { readonly tfResourceType: string };

/** A resource or data source of the synthesized JSON. */
export interface SynthesizedBlock {
  /** `aws_vpc.network_Vpc_1A2B`; a data source's begins with `data.`. */
  readonly address: string;
  readonly type: string;
  /** The name in the address. */
  readonly id: string;
  /** The path of the construct, `dev/network/Vpc`; empty for a block that cdktf did not write. */
  readonly path: string;
  /** The arguments, named as Terraform names them. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An output of the synthesized JSON. */
export interface SynthesizedOutput {
  readonly value: unknown;
  readonly sensitive?: boolean;
  readonly description?: string;
}

/** The file `cdk.tf.json` of one stack, by what it declares. */
export class SynthesizedStack {
  public readonly resources: readonly SynthesizedBlock[];
  public readonly dataSources: readonly SynthesizedBlock[];
  public readonly outputs: Readonly<Record<string, SynthesizedOutput>>;

  public constructor(
    public readonly name: string,
    /** Names of the stacks that have to be applied before this one. */
    public readonly dependencies: readonly string[],
    /** The whole file, for what has no view here. */
    public readonly json: ConfigurationJson,
  ) {
    const { resource = {}, data = {}, output = {} }: StackFile = json;
    this.resources = blocksOf(resource, '');
    this.dataSources = blocksOf(data, 'data.');
    this.outputs = output;
  }

  /** How many resources there are of a type. */
  public count(type: TerraformType): number {
    return this.resourcesOf(type).length;
  }

  public resourcesOf(type: TerraformType): readonly SynthesizedBlock[] {
    return this.resources.filter((resource) => resource.type === typeName(type));
  }

  /**
   * The one resource of a type. Where there are several, `id` says which: the name in its address or the end of its
   * construct path (`'network/Vpc'`). Throws where none or more than one fits.
   */
  public resource(type: TerraformType, id?: string): SynthesizedBlock {
    return theOne(
      this.resourcesOf(type),
      `${typeName(type)}${id === undefined ? '' : ` "${id}"`} in stack ${this.name}`,
      id,
    );
  }

  /** The one data source of a type; `id` as for {@link resource}. */
  public dataSource(type: TerraformType, id?: string): SynthesizedBlock {
    const blocks = this.dataSources.filter((block) => block.type === typeName(type));
    return theOne(blocks, `data.${typeName(type)}${id === undefined ? '' : ` "${id}"`} in stack ${this.name}`, id);
  }

  /** References that name nothing in this file; a stack without mistakes has none. */
  public undeclaredReferences(): readonly UndeclaredReference[] {
    return undeclaredReferences(this.json);
  }
}

/** What `app.synth()` wrote, stack by stack. */
export class SynthesizedApp {
  public constructor(public readonly stacks: readonly SynthesizedStack[]) {}

  /** The stack of a name; throws where the app has none of it, and names those it has. */
  public stack(name: string): SynthesizedStack {
    const found = this.stacks.find((stack) => stack.name === name);
    if (found !== undefined) return found;
    throw new Error(
      `the app has no stack "${name}"; it has ${this.stacks.map((stack) => stack.name).join(', ') || 'none'}`,
    );
  }
}

/**
 * Synthesizes the whole app as `cdktf synth` does, with aspects, validations and references between stacks, into a
 * temporary folder that is gone on return.
 */
export function synthesizeApp(app: App): SynthesizedApp {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-synth-'));
  try {
    return synthesizeInto(app, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Synthesizes into a folder that the caller owns; each stack is in `stacks/<name>/cdk.tf.json` there. */
export function synthesizeInto(app: App, folder: string): SynthesizedApp {
  // cdktf fixes the folder when the app is made; a test must not write to the one that `cdktf deploy` uses.
  mkdirSync(join(folder, 'stacks'), { recursive: true });
  const restore = [redirect(app, folder), redirect(app.manifest, folder)];
  try {
    app.synth();
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const stacks = Object.values(manifest.stacks).map(({ name, dependencies, synthesizedStackPath }) => {
      const json: ConfigurationJson = JSON.parse(readFileSync(join(folder, synthesizedStackPath), 'utf8'));
      return new SynthesizedStack(name, dependencies ?? [], json);
    });
    return new SynthesizedApp(stacks);
  } finally {
    for (const undo of restore) undo();
  }
}

function redirect(owner: { readonly outdir: string }, folder: string): () => void {
  const { outdir } = owner;
  Object.defineProperty(owner, 'outdir', { value: folder, configurable: true, enumerable: true, writable: true });
  return () =>
    Object.defineProperty(owner, 'outdir', { value: outdir, configurable: true, enumerable: true, writable: true });
}

/** The name of a type that is given as such or as the binding's class. */
export function typeName(type: TerraformType): string {
  return typeof type === 'string' ? type : type.tfResourceType;
}

/** The part of cdktf's `manifest.json` that says which stacks there are. */
interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      { readonly name: string; readonly dependencies?: readonly string[]; readonly synthesizedStackPath: string }
    >
  >;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

interface StackFile {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, SynthesizedOutput>>;
}

/** What cdktf notes beside each block. */
interface Metadata {
  readonly '//'?: { readonly metadata?: { readonly path?: string } };
}

function blocksOf(blocks: Blocks, prefix: string): SynthesizedBlock[] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(([id, block]) => {
      const { '//': note }: Metadata = block;
      const { '//': _, ...properties } = block;
      return { address: `${prefix}${type}.${id}`, type, id, path: note?.metadata?.path ?? '', properties };
    }),
  );
}

function theOne(blocks: readonly SynthesizedBlock[], what: string, id: string | undefined): SynthesizedBlock {
  const fitting = blocks.filter(({ id: own, path }) => id === undefined || own === id || `/${path}`.endsWith(`/${id}`));
  const [first, ...others] = fitting;
  if (first !== undefined && others.length === 0) return first;
  const there = blocks.map((block) => block.path || block.address).join(', ') || 'none';
  throw new Error(`expected one ${what}, found ${fitting.length}; there are: ${there}`);
}
