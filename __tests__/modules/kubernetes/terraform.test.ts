import { App } from 'cdktf';
import {
  ArgoRollouts,
  Calico,
  CertManager,
  EksCluster,
  EnvironmentStack,
  ExternalDns,
  ExternalSecrets,
  FluentBit,
  Karpenter,
  KarpenterNodePool,
  KarpenterResources,
  KubernetesNamespace,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
  Manifests,
  PrometheusAdapter,
  SecretsStoreCsiDriver,
} from 'cdktf-aws-containers';
import { terraformOffline } from 'cdktf-aws-containers/testing';
import { withTerraform } from '../../testing/support/with-terraform';

jest.setTimeout(180_000);

/** Every construct of the two areas that can stand beside the others, with options that reach all blocks they write. */
function everything(app: App): void {
  const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
  const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
  const cluster = new EksCluster(dev, 'eks', {
    admins: ['arn:aws:iam::123456789012:role/platform'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  });
  new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 4 } });
  const karpenter = new KarpenterResources(dev, 'karpenter', { cluster });

  const platform = new KubernetesStack(app, 'dev-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');
  new ArgoRollouts(platform, 'argo-rollouts');
  new Calico(platform, 'calico');
  new CertManager(platform, 'cert-manager', { hostedZoneIds: ['Z0123456789ABC'] });
  new ExternalDns(platform, 'external-dns', { hostedZones: { 'acme.dev': 'Z0123456789ABC' } });
  new ExternalSecrets(platform, 'external-secrets');
  new FluentBit(platform, 'fluent-bit');
  new Karpenter(platform, 'karpenter', { resources: karpenter });
  new PrometheusAdapter(platform, 'prometheus-adapter', { prometheusUrl: 'http://p.m.svc', externalRules: [] });
  new SecretsStoreCsiDriver(platform, 'secrets-store-csi-driver');

  const workloads = new KubernetesStack(app, 'dev-workloads', { cluster });
  const namespace = new KubernetesNamespace(workloads, 'shop');
  const web = new KubernetesWorkload(workloads, 'web', {
    namespace,
    image: 'nginx:1.27',
    port: 80,
    user: 101,
    environment: { PATTERN: '${HOSTNAME}' },
    secrets: { TOKEN: { secretName: 'web', key: 'token' } },
    healthCheck: { path: '/', gracePeriodSeconds: 60 },
    expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev', group: { name: 'public', order: 3 } },
    scaling: {
      min: 2,
      max: 4,
      cpuPercent: 70,
      podMetrics: { requests: '100' },
      externalMetrics: { queue: { averageValue: '3', matchLabels: { name: 'jobs' } } },
      scaleInCooldownSeconds: 60,
    },
    tolerations: [{ key: 'apps', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }],
    nodeAffinity: { preferred: [{ weight: 3, requirements: [{ key: 'disk', operator: 'In', values: ['nvme'] }] }] },
  });
  const api = new KubernetesWorkload(workloads, 'api', {
    namespace,
    image: 'acme/api:1',
    port: 8080,
    scaling: { fixed: 1 },
    writablePaths: [{ path: '/cache', memoryMib: 16 }],
  });
  api.allowFrom(web);
  api.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] });
  new KubernetesWorkload(workloads, 'prices', {
    image: 'acme/prices:1',
    port: 8080,
    deployment: { kind: 'blue-green' },
    scaling: { min: 2, max: 4, cpuPercent: 70 },
  });
  new KarpenterNodePool(workloads, 'apps', { resources: karpenter, cpuLimit: 102_400 });
  new Manifests(workloads, 'manifests', {
    yaml: '{ apiVersion: v1, kind: ConfigMap, metadata: { name: web, namespace: shop }, data: { x: "${y}" } }',
  });
}

withTerraform('[row 81] [row 132] add-ons and workloads, by the schemas of the helm and kubernetes providers', () => {
  it('are applied, leave nothing to do in a second plan, and are destroyed', async () => {
    const app = new App();
    everything(app);
    const { resources } = await terraformOffline(app).roundTrip();
    const types = new Set(resources.map(({ type }) => type).filter((type) => /^(helm|kubernetes)_/.test(type)));
    expect([...types].sort()).toEqual([
      'helm_release',
      'kubernetes_deployment_v1',
      'kubernetes_horizontal_pod_autoscaler_v2',
      'kubernetes_ingress_v1',
      'kubernetes_manifest',
      'kubernetes_namespace_v1',
      'kubernetes_network_policy_v1',
      'kubernetes_pod_disruption_budget_v1',
      'kubernetes_service_account_v1',
      'kubernetes_service_v1',
    ]);
  });
});
