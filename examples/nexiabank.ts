import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { App } from 'cdktf';
import {
  AlbIngress,
  Dashboard,
  EksCluster,
  EnvironmentStack,
  KubernetesNamespace,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
  Microservices,
} from 'cdktf-aws-containers';

/** Two bad answers in 12 seconds, and a task or pod gets no more requests. */
const healthCheck = { path: '/health', intervalSeconds: 5, timeoutSeconds: 2, unhealthyThreshold: 2 };
const topicArns = ['arn:aws:sns:eu-west-1:123456789012:on-call'];

/**
 * A bank in one network of three zones: most services on Fargate, payments on EKS in two colours, of which `live` has
 * the traffic. Each service answers 2,000 requests a second, also while one zone is down.
 */
export function nexiabank(app: App, live: 'blue' | 'green' = 'blue'): void {
  const prod = new EnvironmentStack(app, 'bank-prod', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
    network: { availabilityZones: ['a', 'b', 'c'] },
  });
  const bank = new Microservices(prod, 'bank', {
    loadBalancer: {
      scheme: 'internet-facing',
      entry: { kind: 'domain', domainName: 'bank.acme.example', hostedZone: 'acme.example' },
    },
    scaling: { min: 6, max: 60, requestsPerTarget: 3000 }, // 50 a second and task
    services: {
      web: {
        image: 'ghcr.io/acme/bank-web:8.1.0',
        port: 8080,
        paths: ['/'],
        calls: ['accounts', 'cards'],
        healthCheck,
      },
      accounts: { image: 'ghcr.io/acme/bank-accounts:5.2.0', port: 8080, healthCheck },
      cards: { image: 'ghcr.io/acme/bank-cards:3.0.4', port: 8080, calls: ['accounts'], healthCheck },
    },
  });
  for (const service of Object.values(bank.services)) service.recommendedAlarms({ topicArns });
  new Dashboard(prod, 'dashboard', { of: [bank.loadBalancer, ...Object.values(bank.services)] });

  const cluster = new EksCluster(prod, 'eks', {
    network: prod.network,
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    addons: { 'amazon-cloudwatch-observability': {} },
  });
  // 4 vCPUs each are 3 pods of payments: without a zone, 10 nodes hold the 24 of one colour and 6 of the other.
  new ManagedNodeGroup(prod, 'nodes', { cluster, instanceTypes: ['m7i.xlarge'], scaling: { fixed: 15 } });
  const platform = new KubernetesStack(app, 'bank-prod-platform', { cluster });
  new LoadBalancerController(platform, 'load-balancer-controller');

  const workloads = new KubernetesStack(app, 'bank-prod-payments', { cluster });
  const namespace = new KubernetesNamespace(workloads, 'payments');
  const common = { namespace, port: 8080, cpu: 1024, memoryMib: 2048, healthCheck };
  const scaling = { min: 6, max: 24, cpuPercent: 60 };
  const colours = {
    blue: new KubernetesWorkload(workloads, 'blue', { ...common, image: 'ghcr.io/acme/payments:7.2.9', scaling }),
    green: new KubernetesWorkload(workloads, 'green', { ...common, image: 'ghcr.io/acme/payments:7.3.0', scaling }),
  };
  new AlbIngress(workloads, 'entrance', {
    namespace: namespace.namespaceName,
    hostedZone: 'acme.example',
    healthCheck,
    rules: [
      { host: 'payments.acme.example', paths: [{ path: '/', service: colours[live] }] },
      {
        host: 'next-payments.acme.example',
        paths: [{ path: '/', service: colours[live === 'blue' ? 'green' : 'blue'] }],
      },
    ],
  });
  new Dashboard(workloads, 'dashboard', { of: [colours.blue, colours.green] });
  new CloudwatchMetricAlarm(workloads, 'payments-down', {
    alarmName: 'bank-prod-payments-down',
    alarmDescription: `Fewer than 6 pods of payments (${live}) run`,
    namespace: 'ContainerInsights',
    metricName: 'service_number_of_running_pods',
    dimensions: { ClusterName: cluster.clusterName, Namespace: namespace.namespaceName, Service: live },
    statistic: 'Minimum',
    period: 60,
    evaluationPeriods: 3,
    comparisonOperator: 'LessThanThreshold',
    threshold: scaling.min,
    treatMissingData: 'breaching',
    alarmActions: topicArns,
  });
}
