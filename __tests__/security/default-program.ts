import type { App } from 'cdktf';
import {
  ApplicationLoadBalancer,
  Ec2Capacity,
  EcrRepository,
  EcsCluster,
  EcsService,
  EfsFileSystem,
  EksCluster,
  EnvironmentStack,
  KubernetesNamespace,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
  Network,
  StateBucket,
} from 'cdktf-aws-containers';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const settings = { region: 'eu-west-1', accountId: '123456789012' };

/** One of everything with its defaults; with the property that satisfies each of the opt-ins that are named. */
export function defaultProgram(app: App, optIns: ReadonlySet<string> = new Set()): void {
  const wants = <T>(rule: string, props: T): T | Record<string, never> => (optIns.has(rule) ? props : {});
  const year = optIns.has('log-group-year') ? { retentionDays: 365 as const } : {};
  const ownKey = optIns.has('log-group-own-key');

  new StateBucket(new EnvironmentStack(app, 'state', settings), 'States', { bucketName: 'acme-tfstate' });

  const stack = new EnvironmentStack(app, 'default', settings);
  const network = new Network(stack, 'Network', {
    ...wants('vpc-private-registry', { endpoints: ['ecs-tasks'] as const }),
    ...(ownKey ? { flowLog: { kind: 'cloudwatch' as const, kmsKeyArn: KEY } } : {}),
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'LoadBalancer', {
    network,
    scheme: 'internet-facing',
    entry: {
      kind: 'https',
      certificate: { certificateArn: CERTIFICATE },
      ...wants('ingress-no-plain-http', { redirectHttp: false }),
    },
    ...wants('balancer-access-logs', { accessLogs: { kind: 'create' } as const }),
    ...wants('balancer-web-acl', { webAcl: { kind: 'managed-rules' } as const }),
  });
  const cluster = new EcsCluster(stack, 'Cluster', { network });
  new EcsService(stack, 'Web', {
    cluster,
    image: 'nginx:1.27',
    port: 80,
    expose: { loadBalancer, ...wants('target-group-encrypted', { protocol: 'HTTPS' as const }) },
    logs: { ...year, ...(ownKey ? { encryptionKeyArn: KEY } : {}) },
    ...wants('container-not-root', { user: '1000:1000' }),
    volumes: {
      files: { kind: 'efs', accessPoint: fileSystem(stack, network, optIns).addAccessPoint('Files', { path: '/a' }) },
    },
    mounts: [{ volume: 'files', containerPath: '/files' }],
  });
  new Ec2Capacity(stack, 'Instances', {
    cluster,
    instanceTypes: optIns.has('group-several-types') ? ['m7g.large', 'm6g.large'] : ['m7g.large'],
    maxSize: 4,
  });
  new EcrRepository(stack, 'Images', {
    pullAccounts: ['210987654321'],
    ...wants('repository-own-key', { encryption: { kind: 'kms' } as const }),
  });

  const eks = new EksCluster(stack, 'Eks', {
    network,
    admins: ['arn:aws:iam::123456789012:role/Admin'],
    ...wants('cluster-network-policy', { podNetwork: { kind: 'vpc-cni', networkPolicy: 'standard' } as const }),
    ...(optIns.has('log-group-year') ? { logRetentionDays: 365 as const } : {}),
    ...(ownKey ? { logKmsKeyArn: KEY } : {}),
  });
  new ManagedNodeGroup(stack, 'Nodes', { cluster: eks });
  const platform = new KubernetesStack(app, 'platform', { cluster: eks, runnerAccess: 'in-vpc' });
  new LoadBalancerController(platform, 'LoadBalancerController');
  const namespace = new KubernetesNamespace(platform, 'shop');
  new KubernetesWorkload(platform, 'api', { namespace, image: 'nginx:1.27', port: 80 });
}

function fileSystem(stack: EnvironmentStack, network: Network, optIns: ReadonlySet<string>): EfsFileSystem {
  return new EfsFileSystem(stack, 'Files', {
    network,
    ...(optIns.has('file-system-own-key') ? { encryptionKeyArn: KEY } : {}),
  });
}
