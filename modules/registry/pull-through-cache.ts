import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { regionOf } from '../identity/region';
import { awsLocation } from '../shared/aws-location';
import { claimName, kebabCase } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import { ecrArn, ecrHost } from './ecr-host';
import { validateRepositoryName } from './ecr-repository-name';
import { cachedPullStatements } from './ecr-rights';
import type { IImageRepository } from './image-repository';
import { DEFAULT_LIFECYCLE, type LifecycleRule, lifecyclePolicy, validateLifecycleRules } from './lifecycle-rule';
import { type Upstream, upstreamFacts, upstreamName } from './upstream-registry';

export interface PullThroughCacheProps {
  readonly upstream: Upstream;
  /**
   * ARN of a secret with `username` and `accessToken`, whose name begins with `ecr-pullthroughcache/`; Docker Hub, GitHub,
   * GitLab, Chainguard and Azure need it.
   */
  readonly credentialsArn?: string;
  /** 2-30 characters that the cached repositories begin with. @default the name of the upstream, `docker-hub` */
  readonly prefix?: string;
  /** For the repositories that ECR makes from now on. @default untagged images expire after 14 days */
  readonly lifecycleRules?: readonly LifecycleRule[];
}

const API = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html';
const TEMPLATES = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html';

/**
 * Copies of a public registry's images in ECR, made when they are first pulled: no rate limits, and no outage of others.
 * ECR asks the upstream for a newer image of a tag once a day. The first pull of an image needs a way to the internet.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  public readonly rule: EcrPullThroughCacheRule;
  /** Settings of the repositories that ECR makes; AWS has no such templates in China and GovCloud. */
  public readonly template?: EcrRepositoryCreationTemplate;
  /** What the cached repositories begin with. */
  public readonly prefix: string;
  private readonly upstream: Upstream;

  public constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    report(this, validatePullThroughCacheProps(props));
    const { upstream, credentialsArn, lifecycleRules = DEFAULT_LIFECYCLE } = props;
    this.upstream = upstream;
    this.prefix = props.prefix ?? (typeof upstream === 'string' ? upstream : kebabCase(id));
    claimName(this, 'ECR pull-through cache', this.prefix, { field: 'prefix' });

    this.rule = new EcrPullThroughCacheRule(this, 'Rule', {
      ecrRepositoryPrefix: this.prefix,
      upstreamRegistryUrl: upstreamFacts(upstream).url,
      credentialArn: credentialsArn,
      customRoleArn: typeof upstream !== 'string' && upstream.kind === 'ecr' ? upstream.roleArn : undefined,
    });
    if (!['aws-cn', 'aws-us-gov'].includes(awsLocation(this).partition)) {
      this.template = new EcrRepositoryCreationTemplate(this, 'Template', {
        prefix: this.prefix,
        description: `Copies of ${upstreamFacts(upstream).url}`,
        appliedFor: ['PULL_THROUGH_CACHE'],
        imageTagMutability: 'MUTABLE', // the tag of a copy follows the upstream
        encryptionConfiguration: [{ encryptionType: 'AES256' }],
        lifecyclePolicy: lifecyclePolicy(lifecycleRules),
      });
    }
  }

  /** An image of the upstream by the name that it has there, `nginx`, `prometheus/node-exporter`. */
  public repository(name: string): IImageRepository {
    const repositoryName = `${this.prefix}/${upstreamName(this.upstream, name)}`;
    report(this, validateRepositoryName('repository', repositoryName));
    const [accountId, region] = [accountIdOf(this), regionOf(this)];
    return {
      // Through the rule, so that whatever runs the image comes after it.
      repositoryUrl: `${ecrHost(accountId, region)}/${this.rule.ecrRepositoryPrefix}/${upstreamName(this.upstream, name)}`,
      grantPull: (grantee) => {
        const statements = cachedPullStatements(ecrArn(accountId, region, repositoryName));
        for (const statement of statements) grantee.addToPolicy(statement);
      },
    };
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validatePullThroughCacheProps(props: PullThroughCacheProps): Issue[] {
  const { upstream, credentialsArn, prefix, lifecycleRules } = props;
  const { url, login } = upstreamFacts(upstream);
  const missing = { field: 'credentialsArn', value: credentialsArn, see: API };
  return [
    ...validateRepositoryName('prefix', prefix, { max: 30 }),
    ...(login && credentialsArn === undefined
      ? [
          {
            ...missing,
            limit: `the ARN of a secret: ${url} gives ECR nothing without a login`,
            fix: 'store { "username": ..., "accessToken": ... } in a secret "ecr-pullthroughcache/..." and write its ARN',
          },
        ]
      : []),
    ...(!login && credentialsArn !== undefined
      ? [{ ...missing, limit: `nothing: ${url} is read without a login`, fix: 'leave it out' }]
      : []),
    ...check('credentialsArn', credentialsArn, (arn) => /:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/.test(arn), {
      limit: 'the ARN of a secret of this account and region, called ecr-pullthroughcache/...',
      fix: 'give the secret a name that begins with "ecr-pullthroughcache/"; ECR reads no other',
      see: API,
    }),
    ...(lifecycleRules === undefined
      ? []
      : validateLifecycleRules('lifecycleRules', lifecycleRules).map((issue) => ({ ...issue, see: TEMPLATES }))),
  ];
}
