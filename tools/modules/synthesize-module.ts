import { App } from 'cdktf';
import { synthesizeApp } from '../../testing';
import type { ModuleShape } from './definition';
import { disagreements } from './input-rules';
import { ModuleStack, type SampleNumber } from './module-stack';
import { LOCATION, relocate } from './relocation';

type Json = Readonly<Record<string, unknown>>;

/** A module as Terraform reads it, but for the texts around it. */
export interface SynthesizedModule {
  /** `resource`, `data` and `locals`: the content of `main.tf.json`. */
  readonly main: Json;
  /** Values of the outputs, by name. */
  readonly outputs: Json;
  /** Local name -> source and version, without configuration. */
  readonly providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
}

/** Throws where the module depends on what no input gives, or where its inputs and rules contradict the library. */
export function synthesizeModule(name: string, shape: ModuleShape): SynthesizedModule {
  const wrong = Object.entries(shape.variables).flatMap(([variable, { rules = [] }]) =>
    rules.flatMap((rule) => disagreements(`${name}: ${variable}`, rule)),
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const [first, second] = [built(shape, 0), built(shape, 1)];
  const difference = firstDifference(first, second);
  if (difference !== undefined) throw new Error(`${name}: a sample is left at ${difference}`);
  const unused = Object.keys(shape.variables).filter(
    (variable) => !new RegExp(`\\bvar\\.${variable}\\b`).test(JSON.stringify(first)),
  );
  if (unused.length > 0) throw new Error(`${name}: nothing uses the inputs ${unused.join(', ')}`);
  return first;
}

function built(shape: ModuleShape, sampleNumber: SampleNumber): SynthesizedModule {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const stack = new ModuleStack(app, shape.variables, sampleNumber);
  const outputs = shape.build(stack);
  const missing = Object.keys(shape.outputs).filter((output) => outputs[output] === undefined);
  const undeclared = Object.keys(outputs).filter((output) => shape.outputs[output] === undefined);
  if (missing.length + undeclared.length > 0) {
    throw new Error(`outputs without a value: ${missing.join(', ')}; without a description: ${undeclared.join(', ')}`);
  }
  for (const [output, value] of Object.entries(outputs)) stack.addOutput(output, value);
  const json = object(synthesizeApp(app).stack(stack.node.id).json);
  const { resource = {}, data = {}, locals = {} } = json;
  const body = object(relocate(withoutNotes({ resource, data, locals }), stack.places));
  const values = Object.entries(object(json.output)).map(([key, output]) => [key, object(output).value]);
  const moduleOutputs = object(relocate(Object.fromEntries(values), stack.places));
  const main = withLocation(body, JSON.stringify([body, moduleOutputs]));
  return { main, outputs: moduleOutputs, providers: requirements(json, main) };
}

/** What cdktf notes beside each block says where in the program it was made; a module has no such place. */
function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== '//');
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutNotes(part)]));
}

function withLocation(body: Json, text: string): Json {
  const data = { ...object(body.data) };
  if (text.includes(LOCATION.region)) data.aws_region = { ...object(data.aws_region), current: {} };
  if (text.includes(LOCATION.partition)) data.aws_partition = { ...object(data.aws_partition), current: {} };
  const all = Object.entries({ ...body, data: sorted(data) });
  return sorted(Object.fromEntries(all.filter(([, part]) => Object.keys(object(part)).length > 0)));
}

/** Of the providers that the stack had, those whose resources are in the module; patch releases of the minor included. */
function requirements(json: Json, { resource, data }: Json): SynthesizedModule['providers'] {
  const types = [...Object.keys(object(resource)), ...Object.keys(object(data))];
  const required = Object.entries(object(object(json.terraform).required_providers));
  return Object.fromEntries(
    required
      .filter(([provider]) => types.some((type) => type.startsWith(`${provider}_`)))
      .map(([provider, requirement]) => {
        const [major, minor] = String(object(requirement).version)
          .replace(/[^\d.]/g, '')
          .split('.');
        return [provider, { source: `hashicorp/${provider}`, version: `~> ${major}.${minor}` }];
      }),
  );
}

/** `resource.aws_vpc.vpc.cidr_block: "10.0.0.0/16" and "10.64.0.0/22"` */
function firstDifference(one: unknown, other: unknown, path = ''): string | undefined {
  if (JSON.stringify(one) === JSON.stringify(other)) return undefined;
  const [left, right] = [object(one), object(other)];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  for (const key of typeof one === 'object' && typeof other === 'object' ? keys : []) {
    const inside = firstDifference(left[key], right[key], path === '' ? key : `${path}.${key}`);
    if (inside !== undefined) return inside;
  }
  return `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`;
}

function sorted(json: Json): Json {
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
