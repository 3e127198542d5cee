import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import { Construct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { claimName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';

/** Repositories by name or pattern with `*`, up to 100 of 256 characters, `['prod/*']`. */
export type RepositoryFilters = readonly string[];

export type RegistryScanningProps = {
  /** Region of the registry where it is not the provider's. */
  readonly region?: string;
} & (
  | {
      /** Amazon Inspector, operating system and language packages; billed per image. */
      readonly kind: 'enhanced';
      /** Scanned again whenever a vulnerability becomes known. @default ['*'] unless `onPush` is given */
      readonly continuous?: RepositoryFilters;
      /** Scanned once, when they arrive. @default none */
      readonly onPush?: RepositoryFilters;
    }
  | {
      /** Operating-system packages, free. */
      readonly kind: 'basic';
      /** @default ['*'] */
      readonly onPush?: RepositoryFilters;
    }
);

const API = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference';

/**
 * How the registry of an account and region looks for vulnerabilities: one for each pair, in the stack that owns the
 * account. It overrides `scanOnPush` of the repositories. On destroy the registry goes back to basic scans by hand.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export class RegistryScanning extends Construct {
  public readonly configuration: EcrRegistryScanningConfiguration;

  public constructor(scope: Construct, id: string, props: RegistryScanningProps) {
    super(scope, id);
    report(this, validateRegistryScanningProps(props));
    const { region } = props;
    claimName(this, 'ECR registry setting', 'scanning', {
      field: 'kind',
      within: region === awsLocation(this).region ? undefined : region,
      fix: 'keep one of them: a registry has one scanning configuration',
    });
    this.configuration = new EcrRegistryScanningConfiguration(this, 'Scanning', {
      region,
      scanType: props.kind === 'enhanced' ? 'ENHANCED' : 'BASIC',
      rule: rulesOf(props).map(({ frequency, filters }) => ({
        scanFrequency: frequency,
        repositoryFilter: [...filters].sort().map((filter) => ({ filter, filterType: 'WILDCARD' })),
      })),
    });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateRegistryScanningProps(props: RegistryScanningProps): Issue[] {
  return rulesOf(props).flatMap(({ field, filters }) => [
    ...check(field, filters, ({ length }) => length >= 1 && length <= 100, {
      limit: '1 to 100 filters',
      fix: "leave it out, or write ['*'] for all repositories",
      see: `${API}/API_RegistryScanningRule.html`,
    }),
    ...filters.flatMap((filter, index) =>
      check(
        `${field}[${index}]`,
        filter,
        (text) => text.length <= 256 && /^[a-z0-9*](?:[._/-]?[a-z0-9*])*$/.test(text),
        {
          limit: 'up to 256 characters of a repository name, with * for any',
          fix: 'write for example "prod/*"',
          see: `${API}/API_ScanningRepositoryFilter.html`,
        },
      ),
    ),
  ]);
}

interface Rule {
  readonly field: string;
  readonly frequency: 'CONTINUOUS_SCAN' | 'SCAN_ON_PUSH';
  readonly filters: RepositoryFilters;
}

function rulesOf(props: RegistryScanningProps): Rule[] {
  const onPush = props.onPush ?? (props.kind === 'basic' ? ['*'] : undefined);
  const continuous =
    props.kind === 'enhanced' ? (props.continuous ?? (onPush === undefined ? ['*'] : undefined)) : undefined;
  return [
    ...(continuous === undefined
      ? []
      : [{ field: 'continuous', frequency: 'CONTINUOUS_SCAN' as const, filters: continuous }]),
    ...(onPush === undefined ? [] : [{ field: 'onPush', frequency: 'SCAN_ON_PUSH' as const, filters: onPush }]),
  ];
}
