import { isIP } from 'node:net';
import { isList, isObject, type Value, type ValueObject } from './msgpack-values';
import type { WireDiagnostic, WireStep } from './plugin-protocol';
import type { Attribute, Block } from './terraform-schema';

/**
 * What real providers refuse at validation although it fits the types: arguments that are required but null, values for
 * attributes that only the provider sets, and texts that are not the JSON or the CIDR block they have to be.
 * Unknown values are never judged.
 */
export function checkConfig(type: string, block: Block, config: Value): WireDiagnostic[] {
  return isObject(config) ? checkBlock(type, block, config, []) : [];
}

function checkBlock(type: string, block: Block, config: ValueObject, path: readonly WireStep[]): WireDiagnostic[] {
  const ofAttributes = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    checkAttribute(type, name, attribute, config[name] ?? null, [...path, { attributeName: name }]),
  );
  const ofBlocks = Object.entries(block.blocks).flatMap(([name, nested]) =>
    eachObject(config[name] ?? null, [...path, { attributeName: name }], (one, at) =>
      checkBlock(type, nested.block, one, at),
    ),
  );
  return [...ofAttributes, ...ofBlocks];
}

function checkAttribute(
  type: string,
  name: string,
  attribute: Attribute,
  value: Value,
  path: readonly WireStep[],
): WireDiagnostic[] {
  const problem = (summary: string, detail: string): WireDiagnostic[] => [
    { severity: 1, summary, detail, attribute: { steps: path } },
  ];
  if (value === null) {
    return attribute.required
      ? problem('Missing required argument', `The argument "${name}" is required, but its value is null.`)
      : [];
  }
  if (attribute.computed && !attribute.optional && !attribute.required) {
    return problem(
      'Value for a read-only attribute',
      `"${name}" is set by the provider and cannot be configured. Remove it, or reference it from another block.`,
    );
  }
  if (attribute.nested !== undefined) {
    const inside: Block = { attributes: attribute.nested.attributes, blocks: {} };
    return eachObject(value, path, (one, at) => checkBlock(type, inside, one, at));
  }
  // The names below are those of the AWS provider; another provider may mean something else by them.
  const judged = type.startsWith('aws_') && !PLAIN_POLICY.has(type);
  return judged ? textProblems(name, value).flatMap(({ summary, detail }) => problem(summary, detail)) : [];
}

function eachObject(
  value: Value,
  path: readonly WireStep[],
  check: (one: ValueObject, path: readonly WireStep[]) => WireDiagnostic[],
): WireDiagnostic[] {
  if (isObject(value)) return check(value, path);
  if (!isList(value)) return [];
  return value.flatMap((one, index) => (isObject(one) ? check(one, [...path, { elementKeyInt: index }]) : []));
}

interface TextProblem {
  readonly summary: string;
  readonly detail: string;
}

function textProblems(name: string, value: Value): TextProblem[] {
  const texts = (isList(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
  if (JSON_ATTRIBUTES.has(name)) return texts.flatMap((text) => jsonProblem(name, text));
  const family = CIDR_ATTRIBUTES.get(name);
  return family === undefined ? [] : texts.flatMap((text) => cidrProblem(name, text, family));
}

/** Arguments of AWS resources that hold a JSON document and nothing else. */
const JSON_ATTRIBUTES = new Set([
  'access_policies',
  'access_policy',
  'assume_role_policy',
  'container_definitions',
  'container_properties',
  'dashboard_body',
  'event_pattern',
  'filter_policy',
  'inline_policy',
  'override_policy_documents',
  'policy',
  'policy_document',
  'redrive_allow_policy',
  'redrive_policy',
  'resource_policy',
  'source_policy_documents',
]);

/** Here `policy` is a name or one of two words. */
const PLAIN_POLICY = new Set(['aws_iot_policy_attachment', 'aws_ses_receipt_filter']);

function jsonProblem(name: string, text: string): TextProblem[] {
  // An empty string means "none" in these arguments.
  if (text === '') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      { summary: 'Invalid JSON', detail: `"${name}" is not valid JSON: ${reason}. Build it with JSON.stringify.` },
    ];
  }
}

/** Arguments that hold CIDR blocks, with the IP version; 0 takes both. */
const CIDR_ATTRIBUTES = new Map<string, 0 | 4 | 6>([
  ['cidr_block', 0],
  ['cidr_blocks', 0],
  ['cidr_ipv4', 4],
  ['cidr_ipv6', 6],
  ['destination_cidr_block', 4],
  ['destination_ipv6_cidr_block', 6],
  ['ipv4_cidr_block', 4],
  ['ipv6_cidr_block', 6],
  ['ipv6_cidr_blocks', 6],
  ['public_access_cidrs', 0],
  ['service_ipv4_cidr', 4],
]);

function cidrProblem(name: string, text: string, family: 0 | 4 | 6): TextProblem[] {
  // An empty string means "none" in these arguments.
  if (text === '') return [];
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  const longest = version === 6 ? 128 : 32;
  const valid = version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest;
  if (valid && (family === 0 || family === version)) return [];
  const example = family === 6 ? '2001:db8::/56' : '10.0.0.0/16';
  const kind = family === 0 ? 'a CIDR block' : `an IPv${family} CIDR block`;
  return [
    { summary: 'Invalid CIDR block', detail: `"${name}" is "${text}", which is not ${kind} such as ${example}.` },
  ];
}
