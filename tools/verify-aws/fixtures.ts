import { blocks, type Json, object, type SynthesizedStack } from '../terraform/stack-json';

/** What an app looks up but never makes, as resources: an emulated account is empty when it starts. */
export function lookedUp(stacks: readonly SynthesizedStack[]): Json {
  const resource: Record<string, Record<string, Json>> = {};
  for (const { type, body } of stacks.flatMap(({ json }) => blocks(json)).filter(({ mode }) => mode === 'data')) {
    for (const [made, arguments_] of FIXTURES[type]?.(body) ?? []) {
      resource[made] ??= {};
      resource[made][nameOf(arguments_)] = arguments_;
    }
  }
  return Object.keys(resource).length === 0 ? {} : { resource };
}

type Fixture = (lookup: Json) => [string, Json][];

const FIXTURES: Readonly<Record<string, Fixture | undefined>> = {
  aws_route53_zone: ({ name, private_zone }) =>
    typeof name === 'string' && private_zone !== true ? [['aws_route53_zone', { name: name.replace(/\.$/, '') }]] : [],
  aws_secretsmanager_secret: ({ name }) => (typeof name === 'string' ? [['aws_secretsmanager_secret', { name }]] : []),
  aws_ecr_repository: ({ name }) => (typeof name === 'string' ? [['aws_ecr_repository', { name }]] : []),
  aws_acm_certificate: ({ domain }) =>
    typeof domain === 'string' ? [['aws_acm_certificate', { domain_name: domain, validation_method: 'DNS' }]] : [],
};

/** One block for each thing, however many stacks look it up. */
function nameOf(arguments_: Json): string {
  return String(object(arguments_).name ?? object(arguments_).domain_name).replace(/[^A-Za-z0-9_-]/g, '_');
}
