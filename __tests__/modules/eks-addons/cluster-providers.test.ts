import { EksCluster as AwsEksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import {
  CloudBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  RemoteBackend,
  S3Backend,
  TerraformStack,
} from 'cdktf';
import { ClusterProviders, validateClusterProvidersProps } from '../../../modules/eks-addons/cluster-providers';
import { HelmRelease } from '../../../modules/eks-addons/helm-release';
import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { inClusterProvidersBesideCluster } from '../../../modules/shared/two-states';
import { awsStack, platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { testCluster } from '../../support/eks';
import { refusal, synthApp } from '../../support/synth';
import { TestCluster } from '../../support/test-cluster';

const podinfo = {
  chart: { repository: 'https://stefanprodan.github.io/podinfo', chart: 'podinfo', version: '6.9.2' },
  namespace: 'podinfo',
};

const nothing = (): void => {};

describe('the providers of a stack that reads a cluster', () => {
  const { platform } = synthPlatform(nothing);

  it('read it by its literal name, so that every plan knows its address', () => {
    expect(Object.values(platform.data?.aws_eks_cluster ?? {})).toMatchObject([{ name: 'shop' }]);
  });

  it('get a token from the AWS CLI whenever they need one', () => {
    const exec = {
      api_version: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', 'shop', '--region', 'eu-west-1'],
    };
    expect(platform.provider).toMatchObject({
      helm: [{ kubernetes: { host: expect.stringContaining('.endpoint}'), exec } }],
      kubernetes: [{ host: expect.stringContaining('.endpoint}'), exec: [exec] }],
    });
    expect(JSON.stringify(platform.provider)).not.toContain('"token"');
  });

  it('hand on the role and the profile of the AWS provider, which the CLI does not see', () => {
    const stacks = synthApp((app) => {
      const cluster = new TestCluster(awsStack(app, 'dev-eks'), 'Cluster');
      const stack = new TerraformStack(app, 'dev-platform');
      const roleArn = 'arn:aws:iam::123456789012:role/deploy';
      new AwsProvider(stack, 'Aws', { region: 'eu-west-1', profile: 'acme', assumeRole: [{ roleArn }] });
      new ClusterProviders(stack, 'ClusterProviders', { cluster });
    });
    expect(stacks['dev-platform']?.provider).toMatchObject({
      helm: [
        {
          kubernetes: {
            exec: {
              args: expect.arrayContaining([
                '--role-arn',
                'arn:aws:iam::123456789012:role/deploy',
                '--profile',
                'acme',
              ]),
            },
          },
        },
      ],
    });
  });

  it('get a token from a data source instead, never both', () => {
    const json = synthPlatform(nothing, { providers: { auth: { kind: 'token' } } }).platform;
    expect(json.provider).toMatchObject({
      helm: [{ kubernetes: { token: expect.stringContaining('data.aws_eks_cluster_auth.') } }],
      kubernetes: [{ token: expect.stringContaining('data.aws_eks_cluster_auth.') }],
    });
    expect(JSON.stringify(json.provider)).not.toContain('exec');
  });
});

describe('two states', () => {
  const cluster = (stack: TerraformStack) =>
    new AwsEksCluster(stack, 'Eks', {
      name: 'shop',
      roleArn: 'arn:aws:iam::123456789012:role/x',
      vpcConfig: { subnetIds: [] },
    });

  it('[lesson 4] are demanded of the providers in the stack that creates the cluster, naming where to move them', () => {
    const message = refusal((stack) => {
      cluster(stack);
      new ClusterProviders(stack, 'ClusterProviders', { cluster: new TestCluster(stack, 'Cluster') });
      new HelmRelease(stack, 'Podinfo', podinfo);
    });
    expect(message).toContain('stack is ["test/ClusterProviders/Helm","test/ClusterProviders/Kubernetes"');
    expect(message).toContain('new KubernetesStack(app, "test-platform", { cluster })');
  });

  it('are demanded of what is written by hand too, when a cluster asks for its stack', () => {
    const offenders: unknown[] = [];
    refusal((stack) => {
      cluster(stack);
      new HelmProvider(stack, 'Helm', { alias: 'own' });
      new Release(stack, 'Own', { name: 'x', chart: 'x' });
      offenders.push(...inClusterProvidersBesideCluster(stack).map(({ value }) => value));
      new HelmRelease(stack, 'Podinfo', podinfo);
    });
    expect(offenders).toEqual([['test/Helm', 'test/Own']]);
  });

  it('are demanded in one message, whoever of the stack asks and however much is in it', () => {
    const message = refusal((stack) => {
      const eks = testCluster(stack);
      eks.addNodeGroup('System');
      new ClusterProviders(stack, 'ClusterProviders', { cluster: eks, runnerAccess: 'in-vpc' });
      new HelmRelease(stack, 'Podinfo', podinfo);
      new HelmRelease(stack, 'Other', { ...podinfo, releaseName: 'other' });
    });
    expect(message).toContain('1 problem in this app');
    expect(message).toContain('"test/Podinfo/Release","test/Other/Release"');
  });

  it('are deployed in order: the stack of the cluster, of the controller, and the others', () => {
    const order: Record<string, string[]> = {};
    synthApp((app) => {
      const cluster = new TestCluster(awsStack(app, 'dev-eks'), 'Cluster');
      const [apps, platform] = [awsStack(app, 'dev-apps'), awsStack(app, 'dev-platform')];
      for (const stack of [apps, platform]) new ClusterProviders(stack, 'ClusterProviders', { cluster });
      new HelmRelease(apps, 'Podinfo', podinfo);
      new LoadBalancerController(platform, 'LoadBalancerController');
      for (const stack of [apps, platform]) order[stack.node.id] = stack.dependencies.map(({ node }) => node.id).sort();
    });
    expect(order).toEqual({ 'dev-apps': ['dev-eks', 'dev-platform'], 'dev-platform': ['dev-eks'] });
  });

  it('are asked for by what needs a cluster and has none', () => {
    expect(refusal((stack) => new LoadBalancerController(stack, 'Controller'))).toContain('KubernetesStack');
  });
});

describe('providers are refused', () => {
  it.each([
    [
      'cloud',
      (stack: TerraformStack) =>
        new CloudBackend(stack, { organization: 'acme', workspaces: new NamedCloudWorkspace('dev') }),
    ],
    [
      'remote',
      (stack: TerraformStack) =>
        new RemoteBackend(stack, { organization: 'acme', workspaces: new NamedRemoteWorkspace('dev') }),
    ],
  ])('where runs happen on workers without the AWS CLI: backend %s', (name, backend) => {
    const message = platformRefusal((stack) => backend(stack));
    expect(message).toContain('auth.kind is "exec"');
    expect(message).toContain(`backend "${name}"`);
    expect(message).toContain('eks.exec-on-hosted-runner');
    expect(() => synthPlatform((stack) => backend(stack), { providers: { auth: { kind: 'token' } } })).not.toThrow();
    const unchecked = [{ rule: 'eks.exec-on-hosted-runner', reason: 'our agents have the AWS CLI' }];
    expect(() => synthPlatform((stack) => backend(stack), { providers: { unchecked } })).not.toThrow();
  });

  it('but not where runs happen elsewhere', () => {
    expect(() =>
      synthPlatform((stack) => new S3Backend(stack, { bucket: 'b', key: 'k', region: 'eu-west-1' })),
    ).not.toThrow();
  });

  it('where the endpoint is private and nobody says how the runner gets there', () => {
    const message = platformRefusal(nothing, { facts: { publicEndpoint: false } });
    expect(message).toContain('runnerAccess is missing');
    expect(message).toContain('in-vpc');
    const providers = { runnerAccess: 'in-vpc' } as const;
    expect(() => synthPlatform(nothing, { facts: { publicEndpoint: false }, providers })).not.toThrow();
  });

  it('for a second cluster in one stack', () => {
    const message = platformRefusal((stack) => {
      new ClusterProviders(stack, 'Other', { cluster: new TestCluster(stack, 'Second', { clusterName: 'other' }) });
    });
    expect(message).toContain('one cluster in a stack; dev-platform/ClusterProviders reads shop');
  });

  it('for a name that only Terraform knows, and a role that is none', () => {
    const cluster = { clusterName: '${aws_eks_cluster.x.name}' } as TestCluster;
    const auth = { kind: 'exec', roleArn: 'deploy' } as const;
    expect(validateClusterProvidersProps({ cluster, auth }).map(({ field }) => field)).toEqual([
      'cluster.clusterName',
      'auth.roleArn',
    ]);
  });
});

it('a second load balancer controller in one cluster is refused, whichever stack it is in', () => {
  const message = platformRefusal((stack) => {
    new LoadBalancerController(stack, 'One');
    new LoadBalancerController(stack, 'Two');
  });
  expect(message).toContain('one load-balancer-controller in a cluster; dev-platform/One is it already');
});
