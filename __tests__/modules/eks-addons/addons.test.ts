import type { TerraformStack } from 'cdktf';
import { ArgoRollouts } from '../../../modules/eks-addons/argo-rollouts';
import { Calico } from '../../../modules/eks-addons/calico';
import { CertManager, certManagerPolicy } from '../../../modules/eks-addons/cert-manager';
import { CHARTS, type KnownChart } from '../../../modules/eks-addons/chart-versions';
import { Cilium } from '../../../modules/eks-addons/cilium';
import {
  ClusterAutoscaler,
  imageTagFor,
  validateClusterAutoscalerProps,
} from '../../../modules/eks-addons/cluster-autoscaler';
import { ExternalDns, validateExternalDnsProps } from '../../../modules/eks-addons/external-dns';
import { ExternalSecrets, validateExternalSecretsProps } from '../../../modules/eks-addons/external-secrets';
import { FluentBit, validateFluentBitProps } from '../../../modules/eks-addons/fluent-bit';
import { HelmRelease } from '../../../modules/eks-addons/helm-release';
import { MetricsServer } from '../../../modules/eks-addons/metrics-server';
import { PrometheusAdapter, validatePrometheusAdapterProps } from '../../../modules/eks-addons/prometheus-adapter';
import { SecretsStoreCsiDriver } from '../../../modules/eks-addons/secrets-store-csi-driver';
import { KubernetesWorkload } from '../../../modules/kubernetes/workload';
import { chartKeys, unknownKeys, valuesOf } from '../../support/chart-keys';
import { platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, theResource } from '../../support/synth';
import type { ClusterFacts } from '../../support/test-cluster';

type Build = (stack: TerraformStack) => void;

function release(build: Build, facts?: ClusterFacts) {
  const { platform, cluster } = synthPlatform(build, { facts });
  const releases = resources(platform, 'helm_release');
  const own = releases.find(({ name }) => name !== 'calico-crds') ?? {};
  return { platform, cluster, json: own, values: valuesOf(own) };
}

const zones = { 'acme.dev': 'Z0123456789ABC' };
const placement = {
  nodeSelector: { pool: 'system' },
  tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
} as const;
const fargate: ClusterFacts = { compute: { ec2: false, fargate: true } };
const ciliumNetwork: ClusterFacts = { podNetwork: { kind: 'custom' } };

describe('values that we set', () => {
  it.each<[string, KnownChart, Build, ClusterFacts]>([
    ['metrics-server', CHARTS.metricsServer, (s) => new MetricsServer(s, 'A', placement), {}],
    [
      'ExternalDNS',
      CHARTS.externalDns,
      (s) => new ExternalDns(s, 'A', { hostedZones: zones, zoneType: 'public', identity: 'irsa', ...placement }),
      {},
    ],
    [
      'Cluster Autoscaler',
      CHARTS.clusterAutoscaler,
      (s) => new ClusterAutoscaler(s, 'A', { identity: 'irsa', ...placement }),
      {},
    ],
    ['cert-manager', CHARTS.certManager, (s) => new CertManager(s, 'A'), {}],
    ['External Secrets', CHARTS.externalSecrets, (s) => new ExternalSecrets(s, 'A', { ...placement }), fargate],
    ['the CSI driver', CHARTS.secretsStoreCsiDriver, (s) => new SecretsStoreCsiDriver(s, 'A', placement), {}],
    ['Fluent Bit', CHARTS.awsForFluentBit, (s) => new FluentBit(s, 'A', placement), {}],
    [
      'the Prometheus adapter',
      CHARTS.prometheusAdapter,
      (s) => new PrometheusAdapter(s, 'A', { prometheusUrl: 'http://p.m.svc', externalRules: [], ...placement }),
      {},
    ],
    ['Argo Rollouts', CHARTS.argoRollouts, (s) => new ArgoRollouts(s, 'A', placement), {}],
    ['Calico', CHARTS.tigeraOperator, (s) => new Calico(s, 'A'), {}],
    [
      'Cilium on top of the VPC CNI',
      CHARTS.cilium,
      (s) => new Cilium(s, 'A', { podTrafficEncryption: 'wireguard', hubble: true }),
      {},
    ],
    ['Cilium instead of the VPC CNI', CHARTS.cilium, (s) => new Cilium(s, 'A', { mode: 'eni' }), ciliumNetwork],
  ])('are keys that the chart of %s reads', (_name, chart, build, facts) => {
    const { json, values } = release(build, facts);
    expect(json).toMatchObject({ chart: chart.chart, version: chart.version, repository: chart.repository });
    expect(chartKeys(chart).version).toBe(chart.version);
    expect(unknownKeys(chart, values)).toEqual([]);
  });

  it('give cert-manager its service account by a key that its schema has, though its values file does not show it', () => {
    const { values } = release((stack) => new CertManager(stack, 'A', { hostedZoneIds: ['Z1'], identity: 'irsa' }));
    expect(unknownKeys(CHARTS.certManager, values)).toEqual([
      'serviceAccount.name',
      'serviceAccount.annotations.eks.amazonaws.com/role-arn',
    ]);
  });
});

describe('metrics-server', () => {
  it('has two replicas, and another port on Fargate, where the kubelet has the usual one', () => {
    const build: Build = (stack) => new MetricsServer(stack, 'A');
    expect(release(build).values).toMatchObject({ replicas: 2, containerPort: 10250 });
    expect(release(build, fargate).values).toMatchObject({ containerPort: 10251 });
  });

  it('is there once: beside the EKS add-on it is refused', () => {
    const facts = { addonNames: ['metrics-server'] };
    expect(platformRefusal((stack) => new MetricsServer(stack, 'A'), { facts })).toContain('one metrics-server');
  });

  it('makes an autoscaler of a workload possible', () => {
    expect(() =>
      synthPlatform((stack) => {
        new KubernetesWorkload(stack, 'Web', { image: 'nginx:1.27', port: 80, scaling: { min: 2, max: 3 } });
        new MetricsServer(stack, 'A');
      }),
    ).not.toThrow();
  });
});

describe('[row 134] ExternalDNS', () => {
  const { cluster, values } = release(
    (stack) => new ExternalDns(stack, 'A', { hostedZones: { ...zones, 'acme.org': 'Z9' } }),
  );

  it('may change records of the given zones only', () => {
    const { policy } = theResource(cluster, 'aws_iam_role_policy') as { policy: string };
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Action: 'route53:ChangeResourceRecordSets',
          Resource: ['arn:aws:route53:::hostedzone/Z0123456789ABC', 'arn:aws:route53:::hostedzone/Z9'],
        },
        { Resource: ['arn:aws:route53:::hostedzone/Z0123456789ABC', 'arn:aws:route53:::hostedzone/Z9'] },
        { Action: 'route53:ListHostedZones', Resource: '*' },
      ],
    });
  });

  it('never deletes, and owns its records by the name of the cluster', () => {
    expect(values).toMatchObject({
      policy: 'upsert-only',
      registry: 'txt',
      txtOwnerId: 'shop',
      domainFilters: ['acme.dev', 'acme.org'],
      provider: { name: 'aws' },
    });
  });

  it("keeps its template variable out of Terraform's hands", () => {
    expect(values.txtPrefix).toBe('extdns-%%{record_type}-');
  });

  it.each([
    ['hostedZones', {}],
    ['hostedZones.acme.dev', { 'acme.dev': '/hostedzone/Z1' }],
  ])('is refused for bad %s', (field, hostedZones) => {
    expect(validateExternalDnsProps({ hostedZones }).map((issue) => issue.field)).toEqual([field]);
  });
});

describe('[row 94] Cluster Autoscaler', () => {
  const build: Build = (stack) => new ClusterAutoscaler(stack, 'A');

  it("is the program of the cluster's minor", () => {
    expect(release(build, { version: '1.33' }).values).toMatchObject({
      image: { tag: 'v1.33.0' },
      awsRegion: 'eu-west-1',
    });
    expect(imageTagFor('1.35')).toBe('v1.35.0');
    expect(imageTagFor('1.36')).toBeUndefined();
    expect(imageTagFor(undefined)).toBeUndefined();
  });

  it('may change groups that carry the tag of the cluster', () => {
    const { cluster, values } = release(build);
    const { policy } = theResource(cluster, 'aws_iam_role_policy') as { policy: string };
    expect(JSON.parse(policy).Statement[2]).toMatchObject({
      Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      Condition: {
        StringEquals: {
          'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
          'aws:ResourceTag/k8s.io/cluster-autoscaler/shop': 'owned',
        },
      },
    });
    expect(values).toMatchObject({ autoDiscovery: { clusterName: 'shop' } });
  });

  it('is the only one that scales nodes', () => {
    const message = platformRefusal((stack, cluster) => {
      cluster.claimAutoscaler(stack, 'karpenter');
      new ClusterAutoscaler(stack, 'A');
    });
    expect(message).toContain('karpenter');
    expect(message).toContain('eks.two-autoscalers');
  });

  it.each([{ imageTag: 'latest' }, { replicas: 0 }])('is refused for %p', (bad) => {
    expect(validateClusterAutoscalerProps(bad)).toHaveLength(1);
  });
});

describe('secrets', () => {
  it('of AWS are read with the ARNs that are given', () => {
    const { cluster } = release(
      (stack) =>
        new ExternalSecrets(stack, 'A', {
          secretArns: ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/*'],
        }),
    );
    const { policy } = theResource(cluster, 'aws_iam_role_policy') as { policy: string };
    expect(JSON.parse(policy).Statement).toMatchObject([
      { Resource: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/*' },
    ]);
  });

  it('are refused without an ARN, and the text is not printed', () => {
    expect(validateExternalSecretsProps({ secretArns: ['hunter2'] })).toMatchObject([
      { field: 'secretArns[0]', secret: true },
    ]);
    expect(validateExternalSecretsProps({ parameterArns: ['x'] })).toMatchObject([{ field: 'parameterArns[0]' }]);
  });

  it('cannot be mounted on Fargate, which runs no DaemonSets', () => {
    expect(platformRefusal((stack) => new SecretsStoreCsiDriver(stack, 'A'), { facts: fargate })).toContain(
      'ExternalSecrets',
    );
  });
});

describe('Fluent Bit', () => {
  it("writes into a group of Terraform's, in the cluster's region, and cannot make one", () => {
    const { platform, cluster, json, values } = release((stack) => new FluentBit(stack, 'A'));
    expect(theResource(platform, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/eks/shop/pods',
      retention_in_days: 30,
    });
    expect(values).toMatchObject({
      cloudWatchLogs: { region: 'eu-west-1', autoCreateGroup: false, logGroupName: '/eks/shop/pods' },
    });
    expect(theResource(cluster, 'aws_iam_role_policy').policy).not.toContain('logs:CreateLogGroup');
    expect(json.depends_on).toEqual([expect.stringMatching(/^aws_cloudwatch_log_group\./)]);
  });

  it('is refused for a bad name', () => {
    expect(validateFluentBitProps({ logGroupName: 'my logs' })).toHaveLength(1);
  });
});

describe('cert-manager', () => {
  it('keeps its CRDs, and with them all certificates, when the release goes', () => {
    expect(release((stack) => new CertManager(stack, 'A')).values).toMatchObject({
      crds: { enabled: true, keep: true },
    });
  });

  it('has rights in AWS only for zones that are given, and there for TXT records', () => {
    expect(release((stack) => new CertManager(stack, 'A')).cluster).not.toHaveProperty('resource.aws_iam_role');
    expect(certManagerPolicy('aws-cn', ['Z1'])[1]).toMatchObject({
      resources: ['arn:aws-cn:route53:::hostedzone/Z1'],
      conditions: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
    });
  });
});

describe('the Prometheus adapter', () => {
  it('serves custom metrics, and external ones where it has rules for them', () => {
    const scaling = { min: 1, max: 2, podMetrics: { requests: '100' } };
    const build = (externalRules?: []) => (stack: TerraformStack) => {
      new PrometheusAdapter(stack, 'A', { prometheusUrl: 'http://prometheus.monitoring.svc', externalRules });
      new KubernetesWorkload(stack, 'Web', {
        image: 'nginx:1.27',
        port: 80,
        scaling: { ...scaling, externalMetrics: { queue: { averageValue: '3' } } },
      });
    };
    expect(platformRefusal(build())).toContain('external-metrics is missing');
    expect(() => synthPlatform(build([]))).not.toThrow();
  });

  it.each(['prometheus', 'http://p:9090', 'http://p/path'])('is refused for the address %s', (prometheusUrl) => {
    expect(validatePrometheusAdapterProps({ prometheusUrl })).toHaveLength(1);
  });
});

describe('[row 60] Calico', () => {
  it('leaves addresses to the VPC CNI and goes in before the load balancer controller, its CRDs first', () => {
    const { platform, json, values } = release((stack) => new Calico(stack, 'A'));
    expect(values).toMatchObject({ installation: { kubernetesProvider: 'EKS', cni: { type: 'AmazonVPC' } } });
    expect(json.depends_on).toEqual([expect.stringMatching(/^helm_release\.A_Crds_/)]);
    expect(resources(platform, 'helm_release')).toHaveLength(2);
  });

  it('lets workloads limit who calls them', () => {
    expect(() =>
      synthPlatform((stack) => {
        new Calico(stack, 'A');
        const api = new KubernetesWorkload(stack, 'Api', { image: 'api:1', port: 80 });
        api.allowFrom(new KubernetesWorkload(stack, 'Web', { image: 'web:1', port: 80 }));
      }),
    ).not.toThrow();
  });

  it.each<[string, ClusterFacts, string]>([
    [
      'the policy mode of the VPC CNI',
      { podNetwork: { networkPolicy: true } },
      'the VPC CNI of the cluster does it already',
    ],
    ['another pod network', { podNetwork: { kind: 'custom' } }, 'for policies only'],
    ['Auto Mode', { compute: { autoMode: true } }, 'for policies only'],
  ])('is refused beside %s', (_what, facts, text) => {
    expect(platformRefusal((stack) => new Calico(stack, 'A'), { facts })).toContain(text);
  });

  it('is refused beside Cilium', () => {
    const message = platformRefusal((stack) => {
      new Calico(stack, 'A');
      new Cilium(stack, 'B');
    });
    expect(message).toContain('one network-policy in a cluster');
  });
});

describe('[row 61] Cilium', () => {
  it('is chained to the VPC CNI', () => {
    const { json, values } = release((stack) => new Cilium(stack, 'A'));
    expect(values).toMatchObject({
      cni: { chainingMode: 'aws-cni', exclusive: false },
      enableIPv4Masquerade: false,
      routingMode: 'native',
      endpointRoutes: { enabled: true },
    });
    expect(json).toMatchObject({ wait: true });
  });

  it('or takes its place, with the rights for it, before any node is ready', () => {
    const { cluster, json, values } = release((stack) => new Cilium(stack, 'A', { mode: 'eni' }), ciliumNetwork);
    expect(values).toMatchObject({
      eni: { enabled: true },
      ipam: { mode: 'eni' },
      kubeProxyReplacement: true,
      k8sServiceHost: expect.stringMatching(/^\$\{local\./),
      k8sServicePort: '443',
    });
    expect(json).toMatchObject({ wait: false, atomic: false });
    expect(theResource(cluster, 'aws_iam_role_policy').policy).toContain('ec2:CreateNetworkInterface');
  });

  it.each<[string, 'chaining' | 'eni', ClusterFacts]>([
    ['ENI mode beside the VPC CNI', 'eni', {}],
    ['chaining without it', 'chaining', ciliumNetwork],
    ['policies beside those of the VPC CNI', 'chaining', { podNetwork: { networkPolicy: true } }],
    ['Auto Mode', 'chaining', { compute: { autoMode: true } }],
  ])('is refused for %s', (_what, mode, facts) => {
    expect(platformRefusal((stack) => new Cilium(stack, 'A', { mode }), { facts })).toContain(`mode is "${mode}"`);
  });
});

it('[row 62] Weave Net is refused, with what to use instead', () => {
  const chart = { repository: 'https://example.com/charts', chart: 'weave-net', version: '1.0.0' };
  const message = platformRefusal((stack) => new HelmRelease(stack, 'Weave', { chart, namespace: 'kube-system' }));
  expect(message).toContain('Weave Net is archived');
  expect(message).toContain('new Calico(...)');
  expect(message).toContain('new Cilium(...)');
});

describe('[row 64] traffic between pods', () => {
  const web = { image: 'nginx:1.27', port: 80, podTrafficEncryption: 'required' } as const;

  it('is encrypted by Cilium with WireGuard', () => {
    const { values } = release((stack) => {
      new Cilium(stack, 'A', { podTrafficEncryption: 'wireguard' });
      new KubernetesWorkload(stack, 'Web', web);
    });
    expect(values).toMatchObject({ encryption: { enabled: true, type: 'wireguard' } });
  });

  it('is not by the VPC CNI, so a workload that requires it is refused', () => {
    expect(platformRefusal((stack) => new KubernetesWorkload(stack, 'Web', web))).toContain(
      'podTrafficEncryption is "required"',
    );
  });
});
