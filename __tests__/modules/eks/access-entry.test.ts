import { AccessEntry, type AccessEntryType } from '../../../modules/eks';
import { validateAccessEntryProps } from '../../../modules/eks/access-entry';
import { DEPLOY_ROLE, synthCluster, testCluster } from '../../support/eks';
import { refusal, resources } from '../../support/synth';

const viewer = 'arn:aws:iam::123456789012:role/Viewer';
const view: AccessEntryType = { kind: 'standard', grants: [{ policy: 'View', namespaces: ['shop', 'apps'] }] };

it('gives rights in some namespaces, after the entry', () => {
  const json = synthCluster({}, (cluster) => cluster.addAccess('Viewers', { principalArn: viewer, type: view }));
  const [association] = resources(json, 'aws_eks_access_policy_association').filter(
    ({ principal_arn }) => principal_arn === viewer,
  );
  expect(association).toMatchObject({
    policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    access_scope: { type: 'namespace', namespaces: ['apps', 'shop'] },
    depends_on: [expect.stringMatching(/^aws_eks_access_entry\./)],
  });
});

it.each<[AccessEntryType, string]>([
  [{ kind: 'nodes', operatingSystem: 'linux' }, 'EC2_LINUX'],
  [{ kind: 'nodes', operatingSystem: 'windows' }, 'EC2_WINDOWS'],
  [{ kind: 'auto-mode-nodes' }, 'EC2'],
])('makes for %j an entry of type %s, without groups', (type, expected) => {
  const json = synthCluster({}, (cluster) => cluster.addAccess('Nodes', { principalArn: viewer, type }));
  const entry = resources(json, 'aws_eks_access_entry').find(({ principal_arn }) => principal_arn === viewer);
  expect(entry).toMatchObject({ type: expected });
  expect(entry).not.toHaveProperty('kubernetes_groups');
});

it('gives nodes that Auto Mode starts from your node classes their policy', () => {
  const json = synthCluster({}, (cluster) =>
    cluster.addAccess('Nodes', { principalArn: viewer, type: { kind: 'auto-mode-nodes' } }),
  );
  expect(JSON.stringify(resources(json, 'aws_eks_access_policy_association'))).toContain('AmazonEKSAutoNodePolicy');
});

it.each<[string, { principalArn?: string; type?: AccessEntryType }, string]>([
  ['an STS session', { principalArn: 'arn:aws:sts::123456789012:assumed-role/Deploy/me' }, 'principalArn'],
  ['an account', { principalArn: 'arn:aws:iam::123456789012:root' }, 'principalArn'],
  ['no rights at all', { type: { kind: 'standard' } }, 'type'],
  [
    'an empty list of namespaces',
    { type: { kind: 'standard', grants: [{ policy: 'View', namespaces: [] }] } },
    'type.grants[0].namespaces',
  ],
  ['system:masters', { type: { kind: 'standard', kubernetesGroups: ['system:masters'] } }, 'type.kubernetesGroups[0]'],
  [
    'one policy twice',
    { type: { kind: 'standard', grants: [{ policy: 'View' }, { policy: 'View', namespaces: ['a'] }] } },
    'type.grants',
  ],
])('refuses %s', (_name, bad, field) => {
  expect(validateAccessEntryProps({ principalArn: viewer, type: view, ...bad }).map((issue) => issue.field)).toEqual([
    field,
  ]);
});

it('takes roles with a path, as IAM Identity Center makes them', () => {
  const principalArn =
    'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
  expect(validateAccessEntryProps({ principalArn, type: view })).toEqual([]);
});

it('refuses a second entry for a principal, and one for a role whose entry EKS makes itself', () => {
  const twice = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    new AccessEntry(stack, 'Again', { cluster, principalArn: DEPLOY_ROLE, type: view });
  });
  expect(twice).toContain('one access entry per principal');
  const nodes = refusal((stack) => {
    const cluster = testCluster(stack);
    const { role } = cluster.addNodeGroup('System');
    cluster.addAccess('Nodes', { principalArn: role.roleArn, type: { kind: 'nodes', operatingSystem: 'linux' } });
  });
  expect(nodes).toContain('EKS makes the entry');
});
