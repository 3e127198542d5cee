import type { LbListenerRuleCondition } from '@cdktf/provider-aws/lib/lb-listener-rule';
import ipaddr from 'ipaddr.js';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, type Rule } from '../shared/validation';

/** What a request must look like; every condition given has to hold, and of each list one value. */
export interface RuleConditions {
  /**
   * `/api` matches `/api` and everything below it (`/api/*`, so it counts as two values), `/` everything; a path with
   * `*` or `?` is taken as it is. Compared with case, up to 128 characters.
   */
  readonly paths?: readonly string[];
  /** `api.acme.dev`, `*.acme.dev`; compared without case, up to 128 characters. */
  readonly hosts?: readonly string[];
  /** Header name (up to 40 characters, without wildcards) -> values with `*` and `?`, up to 128 characters. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Pairs of the query string; without `key` any key. Up to 128 characters each. */
  readonly queryStrings?: readonly { readonly key?: string; readonly value: string }[];
  /** `GET`, `POST` ...; upper case, up to 40 characters. */
  readonly methods?: readonly string[];
  /** Blocks of client addresses, `203.0.113.0/24`, `2001:db8::/32`: the direct sender's, not X-Forwarded-For's. */
  readonly sourceCidrs?: readonly string[];
}

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html';

/** Fixed by AWS for every rule. */
const MAX_VALUES = 5;

/** The patterns that `paths` stands for. */
export function pathPatterns({ paths }: RuleConditions): string[] {
  if (paths === undefined) return ['/*'];
  return [...new Set(paths.flatMap((path) => (isUnknown(path) ? [path] : patternsOf(path))))];
}

function patternsOf(path: string): string[] {
  if (/[*?]/.test(path)) return [path];
  const base = path.replace(/\/+$/, '');
  return base === '' ? ['/*'] : [base, `${base}/*`];
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateRuleConditions(conditions: RuleConditions): Issue[] {
  const { paths = [], hosts = [], headers = {}, queryStrings = [], methods = [], sourceCidrs = [] } = conditions;
  const values = conditionValues(conditions);
  return [
    ...checkLiteral('conditions', Object.keys(headers)),
    ...check('conditions', values.length, (count) => count >= 1 && count <= MAX_VALUES, {
      limit: `1 to ${MAX_VALUES} values in all the conditions of a rule; these are ${values.join(', ') || 'none'}`,
      fix: values.length === 0 ? 'write { paths: ["/"] } for every request' : 'add a second rule with the other values',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    }),
    ...each('paths', paths, (path) => path.length <= 126 && /^[/*?][\w*?.$/~"'@:+&()!,;=%-]*$/.test(path), {
      limit:
        'a path that begins with "/", up to 128 characters with "/*" added, letters, digits and _-.$/~"\'@:+&()!,;=%',
      fix: 'write "/api"; the query string has a condition of its own',
      see: SEE,
    }),
    ...each(
      'hosts',
      hosts,
      (host) => host.length <= 128 && /^[A-Za-z0-9.*?-]*\.[A-Za-z*?][A-Za-z0-9*?-]*$/.test(host),
      {
        limit: 'a host name with a dot, up to 128 characters, letters, digits, hyphens, "*" and "?"',
        fix: 'write "api.acme.dev" or "*.acme.dev", without "https://" and port',
        see: SEE,
      },
    ),
    ...each('methods', methods, (method) => /^[A-Z_-]{1,40}$/.test(method), {
      limit: '1 to 40 upper-case letters, "-" or "_"',
      fix: 'write "GET"',
      see: SEE,
    }),
    ...each('sourceCidrs', sourceCidrs, (cidr) => cidr !== '255.255.255.255/32' && ipaddr.isValidCIDR(cidr), {
      limit: 'an IPv4 or IPv6 block, not 255.255.255.255/32',
      fix: 'write "203.0.113.0/24"; a single address is "203.0.113.7/32"',
      see: SEE,
    }),
    ...Object.entries(headers).flatMap(([name, wanted]) => validateHeader(name, wanted)),
    ...queryStrings.flatMap((pair, index) => validateQueryString(`conditions.queryStrings[${index}]`, pair)),
  ];
}

/** What the limit of five counts: of headers and query strings the values, not the names. */
function conditionValues(conditions: RuleConditions): string[] {
  const { paths = [], hosts = [], headers = {}, queryStrings = [], methods = [], sourceCidrs = [] } = conditions;
  return [
    ...(paths.length === 0 ? [] : pathPatterns({ paths })),
    ...hosts,
    ...Object.values(headers).flat(),
    ...queryStrings.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`)),
    ...methods,
    ...sourceCidrs,
  ];
}

function validateHeader(name: string, values: readonly string[]): Issue[] {
  const field = `conditions.headers["${name}"]`;
  return [
    ...check(field, name, (text) => /^[\w!#$%&'*+.^`|~-]{1,40}$/.test(text) && !text.includes('*'), {
      limit: 'a header name of 1 to 40 characters without wildcards',
      fix: 'write the whole name, "X-Canary"',
      see: SEE,
    }),
    ...check(field, name, (text) => text.toLowerCase() !== 'host', {
      limit: 'a header other than Host',
      fix: 'use hosts, which compares without case',
      see: SEE,
    }),
    ...check(field, values.length, (count) => count >= 1, {
      limit: 'at least one value',
      fix: 'write ["*"] for "the header is there"',
      see: SEE,
    }),
    ...values.flatMap((value) =>
      check(field, value, (text) => text.length >= 1 && text.length <= 128, tooLong('a header value')),
    ),
  ];
}

function validateQueryString(field: string, { key, value }: { key?: string; value: string }): Issue[] {
  const fits = (text: string): boolean => text.length >= 1 && text.length <= 128;
  return [
    ...check(`${field}.key`, key, fits, tooLong('a key')),
    ...check(`${field}.value`, value, fits, tooLong('a value')),
  ];
}

function tooLong(what: string): Rule {
  return { limit: `${what} of 1 to 128 characters`, fix: 'shorten it, or use a wildcard', see: SEE };
}

function each(name: string, values: readonly string[], holds: (value: string) => boolean, rule: Rule): Issue[] {
  return values.flatMap((value, index) => check(`conditions.${name}[${index}]`, value, holds, rule));
}

/** The `condition` blocks, one per kind (headers: one per name), always in this order. */
export function conditionBlocks(conditions: RuleConditions): LbListenerRuleCondition[] {
  const { paths = [], hosts = [], headers = {}, queryStrings = [], methods = [], sourceCidrs = [] } = conditions;
  const names = Object.keys(headers).sort();
  return [
    ...(hosts.length === 0 ? [] : [{ hostHeader: { values: [...hosts] } }]),
    ...(paths.length === 0 ? [] : [{ pathPattern: { values: pathPatterns({ paths }) } }]),
    ...names.map((name) => ({ httpHeader: { httpHeaderName: name, values: [...(headers[name] ?? [])] } })),
    ...(queryStrings.length === 0 ? [] : [{ queryString: queryStrings.map(({ key, value }) => ({ key, value })) }]),
    ...(methods.length === 0 ? [] : [{ httpRequestMethod: { values: [...methods] } }]),
    ...(sourceCidrs.length === 0 ? [] : [{ sourceIp: { values: [...sourceCidrs] } }]),
  ];
}
