import { createHash } from 'node:crypto';
import { AWS_IDENTIFIERS, ID_PREFIXES } from './aws-identifiers';
import { isList, isObject, isUnknownValue, type Value, type ValueObject } from './msgpack-values';
import type { Attribute, TypeConstraint } from './terraform-schema';

/** Where the made-up account is and which resource asks. */
export interface FakeContext {
  /** `aws_vpc`. */
  readonly type: string;
  /** What the configuration says; ids and ARNs are made of its names. */
  readonly values: ValueObject;
  readonly region: string;
  readonly accountId: string;
  /** Differs for each resource, and is the same in every run. */
  readonly seed: string;
}

/**
 * The value of an attribute that the provider computes, shaped like the real one: an ARN parses as an ARN, a
 * certificate decodes as base64. Two resources never share an id.
 */
export function fakeValue(attribute: Attribute, path: readonly (string | number)[], context: FakeContext): Value {
  const name = attributeName(path);
  const whole = wholeValue(name, path, context);
  if (whole !== undefined) return whole;
  if (attribute.nested !== undefined) return null;
  // Optional collections that nobody configured are empty: the provider has nothing to add.
  const type = attribute.type ?? 'string';
  if (attribute.optional && Array.isArray(type) && type[0] !== 'object') return type[0] === 'map' ? {} : [];
  return fakeOfType(type, path, context);
}

/** The last name on the way: `ca_data` of `["ca", 0, "ca_data"]`. */
function attributeName(path: readonly (string | number)[]): string {
  return path.findLast((step): step is string => typeof step === 'string') ?? '';
}

function fakeOfType(type: TypeConstraint, path: readonly (string | number)[], context: FakeContext): Value {
  switch (type) {
    case 'string':
      return fakeString(path, context);
    case 'number':
      return 1;
    case 'bool':
      return false;
    case 'dynamic':
      return null;
  }
  switch (type[0]) {
    case 'list':
    case 'set':
      return [fakeOfType(type[1], [...path, 0], context)];
    case 'map':
      return {};
    case 'object':
      return Object.fromEntries(
        Object.entries(type[1]).map(([name, member]) => [name, fakeOfType(member, [...path, name], context)]),
      );
  }
}

/** Collections whose content follows from the rest of the resource. */
function wholeValue(name: string, path: readonly (string | number)[], context: FakeContext): Value | undefined {
  const { type, values } = context;
  if (type === 'aws_acm_certificate' && name === 'domain_validation_options') return validationOptions(context);
  if (type.endsWith('route53_zone') && name === 'name_servers') {
    return [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.com`);
  }
  if (name === 'tags_all') return isObject(values.tags) ? values.tags : {};
  // The SDK's name for "made of a prefix".
  if (name === 'name_prefix' && path.length === 1) return '';
  if (name === 'name' && path.length === 1 && typeof values.name_prefix === 'string')
    return `${values.name_prefix}${hex(context, 'name', 26)}`;
  // kubernetes_manifest: what the API server returns is at least what was sent.
  if (type === 'kubernetes_manifest' && name === 'object') return values.manifest ?? null;
  return undefined;
}

function validationOptions({ values }: FakeContext): Value {
  const names = [
    values.domain_name,
    ...(isList(values.subject_alternative_names) ? values.subject_alternative_names : []),
  ];
  const domains = new Set(names.filter((name): name is string => typeof name === 'string'));
  return [...domains].map((domain) => {
    const label = createHash('sha256').update(domain.replace(/^\*\./, '')).digest('hex').slice(0, 32);
    return {
      domain_name: domain,
      resource_record_name: `_${label}.${domain.replace(/^\*\./, '')}.`,
      resource_record_type: 'CNAME',
      resource_record_value: `_${label}.acm-validations.aws.`,
    };
  });
}

function fakeString(path: readonly (string | number)[], context: FakeContext): string {
  const name = attributeName(path);
  const topLevel = path.length === 1;
  if (context.type.startsWith('aws_') && topLevel) {
    if (name === 'id') return fakeId(context);
    if (name === 'arn') return fakeArn(context);
    if (name === 'arn_without_revision') return fakeArn(context).replace(/:\d+$/, '');
  }
  if (!context.type.startsWith('aws_') && topLevel && name === 'id') return plainId(context);
  for (const [pattern, make] of BY_NAME) if (pattern.test(name)) return make(context, name);
  return `${name.replaceAll('_', '-')}-${hex(context, path.join('.'), 8)}`;
}

function fakeId(context: FakeContext): string {
  const { idPrefix, idFrom } = AWS_IDENTIFIERS[context.type] ?? {};
  if (idPrefix !== undefined) return `${idPrefix}0${hex(context, 'id', 16)}`;
  if (idFrom === 'arn') return fakeArn(context);
  if (idFrom !== undefined) {
    return stringAttribute(idFrom, context);
  }
  return plainId(context);
}

function plainId(context: FakeContext): string {
  const name = context.values.name;
  return `${typeof name === 'string' ? name : context.type.replaceAll('_', '-')}-${hex(context, 'id', 8)}`;
}

function fakeArn(context: FakeContext): string {
  const { type, region, accountId } = context;
  const [, service = 'aws', ...rest] = type.split('_');
  const known = AWS_IDENTIFIERS[type] ?? {};
  const path = (known.path ?? `${rest.join('-') || 'resource'}/{hex}`).replace(/\{(\w+)\}/g, (_, key: string) => {
    if (key === 'hex') return hex(context, 'arn', 16);
    if (key === 'short') return hex(context, 'arn', 6);
    if (key === 'uuid') return uuid(context);
    return key === 'id' ? fakeId(context) : stringAttribute(key, context);
  });
  const account = known.noAccount ? '' : accountId;
  return `arn:${partitionOf(region)}:${known.service ?? service}:${known.global ? '' : region}:${account}:${path}`;
}

/** An attribute of the same resource: as configured, or as it is made up. */
function stringAttribute(name: string, context: FakeContext): string {
  const value = text(context.values[name]) ?? wholeValue(name, [name], context);
  return typeof value === 'string' ? value : fakeString([name], context);
}

type Maker = (context: FakeContext, name: string) => string;

/** First match wins, so the special names stand before the endings. */
const BY_NAME: readonly (readonly [RegExp, Maker])[] = [
  [/^region$/, ({ region }) => region],
  [/^(account_id|owner_id|registry_id|owner|aws_account_id)$/, ({ accountId }) => accountId],
  [/^partition$/, ({ region }) => partitionOf(region)],
  [/^dns_suffix$/, ({ region }) => dnsSuffixOf(region)],
  [/availability_zone$/, ({ region }) => `${region}a`],
  [/availability_zones$/, ({ region }) => `${region}a`],
  [/^availability_zone_id$/, ({ region }) => `${region}-az1`],
  [
    /arns?$/,
    (context, name) =>
      `arn:${partitionOf(context.region)}:${awsService(context)}:${context.region}:${context.accountId}:${name.replaceAll('_', '-')}/${hex(context, name, 16)}`,
  ],
  [/(certificate|ca)_?(authority_)?data$|^data$/, (context) => Buffer.from(pem(context)).toString('base64')],
  [/certificate$|_pem$|certificate_body$|certificate_chain$/, pem],
  [/(^|_)key_id$/, uuid],
  [/(association|pool|eni|interface)_id$/, (context, name) => `${ID_PREFIXES[name] ?? ''}0${hex(context, name, 16)}`],
  [/zone_id$/, (context) => `Z${hex(context, 'zone', 13).toUpperCase()}`],
  [
    /^issuer$/,
    (context) => `https://oidc.eks.${context.region}.amazonaws.com/id/${hex(context, 'issuer', 32).toUpperCase()}`,
  ],
  [
    /^repository_url$/,
    ({ accountId, region, values }) =>
      `${accountId}.dkr.ecr.${region}.amazonaws.com/${text(values.name) ?? 'repository'}`,
  ],
  [
    /^url$/,
    (context) =>
      `https://${awsService(context)}.${context.region}.amazonaws.com/${context.accountId}/${text(context.values.name) ?? hex(context, 'url', 8)}`,
  ],
  [
    /(endpoint|_url|_uri|uri)$/,
    (context, name) => `https://${hex(context, name, 16)}.${awsService(context)}.${context.region}.amazonaws.com`,
  ],
  [
    /(dns_name|domain_name|hostname|fqdn|_domain|host)$/,
    (context, name) =>
      `${text(context.values.name) ?? name.replaceAll('_', '-')}-${hex(context, name, 8)}.${context.region}.example.com`,
  ],
  [/^service_ipv4_cidr$/, () => '172.20.0.0/16'],
  [/ipv6_cidr/, (context) => `2001:db8:${hex(context, 'ipv6', 4)}::/56`],
  [/cidr/, () => '10.0.0.0/16'],
  [/ipv6/, () => '2001:db8::1'],
  [/public_ip/, (context) => `203.0.113.${Number.parseInt(hex(context, 'ip', 2), 16) % 250}`],
  [/_ip$|^ip$|ip_address/, (context) => `10.0.0.${Number.parseInt(hex(context, 'ip', 2), 16) % 250}`],
  [/(_at|_date|_time|timestamp|not_after|not_before|expiration)$/, () => '2026-01-01T00:00:00Z'],
  [/(status|state)$/, () => 'ACTIVE'],
  [/version$/, () => '1'],
  [/token$/, (context) => `token-${hex(context, 'token', 32)}`],
  [/^json$|_json$|^policy$/, () => '{}'],
  [/(ids?|security_groups|subnets)$/, (context, name) => `${ID_PREFIXES[name] ?? ''}0${hex(context, name, 16)}`],
  [/fingerprint|thumbprint|etag|checksum|hash/, (context, name) => hex(context, name, 40)],
];

function awsService({ type }: FakeContext): string {
  return AWS_IDENTIFIERS[type]?.service ?? type.split('_')[1] ?? 'aws';
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain of the partition's service endpoints. */
export function dnsSuffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' && !isUnknownValue(value) ? value : undefined;
}

function pem(context: FakeContext): string {
  const body = Buffer.from(hex(context, 'certificate', 64)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}

function uuid(context: FakeContext): string {
  return hex(context, 'uuid', 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A number of `length` hexadecimal digits that belongs to this resource and purpose. */
export function hex({ seed, type }: FakeContext, purpose: string, length: number): string {
  return createHash('sha256').update(`${type}\n${seed}\n${purpose}`).digest('hex').slice(0, length);
}
