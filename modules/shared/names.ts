import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { awsLocation } from './aws-location';
import { report } from './problems';
import { isUnknown } from './unknown';

/** Hexadecimal characters of a hash: 32 bits, enough for the few names of one kind in one account. */
const HASH_LENGTH = 8;

/** What AWS allows in a name of some kind. */
export interface NameShape {
  /** Most characters AWS takes. */
  readonly max: number;
  /** Appended with a hyphen and never cut, `execution`. */
  readonly suffix?: string;
  /** Joined between the parts. @default '-' */
  readonly separator?: string;
}

/**
 * The name of a generated thing: the construct path in kebab-case, `dev/Web/LoadBalancer` -> `dev-web-load-balancer`.
 * A name that is too long is cut and gets a hash of the whole path, so that it is the same in every synth and two
 * long paths never end as one name.
 */
export function generatedName(scope: IConstruct, { max, suffix, separator = '-' }: NameShape): string {
  const parts = scope.node.path.split('/').filter((id) => id !== 'Default' && id !== 'Resource');
  // An id in another script leaves nothing that AWS takes in names; its hash does.
  const words = parts.map((id) => kebabCase(id) || hashOf(id));
  const whole = [...words, ...(suffix === undefined ? [] : [suffix])].join(separator);
  return shortened(whole, { max, tail: suffix, separator });
}

/** `name` cut to `max` characters with a hash of the whole; unchanged where it fits. */
export function shortened(
  name: string,
  { max, tail, separator = '-' }: { readonly max: number; readonly tail?: string; readonly separator?: string },
): string {
  if (name.length <= max) return name;
  const end = `${separator}${hashOf(name)}${tail === undefined ? '' : `${separator}${tail}`}`;
  return `${name.slice(0, max - end.length).replace(/[^A-Za-z0-9]+$/, '')}${end}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

/** `LoadBalancer` -> `load-balancer`, `api_v2` -> `api-v2`. */
export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}

/**
 * Says that `scope` makes the thing `name` of a kind whose names are unique in an account and region (`global`: in an
 * account). Two claims to one name are refused at synth, whoever chose the name.
 */
export function claimName(
  scope: IConstruct,
  kind: string,
  name: string,
  {
    field = 'name',
    global = false,
    within = '',
    fix = 'give one of the two another name',
  }: { field?: string; global?: boolean; within?: string; fix?: string } = {},
): void {
  if (isUnknown(name)) return;
  const { region, accountId } = awsLocation(scope);
  const key = [kind, accountId ?? '', global ? '' : (region ?? ''), within, name].join('\n');
  const claims = claimsOf(scope);
  const owner = claims.get(key);
  if (owner === undefined) claims.set(key, scope);
  else if (owner !== scope) {
    const realm = global ? 'account' : 'account and region';
    report(scope, [
      {
        field,
        value: name,
        limit: `a ${kind} name that nothing else in the ${realm} has; ${owner.node.path} has this one`,
        fix,
        see: 'docs/errors.md#names',
        rule: 'shared.name-taken',
      },
    ]);
  }
}

const CLAIMS = Symbol.for('cdktf-aws-containers/names');

function claimsOf(scope: IConstruct): Map<string, IConstruct> {
  const root = scope.node.root as IConstruct & { [CLAIMS]?: Map<string, IConstruct> };
  if (root[CLAIMS] === undefined) Object.defineProperty(root, CLAIMS, { value: new Map<string, IConstruct>() });
  return root[CLAIMS] ?? new Map();
}
