import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { TerraformStack } from 'cdktf';
import { EksCluster, type IEksCluster } from '../../../modules/eks';
import { awsStack } from '../../support/cluster-stacks';
import { addonConfiguration, synthCluster, testCluster } from '../../support/eks';
import { refusal, resources, synth, synthApp, theResource } from '../../support/synth';

const account = { namespace: 'apps', serviceAccount: 's3-reader' };

it('[row 105] lets exactly one service account of one cluster take the role by Pod Identity', () => {
  const json = synthCluster({}, (cluster) => {
    cluster.addServiceAccountIdentity({
      ...account,
      statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }],
    });
  });
  expect(theResource(json, 'aws_eks_pod_identity_association')).toMatchObject({
    cluster_name: 'shop',
    namespace: 'apps',
    service_account: 's3-reader',
    role_arn: expect.stringContaining('aws_iam_role.'),
  });
  const role = resources(json, 'aws_iam_role').find(({ description }) =>
    String(description).includes('apps/s3-reader'),
  );
  expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:123456789012:cluster/shop',
          'aws:RequestTag/kubernetes-namespace': 'apps',
          'aws:RequestTag/kubernetes-service-account': 's3-reader',
        },
      },
    },
  ]);
});

it('[row 104] names the exact service account and audience in the trust of IRSA', () => {
  let annotations: Readonly<Record<string, string>> = {};
  const json = synthCluster({}, (cluster) => {
    ({ annotations } = cluster.addServiceAccountIdentity({ ...account, kind: 'irsa' }));
  });
  const role = resources(json, 'aws_iam_role').find(({ description }) =>
    String(description).includes('apps/s3-reader'),
  );
  const [statement] = JSON.parse(
    String(role?.assume_role_policy)
      .replaceAll('\\"', "'")
      .replace(/"https:\/\/", ""/g, "'https://', ''"),
  ).Statement;
  expect(statement).toMatchObject({
    Principal: { Federated: expect.stringContaining('aws_iam_openid_connect_provider.') },
    Action: 'sts:AssumeRoleWithWebIdentity',
  });
  const conditions = Object.entries(statement.Condition.StringEquals as Record<string, string>);
  expect(conditions.map(([key, value]) => [key.slice(key.lastIndexOf(':')), value])).toEqual([
    [':aud', 'sts.amazonaws.com'],
    [':sub', 'system:serviceaccount:apps:s3-reader'],
  ]);
  expect(Object.keys(annotations)).toEqual(['eks.amazonaws.com/role-arn']);
  expect(resources(json, 'aws_eks_pod_identity_association')).toEqual([]);
});

it('[row 105] switches every identity with one flag of the cluster', () => {
  const kinds = (['pod-identity', 'irsa'] as const).map((serviceAccountIdentity) => {
    let kind: string | undefined;
    synthCluster({ serviceAccountIdentity }, (cluster) => {
      ({ kind } = cluster.addServiceAccountIdentity(account));
    });
    return kind;
  });
  expect(kinds).toEqual(['pod-identity', 'irsa']);
});

it('takes IRSA by itself for pods on Fargate and on Windows', () => {
  for (const runsOn of ['fargate', 'windows-nodes'] as const) {
    synthCluster({}, (cluster) => {
      expect(cluster.addServiceAccountIdentity({ ...account, runsOn }).kind).toBe('irsa');
    });
  }
});

it.each(['fargate', 'windows-nodes'] as const)('refuses Pod Identity for pods on %s', (runsOn) => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addServiceAccountIdentity({ ...account, runsOn, kind: 'pod-identity' });
  });
  expect(message).toContain('no Pod Identity agent');
});

it('refuses Pod Identity in a namespace whose pods all go to Fargate', () => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addFargateProfile('Apps', { selectors: [{ namespace: 'app*' }] });
    cluster.addServiceAccountIdentity(account);
  });
  expect(message).toContain('no Pod Identity agent');
});

it('[bad input 53] refuses IRSA on a cluster without OIDC provider', () => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack, { oidcProvider: false });
    cluster.addNodeGroup('System');
    cluster.addServiceAccountIdentity({ namespace: 'kube-system', serviceAccount: 's3-reader', kind: 'irsa' });
  });
  for (const text of ['OIDC', 's3-reader', 'kube-system/s3-reader']) expect(message).toContain(text);
});

it.each([
  [{ namespace: '', serviceAccount: 's3-reader' }, 'namespace'],
  [{ namespace: 'apps', serviceAccount: '*' }, 'serviceAccount'],
  [{ namespace: 'Apps', serviceAccount: 's3-reader' }, 'namespace'],
])('[bad input 53] refuses %j', (bad, field) => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addServiceAccountIdentity(bad);
  });
  expect(message).toContain(`${field} is`);
});

it('refuses two roles for one service account', () => {
  const message = refusal((stack) => {
    const cluster = testCluster(stack);
    cluster.addNodeGroup('System');
    cluster.addServiceAccountIdentity(account);
    cluster.addServiceAccountIdentity(account);
  });
  expect(message).toContain('one role for a service account');
});

it('is what grants are given to', () => {
  const json = synthCluster({}, (cluster, stack) => {
    const queue = new SqsQueue(stack, 'Queue', {});
    cluster.addServiceAccountIdentity(account).addToPolicy({ actions: ['sqs:SendMessage'], resources: [queue.arn] });
  });
  expect(JSON.stringify(resources(json, 'aws_iam_role_policy'))).toContain('sqs:SendMessage');
});

it('stays in the state of the cluster when another stack asks for it', () => {
  const stacks = synthApp((app) => {
    const cluster = testCluster(awsStack(app, 'dev-eks'));
    cluster.addNodeGroup('System');
    const platform = awsStack(app, 'dev-platform');
    expect(TerraformStack.of(cluster.addServiceAccountIdentity(account))).not.toBe(platform);
  });
  expect(resources(stacks['dev-eks'] ?? {}, 'aws_eks_pod_identity_association')).toHaveLength(1);
  expect(stacks['dev-platform']?.resource).toBeUndefined();
});

it('takes Karpenter nodes for nodes: a cluster with Fargate and Karpenter has the agent', () => {
  const json = synth((stack) => {
    const cluster = testCluster(stack, { autoscaler: 'karpenter' });
    cluster.addFargateProfile('Kube', { selectors: [{ namespace: 'kube-system' }] });
    cluster.addServiceAccountIdentity(account);
  });
  expect(addonConfiguration(json, 'coredns')).toMatchObject({ computeType: 'Fargate' });
});

describe('an existing cluster', () => {
  const attributes = {
    clusterName: 'shop',
    vpcId: 'vpc-0123456789abcdef0',
    clusterSecurityGroupId: 'sg-0123456789abcdef0',
    oidcIssuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
  };

  it('is described without a look-up, and gives identities as a made one does', () => {
    const json = synth((stack) => {
      const cluster: IEksCluster = EksCluster.fromAttributes(stack, 'Eks', attributes);
      expect(cluster.oidcProviderArn).toBe(
        'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
      );
      cluster.addServiceAccountIdentity(account);
    });
    expect(json.data).toBeUndefined();
    const trust = String(theResource(json, 'aws_iam_role').assume_role_policy);
    expect(trust).toContain('"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub":"system:serviceaccount:apps:s3-reader"');
  });

  it('is looked up by its literal name', () => {
    const json = synth((stack) => {
      const cluster = EksCluster.fromLookup(stack, 'Eks', { clusterName: 'shop', podIdentity: true });
      expect(cluster.compute).toMatchObject({ ec2: true, fargate: false });
      cluster.addServiceAccountIdentity(account);
    });
    expect(json.data?.aws_eks_cluster).toMatchObject({ EksLookup: { name: 'shop' } });
    expect(theResource(json, 'aws_eks_pod_identity_association')).not.toHaveProperty('depends_on');
  });

  it('is refused by a name that only Terraform knows', () => {
    expect(refusal((stack) => EksCluster.fromLookup(stack, 'Eks', { clusterName: '${var.name}' }))).toContain(
      'clusterName',
    );
  });
});
