import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Issue } from './problems';

/** Providers that talk to the Kubernetes API of a cluster. */
const IN_CLUSTER_PROVIDERS = ['helm', 'kubernetes'];

/**
 * Terraform configures its providers before it makes resources. In the stack that creates the cluster, the helm and
 * kubernetes providers therefore know no address and talk to localhost, at the latest when the cluster is replaced.
 * Asked of the whole stack of `scope` once its tree is complete.
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources
 */
export function inClusterProvidersBesideCluster(scope: IConstruct): Issue[] {
  const stack = TerraformStack.of(scope);
  const all = stack.node.findAll();
  const cluster = all.find(
    (node): node is TerraformResource =>
      TerraformResource.isTerraformResource(node) && node.terraformResourceType === 'aws_eks_cluster',
  );
  if (cluster === undefined) return [];
  const offenders = all.filter(
    (node) =>
      (node instanceof TerraformProvider && IN_CLUSTER_PROVIDERS.includes(node.terraformResourceType)) ||
      (TerraformResource.isTerraformResource(node) && /^(helm|kubernetes)_/.test(node.terraformResourceType)),
  );
  return offenders.map((offender) => ({
    field: offender.node.path,
    value: (offender as TerraformProvider | TerraformResource).terraformResourceType,
    limit: `no Helm or Kubernetes in stack "${stack.node.id}": it creates the cluster ${cluster.node.path}, whose address Terraform does not know when it configures the provider`,
    fix: `move it to a stack of its own that reads the cluster by name, "${stack.node.id}-platform" with ClusterProviders`,
    see: 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources',
  }));
}
