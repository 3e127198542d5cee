import { eksFargateOnly } from '../../examples/eks-fargate-only';
import { resources, synthApp, theResource } from '../support/synth';

const {
  'fargate-dev': dev = {},
  'fargate-dev-platform': platform = {},
  'fargate-dev-workloads': workloads = {},
} = synthApp(eksFargateOnly);

describe('[row 130] a cluster without nodes', () => {
  it('has no node, launch template or Auto Scaling group', () => {
    for (const type of ['aws_eks_node_group', 'aws_launch_template', 'aws_autoscaling_group']) {
      expect(dev.resource).not.toHaveProperty(type);
    }
  });

  it('runs CoreDNS on Fargate, after the profile that takes it', () => {
    const coredns = resources(dev, 'aws_eks_addon').find(({ addon_name: name }) => name === 'coredns');
    expect(JSON.parse(String(coredns?.configuration_values))).toMatchObject({ computeType: 'Fargate' });
    expect(coredns?.depends_on).toContainEqual(expect.stringMatching(/^aws_eks_fargate_profile\.system/));
  });

  it('gives pods their roles by token: there is no node for the Pod Identity agent', () => {
    expect(dev.resource).not.toHaveProperty('aws_eks_pod_identity_association');
    expect(resources(dev, 'aws_eks_addon').map(({ addon_name: name }) => name)).not.toContain('eks-pod-identity-agent');
    const trusts = [...resources(dev, 'aws_iam_role'), ...resources(workloads, 'aws_iam_role')].map(
      ({ assume_role_policy: policy }) => String(policy),
    );
    expect(trusts.filter((policy) => policy.includes('sts:AssumeRoleWithWebIdentity'))).toHaveLength(3);
    expect(JSON.stringify(theResource(platform, 'helm_release'))).toContain('eks.amazonaws.com/role-arn');
  });

  it('sends requests to the addresses of the pods', () => {
    expect(theResource(workloads, 'kubernetes_ingress_v1')).toMatchObject({
      metadata: { annotations: { 'alb.ingress.kubernetes.io/target-type': 'ip' } },
    });
  });
});
