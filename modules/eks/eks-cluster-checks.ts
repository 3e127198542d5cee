import type { Issue } from '../shared/problems';
import type { IEksCluster } from './eks-cluster-interface';

/** What only the finished tree shows. */
export interface ClusterFindings {
  readonly nobodyGetsIn: boolean;
  /** Add-ons that are pods like any other, and nothing that could run them. */
  readonly addonsWithoutHost: boolean;
  readonly regionKnown: boolean;
}

/** Asked once everything is added to the cluster. */
export function validateClusterAtSynth(cluster: IEksCluster, findings: ClusterFindings): Issue[] {
  const issues: Issue[] = [];
  if (!findings.regionKnown) {
    issues.push({
      field: 'region',
      value: undefined,
      limit: 'a literal region on the AWS provider of the stack: it is part of ARNs that trust policies name',
      fix: "write new AwsProvider(this, 'Aws', { region: 'eu-west-1' })",
      see: 'docs/errors.md#known-at-synth',
    });
  }
  if (findings.nobodyGetsIn) {
    issues.push({
      field: 'admins',
      value: [],
      limit: 'at least one principal with an access entry; whoever creates the cluster has no rights in it',
      fix: "write admins: ['arn:aws:iam::123456789012:role/Deploy'], with the role that runs Terraform",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
      rule: 'eks.nobody-gets-in',
    });
  }
  if (findings.addonsWithoutHost) {
    const { fargate } = cluster.compute;
    issues.push({
      field: 'compute',
      value: cluster.addonNames,
      limit: `compute that can run CoreDNS: ${
        fargate ? 'a Fargate profile whose selector takes namespace kube-system' : 'a Linux node group'
      } without taints that add-ons do not tolerate; without it the add-ons time out after 20 minutes`,
      fix: fargate
        ? "add { namespace: 'kube-system' } to the selectors of a profile"
        : "write cluster.addNodeGroup('System')",
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html',
      rule: 'eks.addons-without-compute',
    });
  }
  const { compute } = cluster;
  if (compute.autoMode && (compute.ec2 || compute.fargate || compute.windows)) {
    issues.push({
      field: 'autoMode',
      value: compute,
      limit: 'Auto Mode as the only compute: nodes of your own lack the pod network, kube-proxy and CoreDNS here',
      fix: 'remove the node groups and profiles, or autoMode',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-workload.html',
      rule: 'eks.auto-mode-beside-nodes',
    });
  }
  return issues;
}
