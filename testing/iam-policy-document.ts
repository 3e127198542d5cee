import { isList, isObject, type Value, type ValueObject } from './msgpack-values';

/** A JSON object in the making. */
type Json = { [key: string]: unknown };

/**
 * The JSON that `aws_iam_policy_document` builds, so that what refers to it sees the real policy.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function iamPolicyDocument(config: ValueObject): Json {
  const own: Json = {
    Version: string(config.version) ?? '2012-10-17',
    ...(string(config.policy_id) === undefined ? {} : { Id: string(config.policy_id) }),
    Statement: objects(config.statement).map(statement),
  };
  const sources = [string(config.source_json), ...strings(config.source_policy_documents)];
  const overrides = [string(config.override_json), ...strings(config.override_policy_documents)];
  // A later statement replaces an earlier one of the same Sid: sources first, then our own, then the overrides.
  return [...sources.flatMap(parse), own, ...overrides.flatMap(parse)].reduce(merge, {});
}

function parse(json: string | undefined): Json[] {
  return json === undefined || json === '' ? [] : [JSON.parse(json)];
}

function merge(into: Json, from: Json): Json {
  const added = statements(from);
  const replaced = new Set(added.flatMap(({ Sid }) => (typeof Sid === 'string' && Sid !== '' ? [Sid] : [])));
  const kept = statements(into).filter(({ Sid }) => typeof Sid !== 'string' || !replaced.has(Sid));
  return { ...into, ...from, Statement: [...kept, ...added] };
}

function statements({ Statement }: Json): Json[] {
  return Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Object.assign({}, Statement)];
}

function statement(block: ValueObject): Json {
  const json: Json = {
    Sid: string(block.sid),
    Effect: string(block.effect) ?? 'Allow',
    Action: oneOrMany(strings(block.actions)),
    NotAction: oneOrMany(strings(block.not_actions)),
    Resource: oneOrMany(strings(block.resources).map(policyVariables)),
    NotResource: oneOrMany(strings(block.not_resources).map(policyVariables)),
    Principal: principals(objects(block.principals)),
    NotPrincipal: principals(objects(block.not_principals)),
    Condition: conditions(objects(block.condition)),
  };
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

function principals(blocks: readonly ValueObject[]): unknown {
  if (blocks.length === 0) return undefined;
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = string(block.type) ?? '*';
    byType.set(type, [...(byType.get(type) ?? []), ...strings(block.identifiers).map(policyVariables)]);
  }
  if (byType.has('*')) return '*';
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function conditions(blocks: readonly ValueObject[]): unknown {
  if (blocks.length === 0) return undefined;
  const tests: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    const test = string(block.test) ?? '';
    tests[test] = {
      ...tests[test],
      [string(block.variable) ?? '']: oneOrMany(strings(block.values).map(policyVariables)),
    };
  }
  return tests;
}

/** `&{aws:username}` stands for IAM's own `${aws:username}`, which Terraform would take for its own. */
function policyVariables(value: string): string {
  return value.replaceAll('&{', '${');
}

/** The provider writes a list of one as a plain string. */
function oneOrMany(values: readonly string[]): unknown {
  return values.length === 0 ? undefined : values.length === 1 ? values[0] : values;
}

function string(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function strings(value: Value | undefined): string[] {
  return isList(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function objects(value: Value | undefined): ValueObject[] {
  return isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
}
