import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Issue } from './problems';

/** Providers that talk to the Kubernetes API of a cluster. */
const IN_CLUSTER_PROVIDERS = ['helm', 'kubernetes'];

/**
 * Terraform configures its providers before it makes resources. In the stack that creates the cluster, the helm and
 * kubernetes providers therefore know no address and talk to localhost, at the latest when the cluster is replaced.
 * Asked once the tree is complete.
 * @param among whose providers and resources are meant
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources
 */
export function inClusterProvidersBesideCluster(
  scope: IConstruct,
  among: IConstruct = TerraformStack.of(scope),
): Issue[] {
  const stack = TerraformStack.of(scope);
  const cluster = stack.node
    .findAll()
    .find(
      (node): node is TerraformResource =>
        TerraformResource.isTerraformResource(node) && node.terraformResourceType === 'aws_eks_cluster',
    );
  if (cluster === undefined) return [];
  const offenders = among.node
    .findAll()
    .filter(
      (node) =>
        (node instanceof TerraformProvider && IN_CLUSTER_PROVIDERS.includes(node.terraformResourceType)) ||
        (TerraformResource.isTerraformResource(node) && /^(helm|kubernetes)_/.test(node.terraformResourceType)),
    );
  return offenders.map((offender) => ({
    field: offender.node.path,
    value: (offender as TerraformProvider | TerraformResource).terraformResourceType,
    limit: `no Helm or Kubernetes in stack "${stack.node.id}": it creates the cluster ${cluster.node.path}, whose address Terraform does not know when it configures the provider`,
    fix: `move it to a stack of its own that reads the cluster by name, new KubernetesStack(app, "${stack.node.id}-platform", { cluster })`,
    see: 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources',
  }));
}
