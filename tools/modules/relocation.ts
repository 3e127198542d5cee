import { Ipv4Block } from '../../modules/shared/ipv4-block';
import type { InputVariable, Sample } from './input-variable';

/** Literal text and what takes its place in the module. */
export interface Place {
  readonly text: string;
  /** Without the braces: `var.name`. */
  readonly expression: string;
}

/** Data sources that the module needs where a literal location stood. */
export const LOCATION = {
  region: 'data.aws_region.current.region',
  partition: 'data.aws_partition.current.partition',
} as const;

type Variables = Readonly<Record<string, InputVariable>>;

/** All samples of a module; a longer text first, so that `eu-west-1a` is a zone before `eu-west-1` is the region. */
export function samplePlaces(variables: Variables, sampleNumber: 0 | 1, region: string): Place[] {
  const inputs = Object.entries(variables).flatMap(([name, { samples }]) =>
    samples === undefined ? [] : placesOf(`var.${name}`, samples[sampleNumber]),
  );
  return [...inputs, { text: region, expression: LOCATION.region }].sort((a, b) => b.text.length - a.text.length);
}

function placesOf(reference: string, sample: Sample): Place[] {
  if (typeof sample !== 'object') return [{ text: String(sample), expression: reference }];
  return sample.map((text, index) => ({ text, expression: `${reference}[${index}]` }));
}

/**
 * Puts references where samples stand, in values and keys, as a linker puts addresses where placeholders stand. Parts
 * of a sample network become `cidrsubnet(var.cidr_block, ...)`; ARNs get the partition of the run.
 *
 * That nothing else depended on a sample is not assumed but shown: a module is made with two sets of samples, and both
 * results must be equal.
 */
export function relocate(value: unknown, places: readonly Place[]): unknown {
  if (typeof value === 'string') return relocatedText(value, places);
  if (typeof value === 'number') {
    const place = places.find(({ text }) => text === String(value));
    return place === undefined ? value : `\${${place.expression}}`;
  }
  if (Array.isArray(value)) return value.map((part) => relocate(part, places));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
    relocatedText(key, places),
    relocate(part, places),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function relocatedText(text: string, places: readonly Place[]): string {
  const blocks = places.flatMap(({ text: sample, expression }) => {
    const block = Ipv4Block.parse(sample);
    return block === undefined ? [] : [{ block, expression }];
  });
  const withBlocks = text.replace(/\b\d+\.\d+\.\d+\.\d+\/\d+/g, (found) => {
    const part = Ipv4Block.parse(found);
    const whole = blocks.find(({ block }) => part !== undefined && block.contains(part));
    return part === undefined || whole === undefined ? found : partOf(part, whole);
  });
  const withSamples = places
    .filter(({ text: sample }) => Ipv4Block.parse(sample) === undefined)
    .reduce((result, { text: sample, expression }) => result.replaceAll(sample, `\${${expression}}`), withBlocks);
  return withSamples.replaceAll('arn:aws:', `arn:\${${LOCATION.partition}}:`);
}

function partOf(part: Ipv4Block, { block, expression }: { block: Ipv4Block; expression: string }): string {
  const newBits = part.prefixLength - block.prefixLength;
  if (newBits === 0) return `\${${expression}}`;
  return `\${cidrsubnet(${expression}, ${newBits}, ${(part.first - block.first) / part.size})}`;
}
