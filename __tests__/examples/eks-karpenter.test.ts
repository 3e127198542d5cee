import { eksKarpenter } from '../../examples/eks-karpenter';
import { resources, synthApp, theResource } from '../support/synth';

const {
  'batch-dev': dev = {},
  'batch-dev-platform': platform = {},
  'batch-dev-workloads': workloads = {},
} = synthApp(eksKarpenter);

describe('Karpenter from end to end', () => {
  it('finds subnets and security group by one tag, which is on both', () => {
    const tagged = resources(dev, 'aws_subnet').filter(({ tags }) =>
      JSON.stringify(tags).includes('"karpenter.sh/discovery":"batch-dev"'),
    );
    expect(tagged).toHaveLength(2);
    expect(theResource(dev, 'aws_ec2_tag')).toMatchObject({ key: 'karpenter.sh/discovery', value: 'batch-dev' });
    const nodeClass = manifestOf('EC2NodeClass');
    const terms = [{ tags: { 'karpenter.sh/discovery': 'batch-dev' } }];
    expect(nodeClass.spec).toMatchObject({ subnetSelectorTerms: terms, securityGroupSelectorTerms: terms });
  });

  it('hears of interruptions through its queue, whose name the chart knows', () => {
    const { name } = theResource(dev, 'aws_sqs_queue');
    const release = resources(platform, 'helm_release').find(({ chart }) => chart === 'karpenter');
    expect(JSON.stringify(release?.values)).toContain(String(name));
    expect(resources(dev, 'aws_cloudwatch_event_rule')).toHaveLength(5);
  });

  it('has its own pods on nodes that it does not make, and its CRDs first', () => {
    expect(theResource(dev, 'aws_eks_node_group')).toMatchObject({ scaling_config: { min_size: 2, max_size: 2 } });
    const release = resources(platform, 'helm_release').find(({ chart }) => chart === 'karpenter');
    expect(release?.depends_on).toEqual([expect.stringMatching(/^helm_release\.karpenter_Crds/)]);
  });

  it('starts Spot nodes too, and 64 vCPUs at most', () => {
    expect(manifestOf('NodePool').spec).toMatchObject({
      limits: { cpu: '64' },
      template: {
        spec: {
          requirements: expect.arrayContaining([
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
          ]),
        },
      },
    });
  });

  it('makes the nodes with the role that may join the cluster', () => {
    const { role } = manifestOf('EC2NodeClass').spec as { role: string };
    expect(resources(dev, 'aws_iam_role').map(({ name }) => name)).toContain(role);
  });
});

function manifestOf(kind: string): Record<string, unknown> {
  const found = resources(workloads, 'kubernetes_manifest')
    .map(({ manifest }) => manifest as Record<string, unknown>)
    .find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}
