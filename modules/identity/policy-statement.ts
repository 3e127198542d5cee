import { literalText } from '../shared/literal-text';
import type { Issue } from '../shared/problems';

/** Operator -> condition key -> values, `{ StringEquals: { 'aws:SourceAccount': '123456789012' } }`. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who a trust or resource policy speaks of; one kind at a time. */
export type PolicyPrincipal =
  /** Service principals, `ecs-tasks.amazonaws.com`. */
  | { readonly services: readonly string[] }
  /** ARNs of roles, users or accounts. */
  | { readonly arns: readonly string[] }
  /** ARN of an IAM OIDC provider. */
  | { readonly federated: string };

/** One statement of an IAM policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyStatement {
  /** Letters and digits; two statements of one policy need two. */
  readonly sid?: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Never `*`; `service:*` only with resources that are named. */
  readonly actions: readonly string[];
  /** ARNs. `*` only for actions that AWS cannot limit to a resource; left out in a trust policy. */
  readonly resources?: readonly string[];
  readonly conditions?: PolicyConditions;
  readonly principals?: PolicyPrincipal;
}

/** A policy document as JSON text; tokens inside stay tokens, IAM's own `${aws:...}` variables reach IAM unharmed. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: merged(statements).map(rendered) });
}

const SEE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';

/** What no role of this library may hold, and what nobody should write by accident. */
export function validatePolicyStatement(field: string, { effect, actions, resources = [] }: PolicyStatement): Issue[] {
  if (effect === 'Deny' || !resources.includes('*')) return [];
  const tooWide = actions.filter((action) => action === '*' || action === 'iam:*');
  return tooWide.map((action) => ({
    field,
    value: { actions, resources },
    limit: `actions and resources by name; "${action}" on resource "*" gives the account away`,
    fix: 'name the actions that are called and the ARNs that they are called on',
    see: SEE,
    rule: 'identity.wildcard',
  }));
}

/**
 * Legal, but rarely meant: every action of a service on everything.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21
 */
export function wideStatement(field: string, { effect, actions, resources = [] }: PolicyStatement): Issue[] {
  if (effect === 'Deny' || !resources.includes('*')) return [];
  const wide = actions.filter((action) => /^[a-z0-9-]+:\*$/i.test(action) && action !== 'iam:*');
  return wide.map((action) => ({
    field,
    value: { actions, resources },
    limit: `actions or resources by name; "${action}" on resource "*" is all that ${action.split(':')[0]} can do`,
    fix: 'name the actions that are called, or the ARNs that they are called on',
    see: SEE,
  }));
}

/** Statements that differ only in their resources become one, so that policies stay small as grants add up. */
function merged(statements: readonly PolicyStatement[]): PolicyStatement[] {
  const byShape = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    const { resources, ...rest } = statement;
    const shape = JSON.stringify(resources === undefined ? [rest] : rest);
    const seen = byShape.get(shape);
    const all = [...(seen?.resources ?? []), ...(resources ?? [])];
    byShape.set(shape, resources === undefined ? statement : { ...statement, resources: [...new Set(all)] });
  }
  return [...byShape.values()];
}

function rendered({ sid, effect = 'Allow', actions, resources, conditions, principals }: PolicyStatement): object {
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: renderedPrincipal(principals) }),
    Action: oneOrMany(actions),
    ...(resources === undefined ? {} : { Resource: oneOrMany(resources.map(literalText)) }),
    ...(conditions === undefined ? {} : { Condition: renderedConditions(conditions) }),
  };
}

function renderedPrincipal(principal: PolicyPrincipal): object {
  if ('services' in principal) return { Service: oneOrMany(principal.services) };
  if ('arns' in principal) return { AWS: oneOrMany(principal.arns) };
  return { Federated: principal.federated };
}

function renderedConditions(conditions: PolicyConditions): object {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, tests]) => [
      operator,
      Object.fromEntries(
        Object.entries(tests).map(([key, value]) => [
          key,
          typeof value === 'string' ? literalText(value) : oneOrMany(value.map(literalText)),
        ]),
      ),
    ]),
  );
}

/** IAM itself stores a single value without the list: written so, a plan after apply shows no difference. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
