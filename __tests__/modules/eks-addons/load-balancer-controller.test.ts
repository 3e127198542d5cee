import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS } from '../../../modules/eks-addons/chart-versions';
import { ClusterProviders } from '../../../modules/eks-addons/cluster-providers';
import { helmValuePaths } from '../../../modules/eks-addons/helm-values';
import {
  LoadBalancerController,
  type LoadBalancerControllerProps,
  validateLoadBalancerControllerProps,
} from '../../../modules/eks-addons/load-balancer-controller';
import { loadBalancerControllerPolicy } from '../../../modules/eks-addons/load-balancer-controller-policy';
import { policyDocument } from '../../../modules/identity/policy-statement';
import { chartKeys, unknownKeys, valuesOf } from '../../support/chart-keys';
import { awsStack, platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, synthApp, theResource } from '../../support/synth';
import { type ClusterFacts, TestCluster } from '../../support/test-cluster';

const CHART = CHARTS.loadBalancerController;

/** Every option, so that no value of ours escapes the comparison with the chart's keys. */
const EVERYTHING: Required<Omit<LoadBalancerControllerProps, 'identity' | 'unchecked' | 'values' | 'crds'>> = {
  replicas: 3,
  defaultTargetType: 'instance',
  allLoadBalancerServices: true,
  wafv2: false,
  shield: true,
  defaultTags: { team: 'platform' },
  imageRepository: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/aws-load-balancer-controller',
  logLevel: 'debug',
  nodeSelector: { pool: 'system' },
  tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
};

function controller(props?: LoadBalancerControllerProps, facts?: ClusterFacts) {
  return synthPlatform((stack) => new LoadBalancerController(stack, 'LoadBalancerController', props), { facts });
}

function values(props?: LoadBalancerControllerProps) {
  return valuesOf(theResource(controller(props).platform, 'helm_release'));
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/** Statements in one spelling: lists sorted, the single value without its list. */
function normalized(statements: readonly Statement[]): object[] {
  const list = (value: string | string[]) => [value].flat().sort();
  return statements
    .map(({ Action, Resource, Condition }) => ({ Action: list(Action), Resource: list(Resource), Condition }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function upstream(file: string): { source: string; policy: { Statement: Statement[] } } {
  return JSON.parse(readFileSync(join(__dirname, '../../fixtures/iam', `${file}.json`), 'utf8'));
}

describe('[row 81] the rights of the controller', () => {
  const vpcArn = 'arn:aws:ec2:eu-west-1:*:vpc/vpc-0123456789abcdef0';

  it.each([
    ['aws', 'aws-load-balancer-controller', `v${CHART.appVersion.slice(1)}`],
    ['aws-iso', 'aws-load-balancer-controller-iso', `v${CHART.appVersion.slice(1)}`],
  ])(
    'are those that its authors publish for its version, in partition %s, limited to the VPC',
    (partition, file, version) => {
      const { source, policy } = upstream(file);
      expect(source).toContain(version);
      const ours = JSON.parse(policyDocument(loadBalancerControllerPolicy({ partition, vpcArn }))) as typeof policy;
      const limited = policy.Statement.map((statement) =>
        JSON.stringify(statement.Action) === '["ec2:AuthorizeSecurityGroupIngress","ec2:RevokeSecurityGroupIngress"]' &&
        statement.Condition === undefined
          ? { ...statement, Condition: { ArnEquals: { 'ec2:Vpc': vpcArn } } }
          : statement,
      );
      expect(normalized(ours.Statement)).toEqual(normalized(limited));
    },
  );

  it('name the partition of the region', () => {
    const policy = policyDocument(loadBalancerControllerPolicy({ partition: 'aws-cn', vpcArn }));
    expect(policy).toContain('arn:aws-cn:elasticloadbalancing');
    expect(policy.replace(vpcArn, '')).not.toContain('arn:aws:');
  });

  it('fit into a managed policy of 6,144 characters', () => {
    expect(policyDocument(loadBalancerControllerPolicy({ partition: 'aws-us-gov', vpcArn })).length).toBeLessThan(6144);
  });

  it('are in the state of the cluster: minutes before the first pod asks for them', () => {
    const { cluster, platform } = controller();
    expect(theResource(cluster, 'aws_eks_pod_identity_association')).toMatchObject({
      cluster_name: 'shop',
      namespace: 'kube-system',
      service_account: 'aws-load-balancer-controller',
    });
    expect(theResource(cluster, 'aws_iam_role_policy').policy).toContain('elasticloadbalancing:CreateLoadBalancer');
    expect(platform.resource).not.toHaveProperty('aws_iam_role');
    expect(values().serviceAccount).toEqual({ create: true, name: 'aws-load-balancer-controller' });
  });

  it.each<[string, LoadBalancerControllerProps, ClusterFacts]>([
    ['by choice', { identity: 'irsa' }, {}],
    ['on Fargate, which has no Pod Identity agent', {}, { compute: { ec2: false, fargate: true } }],
    ['where a Fargate profile takes kube-system', {}, { fargateSelectors: [{ namespace: 'kube-system' }] }],
    ['on Windows', {}, { compute: { ec2: false, windows: true, fargate: true } }],
  ])('come from IRSA %s', (_why, props, facts) => {
    const { cluster, platform } = controller(props, facts);
    expect(resources(cluster, 'aws_eks_pod_identity_association')).toEqual([]);
    expect(theResource(cluster, 'aws_iam_role').assume_role_policy).toContain(
      'system:serviceaccount:kube-system:aws-load-balancer-controller',
    );
    const { serviceAccount } = valuesOf(theResource(platform, 'helm_release'));
    expect(JSON.stringify(serviceAccount)).toContain('eks.amazonaws.com/role-arn');
  });
});

describe('[row 81] a cluster that was only looked up', () => {
  const found = (props: LoadBalancerControllerProps) =>
    synthApp((app) => {
      const platform = awsStack(app, 'platform');
      const cluster = new TestCluster(platform, 'Cluster');
      new ClusterProviders(platform, 'ClusterProviders', { cluster });
      new LoadBalancerController(platform, 'LoadBalancerController', props);
    }).platform ?? {};

  it('gives the controller IRSA: an association of the same run could come later than the pod', () => {
    const json = found({});
    expect(resources(json, 'aws_eks_pod_identity_association')).toEqual([]);
    expect(theResource(json, 'helm_release').depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
  });

  it('or, by choice, Pod Identity whose association is made first', () => {
    const { depends_on } = theResource(found({ identity: 'pod-identity' }), 'helm_release');
    expect(depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
      expect.stringMatching(/^aws_eks_pod_identity_association\./),
    ]);
  });
});

describe('[row 81] the release of the controller', () => {
  it('is the pinned chart in kube-system', () => {
    expect(theResource(controller().platform, 'helm_release')).toMatchObject({
      repository: 'https://aws.github.io/eks-charts',
      chart: 'aws-load-balancer-controller',
      version: '3.5.0',
      namespace: 'kube-system',
      create_namespace: false,
      wait: true,
    });
  });

  it('knows cluster, region and VPC without asking the instance, which answers no pod', () => {
    expect(values()).toMatchObject({
      clusterName: 'shop',
      region: 'eu-west-1',
      vpcId: expect.stringMatching(/^\$\{data\.aws_eks_cluster\..*vpc_config\[0\]\.vpc_id\}$/),
    });
  });

  it("keeps its certificate over upgrades, and takes over nobody's Services", () => {
    expect(values()).toMatchObject({
      keepTLSSecret: true,
      enableServiceMutatorWebhook: false,
      defaultTargetType: 'ip',
      replicaCount: 2,
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '500Mi' } },
    });
  });

  it('has no disruption budget with one replica: it would block every drain', () => {
    expect(values({ replicas: 1 })).toMatchObject({ replicaCount: 1 });
    expect(values({ replicas: 1 })).not.toHaveProperty('podDisruptionBudget');
  });

  it('leaves the CRDs alone when another release has them', () => {
    expect(theResource(controller({ crds: 'separate' }).platform, 'helm_release')).toMatchObject({ skip_crds: true });
    expect(theResource(controller().platform, 'helm_release')).not.toHaveProperty('skip_crds');
  });

  it('lets any other value be laid over ours', () => {
    const merged = values({ values: { resources: { limits: { memory: '1Gi' } }, hostNetwork: true } });
    expect(merged).toMatchObject({
      hostNetwork: true,
      resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
    });
  });

  it.each<[string, LoadBalancerControllerProps]>([
    ['by default', {}],
    ['with every option', EVERYTHING],
  ])('sets only keys that the chart reads, %s', (_what, props) => {
    expect(chartKeys(CHART).version).toBe(CHART.version);
    expect(unknownKeys(CHART, values(props))).toEqual([]);
  });

  it('writes real booleans: the chart drops the text "false" in silence', () => {
    const { booleans = [] } = chartKeys(CHART);
    const set = helmValuePaths(values(EVERYTHING)).filter(([path]) => booleans.includes(path));
    expect(set.map(([path, value]) => [path, typeof value])).toEqual([
      ['enableShield', 'boolean'],
      ['enableWaf', 'boolean'],
      ['enableWafv2', 'boolean'],
    ]);
  });
});

describe('the controller is refused', () => {
  it('beside Auto Mode, which makes load balancers itself', () => {
    const facts = { compute: { autoMode: true, ec2: false } };
    expect(platformRefusal((stack) => new LoadBalancerController(stack, 'Controller'), { facts })).toContain(
      'eks.controller-beside-auto-mode',
    );
    const unchecked = [{ rule: 'eks.controller-beside-auto-mode', reason: 'we serve two Ingress classes' }];
    expect(() =>
      synthPlatform((stack) => new LoadBalancerController(stack, 'Controller', { unchecked }), { facts }),
    ).not.toThrow();
  });

  it('without a node: the release would wait for its timeout', () => {
    const message = platformRefusal((stack) => new LoadBalancerController(stack, 'Controller'), {
      facts: { compute: { ec2: false } },
    });
    expect(message).toContain('a cluster with nodes');
  });

  it('with instance targets on Fargate only', () => {
    const message = platformRefusal(
      (stack) => new LoadBalancerController(stack, 'Controller', { defaultTargetType: 'instance' }),
      {
        facts: { compute: { ec2: false, fargate: true } },
      },
    );
    expect(message).toContain('defaultTargetType is "instance"');
  });

  it('with Pod Identity where no agent runs', () => {
    const message = platformRefusal(
      (stack) => new LoadBalancerController(stack, 'Controller', { identity: 'pod-identity' }),
      {
        facts: { compute: { ec2: false, fargate: true } },
      },
    );
    expect(message).toContain('irsa');
  });

  it.each([0, 6, 1.5, Number.NaN])('with %p replicas', (replicas) => {
    expect(validateLoadBalancerControllerProps({ replicas }).map(({ field }) => field)).toEqual(['replicas']);
  });

  it.each([1, 5])('but not with %p', (replicas) => {
    expect(validateLoadBalancerControllerProps({ replicas })).toEqual([]);
  });
});
