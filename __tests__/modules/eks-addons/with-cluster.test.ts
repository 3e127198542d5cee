import {
  Cilium,
  ClusterAutoscaler,
  EksCluster,
  type EksClusterProps,
  EnvironmentStack,
  type IEksCluster,
  KarpenterResources,
  KubernetesStack,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';
import { resources, type StackJson, synthApp, theResource } from '../../support/synth';

interface Stacks {
  readonly dev: EnvironmentStack;
  readonly platform: KubernetesStack;
  readonly cluster: IEksCluster;
}

/** A cluster as users write it, and a stack for what runs in it. */
function platform(
  props: Partial<EksClusterProps>,
  build: (stacks: Stacks) => void,
): Readonly<Record<string, StackJson>> {
  return synthApp((app) => {
    const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
    const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
    const cluster = new EksCluster(dev, 'eks', {
      admins: ['arn:aws:iam::123456789012:role/platform'],
      endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
      ...props,
    });
    build({ dev, cluster, platform: new KubernetesStack(app, 'dev-platform', { cluster }) });
  });
}

describe('[row 94] a cluster with the Cluster Autoscaler', () => {
  it('leaves the size of its node groups to it, also of those that were there before', () => {
    const { dev = {} } = platform({ version: '1.35' }, (stacks) => {
      new ManagedNodeGroup(stacks.dev, 'nodes', { cluster: stacks.cluster, scaling: { min: 2, max: 6 } });
      new ClusterAutoscaler(stacks.platform, 'cluster-autoscaler');
    });
    expect(theResource(dev, 'aws_eks_node_group')).toMatchObject({
      lifecycle: { ignore_changes: expect.arrayContaining(['scaling_config[0].desired_size']) },
    });
  });

  it.each<[string, Partial<EksClusterProps>, (stacks: Stacks) => void]>([
    ['Auto Mode', { autoMode: {} }, () => undefined],
    ['Karpenter', {}, ({ dev, cluster }) => new KarpenterResources(dev, 'karpenter', { cluster })],
  ])('is refused beside %s', (_what, props, build) => {
    const both = () =>
      platform(props, (stacks) => {
        build(stacks);
        new ClusterAutoscaler(stacks.platform, 'cluster-autoscaler');
      });
    expect(both).toThrow(/eks\.two-autoscalers/);
  });
});

describe('[row 61] a cluster whose pod network is Cilium', () => {
  it('has neither the VPC CNI nor kube-proxy, and comes before the release that makes its nodes ready', () => {
    const order: string[] = [];
    const stacks = platform(
      {
        podNetwork: { kind: 'custom', name: 'cilium', kubeProxy: false },
        unchecked: [{ rule: 'eks.addons-without-compute', reason: 'the node groups are in a stack after Cilium' }],
      },
      ({ platform: addons }) => {
        new Cilium(addons, 'cilium', { mode: 'eni' });
        order.push(...addons.dependencies.map(({ node }) => node.id));
      },
    );
    expect(order).toEqual(['dev']);
    const { dev = {} } = stacks;
    expect(theResource(dev, 'aws_eks_cluster')).toMatchObject({ bootstrap_self_managed_addons: false });
    const addons = resources(dev, 'aws_eks_addon').map(({ addon_name }) => addon_name);
    expect(addons).not.toContain('vpc-cni');
    expect(addons).not.toContain('kube-proxy');
    expect(theResource(stacks['dev-platform'] ?? {}, 'helm_release')).toMatchObject({ name: 'cilium', wait: false });
  });
});
