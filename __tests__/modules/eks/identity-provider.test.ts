import { type IdentityProviderProps, validateIdentityProviderProps } from '../../../modules/eks/identity-provider';
import { synthCluster, testCluster } from '../../support/eks';
import { refusal, theResource } from '../../support/synth';

const login = { issuerUrl: 'https://login.acme.dev', clientId: 'kubernetes' };

describe('users of an OIDC provider', () => {
  it('get in beside IAM, their groups under a prefix of their own', () => {
    const json = synthCluster({}, (cluster) => {
      cluster.addIdentityProvider({ ...login, groupsClaim: 'groups', requiredClaims: { department: 'platform' } });
    });
    expect(theResource(json, 'aws_eks_identity_provider_config')).toMatchObject({
      cluster_name: 'shop',
      oidc: {
        identity_provider_config_name: 'test-eks-identity-provider',
        issuer_url: 'https://login.acme.dev',
        client_id: 'kubernetes',
        groups_claim: 'groups',
        groups_prefix: 'oidc:',
        required_claims: { department: 'platform' },
      },
      depends_on: [expect.stringMatching(/^aws_eks_cluster\./)],
    });
  });

  it('have no prefix for groups that nobody reads', () => {
    const json = synthCluster({}, (cluster) => cluster.addIdentityProvider(login));
    const { oidc } = theResource(json, 'aws_eks_identity_provider_config') as { oidc: object };
    expect(oidc).not.toHaveProperty('groups_prefix');
  });

  it('come from one provider: EKS takes no second one', () => {
    const message = refusal((stack) => {
      const cluster = testCluster(stack);
      cluster.addNodeGroup('System');
      cluster.addIdentityProvider(login);
      cluster.addIdentityProvider({ ...login, issuerUrl: 'https://other.acme.dev' });
    });
    expect(message).toMatch(
      /issuerUrl is "https:\/\/other\.acme\.dev"; allowed: one OIDC provider of users per cluster/,
    );
  });

  it('do not make up for an administrator', () => {
    const message = refusal((stack) => {
      const cluster = testCluster(stack, { admins: [] });
      cluster.addNodeGroup('System');
      cluster.addIdentityProvider(login);
    });
    expect(message).toContain('at least one principal with an access entry');
  });
});

it.each<[string, Partial<Omit<IdentityProviderProps, 'cluster'>>]>([
  ['issuerUrl', { issuerUrl: 'http://login.acme.dev' }],
  ['issuerUrl', { issuerUrl: 'login.acme.dev' }],
  ['issuerUrl', { issuerUrl: 'https://login.acme.dev:8443' }],
  ['issuerUrl', { issuerUrl: 'https://login.acme.dev?tenant=1' }],
  ['issuerUrl', { issuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE' }],
  ['clientId', { clientId: ' ' }],
  ['name', { name: 'a b' }],
  ['name', { name: 'a'.repeat(101) }],
  ['usernamePrefix', { usernamePrefix: 'system:' }],
  ['groupsPrefix', { groupsClaim: 'groups', groupsPrefix: 'system:node' }],
  ['groupsPrefix', { groupsClaim: 'groups', groupsPrefix: '' }],
  ['groupsPrefix', { groupsPrefix: 'oidc:' }],
])('refuses a bad %s: %p', (field, bad) => {
  expect(validateIdentityProviderProps({ ...login, ...bad }).map((issue) => issue.field)).toEqual([field]);
});

it.each([{}, { name: 'a'.repeat(100) }, { usernamePrefix: '-' }, { issuerUrl: 'https://login.acme.dev/realms/a/' }])(
  'accepts %p',
  (good) => {
    expect(validateIdentityProviderProps({ ...login, ...good })).toEqual([]);
  },
);
