import { dnsSuffixOf, type FakeContext, hex, partitionOf } from './fake-values';
import { iamPolicyDocument } from './iam-policy-document';
import type { Value, ValueObject } from './msgpack-values';

/** Attributes by data source type, as the test wants them. */
export type DataSourceAnswers = Readonly<Record<string, ValueObject>>;

/**
 * What a data source finds in the made-up account, for those whose answer decides something; every other computed
 * attribute gets a fake of its name. What the configuration asks for always stays as it was asked.
 */
export function knownDataSource(context: FakeContext, answers: DataSourceAnswers): ValueObject {
  return { ...DATA_SOURCES[context.type]?.(context), ...answers[context.type] };
}

const DATA_SOURCES: Readonly<Record<string, (context: FakeContext) => ValueObject>> = {
  aws_ami: (context) => ({
    id: imageId(context),
    image_id: imageId(context),
    root_device_name: '/dev/xvda',
    architecture: 'x86_64',
  }),
  aws_availability_zones: ({ region }) => ({
    id: region,
    names: ['a', 'b', 'c'].map((letter) => `${region}${letter}`),
    zone_ids: [1, 2, 3].map((number) => `${region}-az${number}`),
    group_names: [region],
  }),
  aws_caller_identity: ({ accountId, region }) => ({
    id: accountId,
    account_id: accountId,
    arn: `arn:${partitionOf(region)}:iam::${accountId}:user/offline`,
    user_id: 'AIDAOFFLINE',
  }),
  aws_cloudfront_cache_policy: (context) => ({ id: hex(context, 'id', 32) }),
  aws_default_tags: () => ({ id: 'default_tags', tags: {} }),
  aws_eks_cluster: ({ values }) => ({ id: values.name ?? null, status: 'ACTIVE', version: '1.33' }),
  aws_eks_addon_version: () => ({ version: 'v1.0.0-eksbuild.1' }),
  aws_elb_service_account: ({ region }) => ({
    id: '127311923021',
    arn: `arn:${partitionOf(region)}:iam::127311923021:root`,
  }),
  aws_iam_policy_document: ({ values }) => {
    const document = iamPolicyDocument(values);
    const json = JSON.stringify(document, undefined, 2);
    return { id: `${json.length}`, json, minified_json: JSON.stringify(document) };
  },
  aws_iam_session_context: ({ accountId, region, values }) => ({
    id: values.arn ?? null,
    issuer_arn: `arn:${partitionOf(region)}:iam::${accountId}:role/offline`,
    issuer_name: 'offline',
  }),
  aws_partition: ({ region }) => ({
    id: partitionOf(region),
    partition: partitionOf(region),
    dns_suffix: dnsSuffixOf(region),
    reverse_dns_prefix: dnsSuffixOf(region).split('.').reverse().join('.'),
  }),
  aws_region: ({ region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.${dnsSuffixOf(region)}`,
  }),
  aws_route53_zone: ({ values }) => ({
    ...(typeof values.name === 'string' ? { name: values.name } : { name: 'example.com' }),
  }),
  aws_secretsmanager_secret_version: () => ({ secret_string: '{}' }),
  aws_ssm_parameter: (context) => {
    const value = parameterValue(context);
    return { type: 'String', value, insecure_value: value, version: 1 };
  },
  aws_subnet: ({ region }) => ({ availability_zone: `${region}a`, cidr_block: '10.0.0.0/24', state: 'available' }),
  aws_subnets: (context) => ({ ids: [1, 2, 3].map((number) => `subnet-0${hex(context, `${number}`, 16)}`) }),
  aws_vpc: () => ({
    cidr_block: '10.0.0.0/16',
    state: 'available',
    enable_dns_hostnames: true,
    enable_dns_support: true,
  }),
};

/** Public parameters name machine images; `recommended` alone is a document about one. */
function parameterValue(context: FakeContext): string {
  const { name } = context.values;
  if (typeof name !== 'string' || !name.startsWith('/aws/service/')) return 'value';
  if (name.endsWith('/recommended')) return JSON.stringify({ image_id: imageId(context) });
  return name.endsWith('/release_version') ? '1.33.0-20260101' : imageId(context);
}

function imageId(context: FakeContext): string {
  return `ami-0${hex(context, 'image', 16)}`;
}

/** What the configuration leaves open, filled with what is known of the data source. */
export function withKnown(config: ValueObject, known: ValueObject): ValueObject {
  const filled = Object.entries(config).map(([name, value]): [string, Value] => [name, value ?? known[name] ?? null]);
  return Object.fromEntries(filled);
}
