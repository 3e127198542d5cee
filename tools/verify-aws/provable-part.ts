import { array, type Block, blocks, type Json, object } from '../terraform/stack-json';
import { type MotoGap, PROTECTIONS } from './moto-gaps';

/** The part of a stack that an emulator can hold. */
export interface ProvablePart {
  readonly json: Json;
  /** What was taken out and why, by address, `aws_ecs_service.Web`. */
  readonly without: ReadonlyMap<string, string>;
  /** Arguments that are not compared, `aws_flow_log.destination_options`. */
  readonly notCompared: readonly string[];
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
  const notCompared = new Set<string>();
  const without = new Map<string, string>();
  let kept = all.flatMap((block) => {
    const type = block.mode === 'data' ? `data.${block.type}` : block.type;
    const gap = gaps.find((one) => one.type === type && one.argument === undefined && isMeant(one, block));
    const reason = gap?.reason ?? lacks(block);
    if (reason === undefined) return [ignoringLostArguments(block, gaps, notCompared)];
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
    notCompared: [...notCompared].sort(),
  };
}

export function address({ mode, type, name }: Block): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function ignoringLostArguments(block: Block, gaps: readonly MotoGap[], notCompared: Set<string>): Block {
  const lost = gaps.filter(
    (gap) => gap.type === block.type && gap.argument !== undefined && isMeant({ where: gap.argument, ...gap }, block),
  );
  if (lost.length === 0) return block;
  const lifecycle = object(block.body.lifecycle);
  const ignored = lost.map(({ argument = '' }) => argument);
  for (const argument of ignored) notCompared.add(`${block.type}.${argument}`);
  const ignore_changes = [...new Set([...array(lifecycle.ignore_changes), ...ignored])];
  return { ...block, body: { ...block.body, lifecycle: { ...lifecycle, ignore_changes } } };
}

/** Whether a gap concerns this block of its type. */
function isMeant({ where }: Pick<MotoGap, 'where'>, { body }: Block): boolean {
  return where === undefined || where in body;
}

/** Protections are for real states; the proof ends with `destroy`. */
function lifted(block: Block): Block {
  const protections = PROTECTIONS.flatMap(([type, argument]) => (type === block.type ? [argument] : []));
  const { prevent_destroy: _, ...lifecycle } = object(block.body.lifecycle);
  const others = Object.entries(block.body).filter(([key]) => key !== 'lifecycle' && !protections.includes(key));
  const body = Object.fromEntries(others);
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
