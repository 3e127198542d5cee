import { type Block, blocks, type Json, object } from '../terraform/stack-json';
import type { MotoGap } from './moto-gaps';

/** The part of a stack that an emulator can hold. */
export interface ProvablePart {
  readonly json: Json;
  /** What was taken out and why, by address, `aws_ecs_service.Web`. */
  readonly without: ReadonlyMap<string, string>;
  /** Arguments taken out, `aws_flow_log.destination_options`. */
  readonly withoutArguments: readonly string[];
}

/** `aws_vpc.Vpc`, `data.aws_region.Region`, `local.x`; also what is inside an expression. */
const REFERENCE = /\b(?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g;
const REMOTE_OUTPUT = /\bdata\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;

/** What decides about a stack's blocks. */
export interface Provability {
  readonly gaps: readonly MotoGap[];
  /** Why a block cannot be tried for another reason. */
  readonly lacks: (block: Block) => string | undefined;
  /** Whether the stack that `remoteState` reads still has an output. */
  readonly isPublished: (remoteState: Json, output: string) => boolean;
}

/** Takes out what cannot be tried, then all that refers to it, until nothing points into the void. */
export function provablePart(json: Json, { gaps, lacks, isPublished }: Provability): ProvablePart {
  const all = blocks(json).map((block) => lifted(block));
  const argumentsOut = new Set<string>();
  const without = new Map<string, string>();
  let kept = all.flatMap((block) => {
    const gap = gaps.find(({ type, argument }) => type === block.type && argument === undefined);
    const reason = (block.mode === 'resource' ? gap?.reason : undefined) ?? lacks(block);
    if (reason === undefined) return [withoutLostArguments(block, gaps, argumentsOut)];
    without.set(address(block), reason);
    return [];
  });
  const remoteStates = object(object(json.data).terraform_remote_state);

  function brokenReference(value: unknown): string | undefined {
    const text = JSON.stringify(value);
    const gone = text.match(REFERENCE)?.find((reference) => without.has(reference));
    if (gone !== undefined) return gone;
    return [...text.matchAll(REMOTE_OUTPUT)].find(
      ([, name = '', output = '']) => !isPublished(object(remoteStates[name]), output),
    )?.[0];
  }

  for (let before = -1; before !== kept.length; ) {
    before = kept.length;
    kept = kept.flatMap((block) => {
      const { depends_on, ...body } = block.body;
      const broken = brokenReference(body);
      if (broken !== undefined) {
        without.set(address(block), `refers to ${broken}`);
        return [];
      }
      const edges = Array.isArray(depends_on) ? depends_on.filter((edge) => !without.has(String(edge))) : [];
      return [{ ...block, body: edges.length > 0 ? { ...body, depends_on: edges } : body }];
    });
  }
  const outputs = Object.entries(object(json.output)).filter(([, output]) => brokenReference(output) === undefined);
  const { resource: _resource, data: _data, output: _output, ...others } = json;
  return {
    json: { ...others, ...grouped(kept), ...(outputs.length > 0 ? { output: Object.fromEntries(outputs) } : {}) },
    without,
    withoutArguments: [...argumentsOut].sort(),
  };
}

export function address({ mode, type, name }: Block): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function withoutLostArguments(block: Block, gaps: readonly MotoGap[], out: Set<string>): Block {
  const lost = gaps.filter(
    ({ type, argument = '', where = argument }) => type === block.type && argument in block.body && where in block.body,
  );
  for (const { argument } of lost) out.add(`${block.type}.${argument}`);
  const names = new Set(lost.map(({ argument }) => argument));
  return { ...block, body: Object.fromEntries(Object.entries(block.body).filter(([key]) => !names.has(key))) };
}

/** `prevent_destroy` is for real states; the proof ends with `destroy`. */
function lifted(block: Block): Block {
  if (block.body.lifecycle === undefined) return block;
  const { prevent_destroy: _, ...lifecycle } = object(block.body.lifecycle);
  const { lifecycle: _lifecycle, ...body } = block.body;
  return { ...block, body: Object.keys(lifecycle).length > 0 ? { ...body, lifecycle } : body };
}

function grouped(kept: readonly Block[]): Json {
  const result: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { mode, type, name, body } of kept) {
    result[mode] ??= {};
    result[mode][type] ??= {};
    result[mode][type][name] = body;
  }
  return result;
}
