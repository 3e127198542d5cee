import type { App } from 'cdktf';
import {
  EksCluster,
  EnvironmentStack,
  Karpenter,
  KarpenterNodePool,
  KarpenterResources,
  KubernetesStack,
  KubernetesWorkload,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';

/** Karpenter starts the nodes that pods wait for, on Spot where it can; only its own pods have a group that stays. */
export function eksKarpenter(app: App): void {
  const clusterName = 'batch-dev';
  const dev = new EnvironmentStack(app, 'batch-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
    network: { karpenterDiscovery: clusterName },
  });
  const cluster = new EksCluster(dev, 'eks', {
    clusterName,
    admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
  });
  new ManagedNodeGroup(dev, 'system', { cluster, scaling: { fixed: 2 } });
  const resources = new KarpenterResources(dev, 'karpenter', { cluster });

  const platform = new KubernetesStack(app, 'batch-dev-platform', { cluster });
  new Karpenter(platform, 'karpenter', { resources });

  const workloads = new KubernetesStack(app, 'batch-dev-workloads', { cluster });
  new KarpenterNodePool(workloads, 'spot', {
    resources,
    cpuLimit: 64 * 1024, // what a mistake can cost at most: 64 vCPU
    requirements: [
      { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
      { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
      { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
    ],
  });
  new KubernetesWorkload(workloads, 'renderer', {
    image: 'ghcr.io/acme/renderer:3.3.0',
    cpu: 2048,
    memoryMib: 4096,
    scaling: { min: 2, max: 40, cpuPercent: 75 },
  });
}
