import { App } from 'cdktf';
import {
  EksCluster,
  EnvironmentStack,
  ExternalDns,
  Karpenter,
  KarpenterNodePool,
  KarpenterResources,
  KubernetesStack,
  KubernetesWorkload,
  LoadBalancerController,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';
import { type Destroyed, type OfflineTerraform, terraformOffline } from 'cdktf-aws-containers/testing';
import { withTerraform } from '../../testing/support/with-terraform';

jest.setTimeout(180_000);

/** Network, cluster, controllers and applications, each in a state of its own. */
function fourStates({ clusterName = 'shop' } = {}): App {
  const app = new App();
  const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
  const place = { region: 'eu-west-1', accountId: '123456789012', remoteState, environment: 'dev' };
  const { network } = new EnvironmentStack(app, 'dev-network', { ...place, network: { karpenterDiscovery: 'shop' } });
  const dev = new EnvironmentStack(app, 'dev-eks', { ...place, network });
  const cluster = new EksCluster(dev, 'Cluster', {
    clusterName,
    admins: ['arn:aws:iam::123456789012:role/platform'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    addons: { 'aws-ebs-csi-driver': {} },
  });
  new ManagedNodeGroup(dev, 'Nodes', { cluster });
  const resources = new KarpenterResources(dev, 'Karpenter', { cluster });
  const platform = new KubernetesStack(app, 'dev-platform', { cluster });
  new ExternalDns(platform, 'ExternalDns', { hostedZones: { 'acme.dev': 'Z0123456789ABC' } });
  new Karpenter(platform, 'Karpenter', { resources });
  new LoadBalancerController(platform, 'Controller');
  const workloads = new KubernetesStack(app, 'dev-workloads', { cluster });
  new KarpenterNodePool(workloads, 'Pool', { resources, cpuLimit: 102_400 });
  const expose = { domainName: 'web.acme.dev' };
  new KubernetesWorkload(workloads, 'Web', { image: 'nginx:1.27', port: 80, expose });
  return app;
}

withTerraform('a platform in four states', () => {
  let terraform: OfflineTerraform;
  let renamed: string;
  let destroyed: Destroyed;
  beforeAll(async () => {
    terraform = terraformOffline(fourStates());
    const applied = await terraform.apply();
    if (!applied.succeeded) throw new Error(applied.describe());
    terraform.change(fourStates({ clusterName: 'other' }));
    renamed = (await terraform.plan()).describe();
    terraform.change(fourStates());
    destroyed = await terraform.destroy();
    if (!destroyed.succeeded) throw new Error(destroyed.describe());
  });
  afterAll(() => terraform.close());

  it.each<[string, RegExp, string, RegExp]>([
    ['the Ingress', /ingress_v1/, 'the Service behind it', /kubernetes_service_v1/],
    ['the Ingress', /ingress_v1/, 'the controller that ends its load balancer', /helm_release\.Controller/],
    ['the pool', /Objects_NodePool/, 'its node class', /Objects_EC2NodeClass/],
    [
      'the node class',
      /Objects_EC2NodeClass/,
      'Karpenter, which ends its instances',
      /helm_release\.Karpenter_Release/,
    ],
    ['Karpenter', /helm_release\.Karpenter_Release/, 'its CRDs', /helm_release\.Karpenter_Crds/],
    ['ExternalDNS', /helm_release\.ExternalDns/, 'the controller', /helm_release\.Controller/],
    ['the controller', /helm_release\.Controller/, 'its rights', /aws_iam_role.*load-balancer-controller/],
    ['the controller', /helm_release\.Controller/, 'its association', /pod_identity_association.*load-balancer-contr/],
    ['the controller', /helm_release\.Controller/, 'the nodes', /aws_eks_node_group/],
    ['the driver of volumes', /aws_eks_addon\..*ebs-csi/, 'the nodes', /aws_eks_node_group/],
    ['the nodes', /aws_eks_node_group/, 'the CNI that gives back their interfaces', /aws_eks_addon\..*vpc-cni/],
    ['the nodes', /aws_eks_node_group/, 'the rights of their role', /aws_iam_role_policy_attachment\.Nodes/],
    ['the CNI', /aws_eks_addon\..*vpc-cni/, 'the cluster', /aws_eks_cluster/],
    ['the cluster', /aws_eks_cluster/, 'its log group', /aws_cloudwatch_log_group\.Cluster/],
    ['the cluster', /aws_eks_cluster/, 'the ways to the internet', /aws_route\b|aws_nat_gateway/],
  ])('loses %s (%s) before %s (%s)', (_first, first, _second, second) => {
    const addresses = destroyed.resources.map(({ address }) => address);
    const places = (pattern: RegExp): number[] =>
      addresses.flatMap((address, place) => (pattern.test(address) ? [place] : []));
    expect(places(first)).not.toEqual([]);
    expect(places(second)).not.toEqual([]);
    expect(Math.max(...places(first))).toBeLessThan(Math.min(...places(second)));
  });

  it('keeps its cluster while deletion protection is on: a plan that would end it fails', () => {
    expect(renamed).toMatch(/aws_eks_cluster\.Cluster.*Instance cannot be destroyed/);
  });

  it('is known to `cdktf destroy` stack by stack, which refuses a stack without those that wait for it', () => {
    const waiting = terraform.app.stacks.map(({ name, dependencies }) => [name, [...dependencies].sort()]);
    expect(Object.fromEntries(waiting)).toEqual({
      'dev-network': [],
      'dev-eks': ['dev-network'],
      'dev-platform': ['dev-eks'],
      'dev-workloads': ['dev-eks', 'dev-platform'],
    });
  });
});
