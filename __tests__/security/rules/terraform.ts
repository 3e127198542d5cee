import { at, list, type SecurityRule } from '../security-rule';

export const terraformRules: readonly SecurityRule[] = [
  {
    id: 'provider-no-credentials',
    what: 'No provider has credentials in the program',
    why: 'the runner has a role; keys in code are found',
    controls: ['CKV_AWS_41'],
    change: 'always',
    types: ['provider'],
    holds: ({ body }) => body.access_key === undefined && body.secret_key === undefined && body.password === undefined,
    violation: { provider: { aws: [{ access_key: 'x' }] } },
  },
  {
    id: 'provider-default-tags',
    what: 'Everything has the tags of its environment',
    why: 'cost, ownership and cleaning up go by them',
    controls: ['SH ECS.13', 'SH ECS.14', 'SH ECS.15'],
    change: '`tags` of the stack',
    types: ['provider'],
    holds: ({ path, body }) => path !== 'aws' || Object.keys(Object(at(body, 'default_tags', 'tags'))).length > 0,
    violation: { provider: { aws: [{ region: 'eu-west-1' }] } },
  },
  {
    id: 'state-encrypted-and-locked',
    what: 'The state in S3 is encrypted and locked while somebody works on it',
    why: 'two applies at once lose resources',
    controls: [],
    change: '`remoteState`',
    types: ['terraform'],
    holds: ({ body }) => {
      const s3 = at(body, 'backend', 's3');
      return s3 === undefined || (at(s3, 'encrypt') === true && at(s3, 'use_lockfile') === true);
    },
    violation: { terraform: { backend: { s3: { bucket: 'a' } } } },
  },
  {
    id: 'providers-bounded',
    what: 'Providers are of a known source and major version',
    why: 'a new major version changes resources unasked',
    controls: [],
    change: 'the bindings that are installed',
    types: ['terraform'],
    holds: ({ body }) =>
      Object.values(Object(body.required_providers)).every(
        (provider) => at(provider, 'source') !== undefined && list(at(provider, 'version')).length === 1,
      ),
    violation: { terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } },
  },
];
