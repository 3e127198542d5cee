import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Aspects, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isUnknown } from './unknown';

/** Where the resources of a stack go, as far as its AWS provider says so in plain text. */
export interface AwsLocation {
  /** `eu-west-1`; missing where the provider takes it from the environment of the run. */
  readonly region?: string;
  /** 12 digits; known where the provider allows exactly one account. */
  readonly accountId?: string;
  /** `aws`, `aws-cn`, `aws-us-gov` ..., which starts every ARN; follows from the region. */
  readonly partition: string;
}

const REGION = Symbol.for('cdktf-aws-containers/region');

/**
 * Everything below `scope`, what is added later too, lives in `region` and not in that of the provider.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
export function placeInRegion(scope: IConstruct, region: string): void {
  Object.defineProperty(scope, REGION, { value: region });
  Aspects.of(scope).add({
    visit: (node) => {
      // Global services, IAM and Route 53, have no such argument.
      if ('regionInput' in node && node.regionInput === undefined) Reflect.set(node, 'region', region);
    },
  });
}

/**
 * Read from the AWS provider that is a direct child of the stack, so that a stack written by hand needs nothing more,
 * or said by `placeInRegion`.
 */
export function awsLocation(scope: IConstruct): AwsLocation {
  const provider = defaultProvider(TerraformStack.of(scope));
  const region = placedRegion(scope) ?? known(provider?.region);
  const accounts = provider?.allowedAccountIds ?? [];
  return {
    region,
    accountId: accounts.length === 1 ? known(accounts[0]) : undefined,
    partition: partitionOf(region),
  };
}

/** The partition is spelt in the region's name. @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  if (region?.startsWith('us-gov-')) return 'aws-us-gov';
  if (region?.startsWith('eusc-')) return 'aws-eusc';
  if (region?.startsWith('us-iso-')) return 'aws-iso';
  if (region?.startsWith('us-isob-')) return 'aws-iso-b';
  return 'aws';
}

/** What hostnames and service names of the partition end with. @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffixOf(partition: string): string {
  return DNS_SUFFIXES[partition] ?? 'amazonaws.com';
}

const DNS_SUFFIXES: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
};

function defaultProvider(stack: TerraformStack): AwsProvider | undefined {
  return stack.node.children.find(
    (child): child is AwsProvider => child instanceof AwsProvider && child.alias === undefined,
  );
}

function placedRegion(scope: IConstruct): string | undefined {
  const regions = scope.node.scopes.map((parent): unknown => Reflect.get(parent, REGION));
  return regions.findLast((region) => typeof region === 'string');
}

function known(value: string | undefined): string | undefined {
  return value === undefined || isUnknown(value) ? undefined : value;
}
