import type { TerraformStack } from 'cdktf';
import { EcsService } from '../../../modules/ecs';
import {
  PullThroughCache,
  type PullThroughCacheProps,
  RegistryScanning,
  type RegistryScanningProps,
} from '../../../modules/registry';
import { validatePullThroughCacheProps } from '../../../modules/registry/pull-through-cache';
import { validateRegistryScanningProps } from '../../../modules/registry/registry-scanning';
import { containerOf, platform, statementsOf } from '../../support/ecs';
import { refusal, resources, synth, theResource } from '../../support/synth';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf';

describe('[row 110] the scanning configuration of a registry', () => {
  const rules = (props: RegistryScanningProps) => {
    const { scan_type, rule } = theResource(
      synth((stack) => new RegistryScanning(stack, 'Scanning', props)),
      'aws_ecr_registry_scanning_configuration',
    );
    return [scan_type, rule];
  };
  const all = [{ filter: '*', filter_type: 'WILDCARD' }];

  it('keeps looking in all repositories with Amazon Inspector', () => {
    expect(rules({ kind: 'enhanced' })).toEqual([
      'ENHANCED',
      [{ scan_frequency: 'CONTINUOUS_SCAN', repository_filter: all }],
    ]);
  });

  it('is limited to some, and looks once into others', () => {
    expect(rules({ kind: 'enhanced', continuous: ['prod/*', 'base'], onPush: ['*'] })).toEqual([
      'ENHANCED',
      [
        {
          scan_frequency: 'CONTINUOUS_SCAN',
          repository_filter: [
            { filter: 'base', filter_type: 'WILDCARD' },
            { filter: 'prod/*', filter_type: 'WILDCARD' },
          ],
        },
        { scan_frequency: 'SCAN_ON_PUSH', repository_filter: all },
      ],
    ]);
  });

  it('scans on push without Inspector', () => {
    expect(rules({ kind: 'basic' })).toEqual(['BASIC', [{ scan_frequency: 'SCAN_ON_PUSH', repository_filter: all }]]);
  });

  it('is there once in an account and region', () => {
    const twice = (region?: string) => (stack: TerraformStack) => {
      new RegistryScanning(stack, 'A', { kind: 'basic' });
      new RegistryScanning(stack, 'B', { kind: 'basic', region });
    };
    expect(refusal(twice())).toContain('keep one of them: a registry has one scanning configuration');
    expect(refusal(twice('eu-west-1'))).toContain('keep one of them');
    expect(() => synth(twice('us-east-1'))).not.toThrow();
  });

  it.each<[string, RegistryScanningProps]>([
    ['onPush', { kind: 'basic', onPush: [] }],
    ['onPush[0]', { kind: 'basic', onPush: ['Prod/*'] }],
    ['continuous', { kind: 'enhanced', continuous: Array.from({ length: 101 }, (_, index) => `a${index}`) }],
  ])('rejects a bad %s', (field, props) => {
    expect(validateRegistryScanningProps(props).map((issue) => issue.field)).toEqual([field]);
  });
});

describe('[row 115] a pull-through cache', () => {
  const hub: PullThroughCacheProps = { upstream: 'docker-hub', credentialsArn: SECRET };

  it('copies a registry under a prefix, and cleans up the copies', () => {
    const json = synth((stack) => new PullThroughCache(stack, 'Hub', hub));
    expect(theResource(json, 'aws_ecr_pull_through_cache_rule')).toMatchObject({
      ecr_repository_prefix: 'docker-hub',
      upstream_registry_url: 'registry-1.docker.io',
      credential_arn: SECRET,
    });
    const template = theResource(json, 'aws_ecr_repository_creation_template');
    expect(template).toMatchObject({ prefix: 'docker-hub', applied_for: ['PULL_THROUGH_CACHE'] });
    expect(JSON.parse(String(template.lifecycle_policy)).rules).toHaveLength(1);
  });

  it('runs an image of Docker Hub, with the rights that the first pull needs', () => {
    const json = synth((stack) => {
      const repository = new PullThroughCache(stack, 'Hub', hub).repository('nginx');
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: { repository, tag: '1.27' } });
    });
    expect(containerOf(json).image).toMatch(
      /^123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/\$\{aws_ecr_pull_through_cache_rule\..*\}\/library\/nginx:1\.27$/,
    );
    expect(resources(json, 'aws_ecr_repository')).toEqual([]);
    const policies = Object.entries(json.resource?.aws_iam_role_policy ?? {});
    const [, execution] = policies.find(([id]) => id.startsWith('web_Task_Roles_Execution')) ?? [];
    expect(statementsOf(execution?.policy)).toContainEqual({
      Effect: 'Allow',
      Action: [
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchImportUpstreamImage',
        'ecr:CreateRepository',
      ],
      Resource: 'arn:aws:ecr:eu-west-1:123456789012:repository/docker-hub/library/nginx',
    });
  });

  it('reads ECR of another account with a role', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/ecr';
    const json = synth((stack) => {
      const upstream = { kind: 'ecr', accountId: '210987654321', region: 'us-east-1', roleArn } as const;
      new PullThroughCache(stack, 'Platform', { upstream });
    });
    expect(theResource(json, 'aws_ecr_pull_through_cache_rule')).toMatchObject({
      ecr_repository_prefix: 'platform',
      upstream_registry_url: '210987654321.dkr.ecr.us-east-1.amazonaws.com',
      custom_role_arn: roleArn,
    });
  });

  it.each<[string, PullThroughCacheProps]>([
    ['credentialsArn', { upstream: 'github' }],
    ['credentialsArn', { upstream: 'quay', credentialsArn: SECRET }],
    ['credentialsArn', { upstream: 'docker-hub', credentialsArn: SECRET.replace('ecr-pullthroughcache/', '') }],
    ['prefix', { upstream: 'quay', prefix: 'q' }],
    ['prefix', { upstream: 'quay', prefix: 'q'.repeat(31) }],
    ['lifecycleRules', { upstream: 'quay', lifecycleRules: [] }],
  ])('rejects a bad %s', (field, props) => {
    expect(validatePullThroughCacheProps(props).map((issue) => issue.field)).toEqual([field]);
  });

  it.each<PullThroughCacheProps>([
    { upstream: 'quay', prefix: 'qu' },
    { upstream: 'kubernetes', prefix: 'q'.repeat(30) },
    { upstream: { kind: 'azure', registry: 'acme' }, credentialsArn: '${aws_secretsmanager_secret.acr.arn}' },
  ])('accepts %j', (props) => {
    expect(validatePullThroughCacheProps(props)).toEqual([]);
  });
});
