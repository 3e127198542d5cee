import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { EcsService } from '../../../modules/ecs';
import { Role } from '../../../modules/identity';
import {
  EcrRepository,
  type EcrRepositoryProps,
  type ReplicaDestination,
  repositoryOutputs,
} from '../../../modules/registry';
import { validateEcrRepositoryProps } from '../../../modules/registry/ecr-repository-props';
import { publishOutputs } from '../../../modules/state';
import { containerOf, platform, statementsOf } from '../../support/ecs';
import { refusal, resources, type StackJson, synth, synthApp, theResource } from '../../support/synth';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

const repository = (props: EcrRepositoryProps = {}): StackJson =>
  synth((stack) => new EcrRepository(stack, 'Web', props));

function role(stack: TerraformStack, id = 'Build'): Role {
  return new Role(stack, id, {
    description: 'a build',
    assumedBy: [{ actions: ['sts:AssumeRole'], principals: { services: ['codebuild.amazonaws.com'] } }],
  });
}

const fields = (props: EcrRepositoryProps): string[] =>
  validateEcrRepositoryProps(props, 'eu-west-1').map(({ field }) => field);

const images = (stack: TerraformStack, props: EcrRepositoryProps = {}): EcrRepository =>
  new EcrRepository(stack, 'Images', props);

/** A service that runs `tag` of the repository. */
function service(make: (stack: TerraformStack) => EcrRepository, tag: string): StackJson {
  return synth((stack) => {
    const image = { repository: make(stack), tag };
    new EcsService(stack, 'web', { image, cluster: platform(stack).cluster });
  });
}

describe('a repository', () => {
  it('[row 108] keeps its images when it is destroyed by mistake, and cleans up the untagged ones', () => {
    const json = repository();
    expect(theResource(json, 'aws_ecr_repository')).toMatchObject({ name: 'test-web', force_delete: false });
    const policy = JSON.parse(String(theResource(json, 'aws_ecr_lifecycle_policy').policy));
    expect(policy.rules).toEqual([
      {
        rulePriority: 1,
        description: 'expire untagged images after 14 days',
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
        action: { type: 'expire' },
      },
    ]);
  });

  it('[row 110] is scanned when an image arrives', () => {
    expect(theResource(repository(), 'aws_ecr_repository').image_scanning_configuration).toEqual({
      scan_on_push: true,
    });
  });

  it('[row 112] says how it is encrypted, with or without a key', () => {
    const encryption = (props: EcrRepositoryProps) =>
      theResource(repository(props), 'aws_ecr_repository').encryption_configuration;
    expect(encryption({})).toEqual([{ encryption_type: 'AES256' }]);
    expect(encryption({ encryption: { kind: 'kms' } })).toEqual([{ encryption_type: 'KMS' }]);
    expect(encryption({ encryption: { kind: 'kms', keyArn: KEY } })).toEqual([
      { encryption_type: 'KMS', kms_key: KEY },
    ]);
  });

  it('is closed to other accounts until they are named, and never open to everyone', () => {
    expect(resources(repository(), 'aws_ecr_repository_policy')).toEqual([]);
    const { policy } = theResource(repository({ pullAccounts: ['210987654321'] }), 'aws_ecr_repository_policy');
    expect(statementsOf(policy)).toEqual([
      {
        Sid: 'PullFromOtherAccounts',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::210987654321:root' },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ]);
    expect(refusal((stack) => new EcrRepository(stack, 'Web', { pullAccounts: ['*'] }))).toContain(
      'EcrRepository at test/Web\n  - pullAccounts[0] is "*"; allowed: the 12 digits of one account; never everyone.',
    );
  });

  it.each<[string, EcrRepositoryProps]>([
    ['name', { name: 'Web' }],
    ['name', { name: 'w' }],
    ['name', { name: 'web/' }],
    ['name', { name: 'web__site' }],
    ['name', { name: 'a'.repeat(257) }],
    ['tagMutability.except', { tagMutability: { kind: 'immutable', except: [] } }],
    ['tagMutability.except', { tagMutability: { kind: 'mutable', except: ['a', 'b', 'c', 'd', 'e', 'f'] } }],
    ['tagMutability.except[0]', { tagMutability: { kind: 'immutable', except: ['dev/*'] } }],
    ['encryption.keyArn', { encryption: { kind: 'kms', keyArn: 'alias/images' } }],
    ['encryption.keyArn', { encryption: { kind: 'kms', keyArn: KEY }, region: 'us-east-1' }],
    ['replicateTo[0].keyArn', { replicateTo: [{ region: 'us-east-1', keyArn: KEY }] }],
    ['replicateTo', { replicateTo: ['eu-west-1'] }],
    ['replicateTo', { replicateTo: ['us-east-1', 'us-east-1'] }],
    ['replicateTo[0]', { replicateTo: ['us-east-1'], encryption: { kind: 'kms', keyArn: KEY } }],
    ['replicateTo[0].accountId', { replicateTo: [{ region: 'us-east-1', accountId: '12' }] }],
  ])('rejects a bad %s', (field, props) => {
    expect(fields(props)).toEqual([field]);
  });

  it.each<EcrRepositoryProps>([
    { name: 'ab' },
    { name: 'team-a/web.site_1' },
    { name: 'a'.repeat(256) },
    { tagMutability: { kind: 'immutable', except: ['a', 'b', 'c', 'd', 'dev-*'] } },
    { encryption: { kind: 'kms', keyArn: '${aws_kms_key.images.arn}' } },
    { replicateTo: [{ region: 'us-east-1', keyArn: KEY.replace('eu-west-1', 'us-east-1') }] },
    { replicateTo: ['us-east-1', { region: 'us-east-1', accountId: '210987654321' }] },
  ])('accepts %j', (props) => {
    expect(fields(props)).toEqual([]);
  });

  it('has replicas in regions that are known at synth', () => {
    const message = refusal((stack) => {
      const region = new TerraformVariable(stack, 'region', {}).stringValue;
      new EcrRepository(stack, 'Web', { replicateTo: [region] });
    });
    expect(message).toContain('replicateTo[0].region is "a value known only to Terraform"; allowed: a literal');
  });

  it('cannot have the name of another one', () => {
    const message = refusal((stack) => {
      new EcrRepository(stack, 'A', { name: 'web' });
      new EcrRepository(stack, 'B', { name: 'web' });
    });
    expect(message).toContain('a ECR repository name that nothing else in the account and region has');
  });
});

describe('tags', () => {
  const mutability = (props: EcrRepositoryProps) => {
    const { image_tag_mutability, image_tag_mutability_exclusion_filter } = theResource(
      repository(props),
      'aws_ecr_repository',
    );
    return [image_tag_mutability, image_tag_mutability_exclusion_filter];
  };

  it('[row 109] stay on their image, apart from those that are excluded', () => {
    expect(mutability({})).toEqual(['IMMUTABLE', undefined]);
    expect(mutability({ tagMutability: { kind: 'immutable', except: ['latest', 'dev-*'] } })).toEqual([
      'IMMUTABLE_WITH_EXCLUSION',
      [
        { filter: 'latest', filter_type: 'WILDCARD' },
        { filter: 'dev-*', filter_type: 'WILDCARD' },
      ],
    ]);
    expect(mutability({ tagMutability: { kind: 'mutable' } })).toEqual(['MUTABLE', undefined]);
    expect(mutability({ tagMutability: { kind: 'mutable', except: ['v*'] } })[0]).toBe('MUTABLE_WITH_EXCLUSION');
  });

  it('[row 109] a service cannot run `latest` of an immutable repository', () => {
    const run = (props: EcrRepositoryProps, tag: string) => () => service((stack) => images(stack, props), tag);
    expect(run({}, 'latest')).toThrow(
      /image\.tag is "latest"; allowed: a tag of one image: this repository is immutable.*Rule: registry\.latest-tag/,
    );
    expect(run({}, '1.4.2')).not.toThrow();
    expect(run({ latestTag: 'warn' }, 'latest')).not.toThrow();
    expect(run({ tagMutability: { kind: 'immutable', except: ['late*'] } }, 'latest')).not.toThrow();
    expect(run({ tagMutability: { kind: 'mutable' } }, 'latest')).not.toThrow();
    expect(run({ tagMutability: { kind: 'mutable', except: ['latest'] } }, 'latest')).toThrow(/image\.tag/);
  });

  it('[row 109] with `latestTag: warn` a service that runs `latest` only gets a warning', () => {
    const warnings: string[] = [];
    synth((stack) => {
      const image = { repository: images(stack, { latestTag: 'warn' }), tag: 'latest' };
      const web = new EcsService(stack, 'web', { image, cluster: platform(stack).cluster });
      warnings.push(...web.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data))));
    });
    expect(warnings).toContainEqual(expect.stringContaining('allowed: a tag that stays on one image'));
  });
});

describe('rights', () => {
  const json = synth((stack) => {
    const web = new EcrRepository(stack, 'Web');
    web.grantPull(role(stack, 'Task'));
    web.grantPush(role(stack, 'Build'));
  });
  const [pull = [], push = []] = ['Task', 'Build'].map((id) => {
    const [, found] =
      Object.entries(json.resource?.aws_iam_role_policy ?? {}).find(([name]) => name.startsWith(id)) ?? [];
    return statementsOf(found?.policy);
  });

  it('[row 116] to pull and to push share no action on the repository', () => {
    expect(pull[0]).toEqual({
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: expect.stringMatching(/^\$\{aws_ecr_repository\.Web_Repository_\w+\.arn\}$/),
    });
    expect(push[0]?.Resource).toEqual(pull[0]?.Resource);
    expect(push[0]?.Action).toContain('ecr:PutImage');
    const actions = [pull, push].flatMap(([repository]) => repository?.Action);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('[row 101] [row 116] are on the repository, with `*` for the login that has no resource', () => {
    const login = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };
    expect([pull[1], push[1]]).toEqual([login, login]);
    expect([pull.length, push.length]).toEqual([2, 2]);
  });

  it('[row 101] [row 116] go to the execution role of a service that runs the image', () => {
    const json = service(images, '1.4.2');
    const policies = Object.entries(json.resource?.aws_iam_role_policy ?? {});
    const [, execution] = policies.find(([id]) => id.startsWith('web_Task_Roles_Execution')) ?? [];
    expect(statementsOf(execution?.policy).map(({ Action }) => Action)).toEqual(
      expect.arrayContaining([['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], 'ecr:GetAuthorizationToken']),
    );
    expect(containerOf(json).image).toMatch(/^\$\{aws_ecr_repository\.Images_.*\.repository_url\}:1\.4\.2$/);
  });
});

describe('commands', () => {
  it('[row 108] [row 114] are outputs that run as they are', () => {
    const { output } = synth((stack) => {
      publishOutputs(stack, repositoryOutputs(new EcrRepository(stack, 'Web', { name: 'team/web' }), 'web'));
    });
    const url = expect.stringMatching(/^\$\{aws_ecr_repository\.Web_Repository_\w+\.repository_url\}$/);
    expect(output?.web_url).toMatchObject({ value: url });
    expect(output?.web_docker_login).toMatchObject({
      value:
        'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    });
    expect(String(output?.web_docker_tag?.value)).toMatch(
      /^docker tag web:\$TAG \$\{aws_ecr_repository\.Web_Repository_\w+\.repository_url\}:\$TAG$/,
    );
    expect(String(output?.web_docker_push?.value)).toMatch(/^docker push \$\{aws_ecr_repository.*\}:\$TAG$/);
  });

  it('[row 114] name the registry of the partition', () => {
    const stacks = synthApp((app) => {
      const stack = new TerraformStack(app, 'china');
      new AwsProvider(stack, 'Aws', { region: 'cn-north-1', allowedAccountIds: ['123456789012'] });
      publishOutputs(stack, repositoryOutputs(EcrRepository.fromAttributes(stack, 'Web', { repositoryName: 'web' })));
    });
    expect(stacks.china?.output?.repository_docker_tag).toMatchObject({
      value: 'docker tag web:$TAG 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web:$TAG',
    });
  });
});

describe('a repository that exists', () => {
  it('makes nothing and grants the same', () => {
    const json = synth((stack) => {
      const web = EcrRepository.fromAttributes(stack, 'Web', { repositoryName: 'web', accountId: '210987654321' });
      web.grantPull(role(stack));
    });
    expect(resources(json, 'aws_ecr_repository')).toEqual([]);
    expect(statementsOf(theResource(json, 'aws_iam_role_policy').policy)[0]).toMatchObject({
      Resource: 'arn:aws:ecr:eu-west-1:210987654321:repository/web',
    });
  });

  it('is looked up, so that a plan fails where there is none', () => {
    const json = synth((stack) => {
      EcrRepository.fromLookup(stack, 'Web', { repositoryName: 'web' }).grantPush(role(stack));
    });
    expect(json.data?.aws_ecr_repository).toEqual({ WebLookup: expect.objectContaining({ name: 'web' }) });
    expect(statementsOf(theResource(json, 'aws_iam_role_policy').policy)[0]).toMatchObject({
      Resource: '${data.aws_ecr_repository.WebLookup.arn}',
    });
  });

  it('[row 115] is pinned to the digest that a tag has at plan time', () => {
    const json = synth((stack) => {
      const web = EcrRepository.fromAttributes(stack, 'Web', { repositoryName: 'web' });
      const { cluster } = platform(stack);
      new EcsService(stack, 'web', { cluster, image: web.pinned(stack, '1.42') });
      web.pinned(stack, '14.2');
      web.pinned(stack, '14.2');
    });
    expect(json.data?.aws_ecr_image).toEqual({
      'WebImage-1_42': expect.objectContaining({ repository_name: 'web', image_tag: '1.42' }),
      'WebImage-14_2': expect.objectContaining({ repository_name: 'web', image_tag: '14.2' }),
    });
    expect(containerOf(json).image).toBe(
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web@${data.aws_ecr_image.WebImage-1_42.image_digest}',
    );
  });

  it('[row 115] is not pinned to `latest` where that is immutable', () => {
    const message = refusal((stack) => new EcrRepository(stack, 'Web').pinned(stack, 'latest'));
    expect(message).toContain('tag is "latest"');
  });
});

describe('replication', () => {
  it('[row 113] is one list of rules for the registry, with replicas that have the same settings', () => {
    const json = synth((stack) => {
      new EcrRepository(stack, 'Web', { name: 'web', replicateTo: ['us-east-1'] });
      new EcrRepository(stack, 'Api', { name: 'api', replicateTo: ['us-east-1'] });
      new EcrRepository(stack, 'Job', {
        name: 'job',
        replicateTo: ['us-east-1', { region: 'eu-west-1', accountId: '210987654321' }],
      });
    });
    const replication = theResource(json, 'aws_ecr_replication_configuration');
    expect(replication.replication_configuration).toEqual({
      rule: [
        {
          destination: [
            { region: 'eu-west-1', registry_id: '210987654321' },
            { region: 'us-east-1', registry_id: '123456789012' },
          ],
          repository_filter: [{ filter: 'job', filter_type: 'PREFIX_MATCH' }],
        },
        {
          destination: [{ region: 'us-east-1', registry_id: '123456789012' }],
          repository_filter: [
            { filter: 'api', filter_type: 'PREFIX_MATCH' },
            { filter: 'web', filter_type: 'PREFIX_MATCH' },
          ],
        },
      ],
    });
    const replicas = resources(json, 'aws_ecr_repository').filter(({ region }) => region === 'us-east-1');
    expect(replicas).toHaveLength(3);
    expect(replicas).toContainEqual(expect.objectContaining({ name: 'web', image_tag_mutability: 'IMMUTABLE' }));
    expect(replication.depends_on).toHaveLength(3);
  });

  it('has 10 sets of destinations with 100 repositories each', () => {
    const replicate = (count: number, to: (index: number) => ReplicaDestination) => (stack: TerraformStack) => {
      for (let index = 0; index < count; index += 1) {
        new EcrRepository(stack, `R${index}`, { replicateTo: [to(index)] });
      }
    };
    const account = (index: number) => ({ region: 'us-east-1', accountId: String(210_987_654_321 + index) });
    expect(() => synth(replicate(10, account))).not.toThrow();
    expect(refusal(replicate(11, account))).toContain('replicateTo is 11; allowed: 10 different sets of destinations');
    expect(refusal(replicate(101, () => account(0)))).toContain('allowed: 100 repositories with the same destinations');
  });

  it('[row 112] [row 113] encrypts a replica with a key of its region', () => {
    const keyArn = KEY.replace('eu-west-1', 'us-east-1');
    const json = synth((stack) => {
      const encryption = { kind: 'kms', keyArn: KEY } as const;
      new EcrRepository(stack, 'Web', { encryption, replicateTo: [{ region: 'us-east-1', keyArn }] });
    });
    expect(resources(json, 'aws_ecr_repository')).toContainEqual(
      expect.objectContaining({
        region: 'us-east-1',
        encryption_configuration: [{ encryption_type: 'KMS', kms_key: keyArn }],
      }),
    );
  });

  it('[row 113] is declared in one stack only', () => {
    const build = () =>
      synthApp((app) => {
        for (const id of ['a', 'b']) {
          const stack = new TerraformStack(app, id);
          new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
          new EcrRepository(stack, id === 'a' ? 'Web' : 'Api', { name: id.repeat(3), replicateTo: ['us-east-1'] });
        }
      });
    expect(build).toThrow(/replicateTo is "replication".*a registry has one list of rules/s);
  });

  it('[row 113] warns whoever pulls from another region, and not whoever uses the replica', () => {
    const warned = (use: (web: EcrRepository) => { grantPull(grantee: Role): void } | undefined): string[] => {
      const messages: string[] = [];
      synth((stack) => {
        const web = new EcrRepository(stack, 'Web', { region: 'us-east-1', replicateTo: ['eu-west-1'] });
        const grantee = role(stack);
        use(web)?.grantPull(grantee);
        messages.push(...grantee.node.metadata.map(({ data }) => String(data)));
      });
      return messages;
    };
    expect(warned((web) => web)).toEqual([
      expect.stringContaining('allowed: an image in eu-west-1, where it runs; this one is in us-east-1'),
    ]);
    expect(warned((web) => web.replicas['eu-west-1'])).toEqual([]);
  });
});
