import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { checkAtSynth, type Issue } from './problems';

/** Providers that talk to the Kubernetes API of a cluster. */
const IN_CLUSTER_PROVIDERS = ['helm', 'kubernetes'];

const CHECKED = Symbol.for('cdktf-aws-containers/two-states-checked');

/** Asks once for each stack, whoever of its constructs cares: one message says it. */
export function checkTwoStates(scope: IConstruct): void {
  const stack = TerraformStack.of(scope);
  if (Reflect.has(stack, CHECKED)) return;
  Object.defineProperty(stack, CHECKED, { value: true });
  checkAtSynth(scope, () => inClusterProvidersBesideCluster(stack));
}

/**
 * Terraform configures its providers before it makes resources. In the stack that creates the cluster, the helm and
 * kubernetes providers therefore know no address and talk to localhost, at the latest when the cluster is replaced.
 * Asked once the tree is complete; what is listed has one cause and one fix.
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources
 */
export function inClusterProvidersBesideCluster(stack: TerraformStack): Issue[] {
  const all = stack.node.findAll();
  const resources = all.filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node));
  const cluster = resources.find(({ terraformResourceType: type }) => type === 'aws_eks_cluster');
  const offenders = [
    ...all.filter(
      (node) => node instanceof TerraformProvider && IN_CLUSTER_PROVIDERS.includes(node.terraformResourceType),
    ),
    ...resources.filter(({ terraformResourceType: type }) => /^(helm|kubernetes)_/.test(type)),
  ];
  if (cluster === undefined || offenders.length === 0) return [];
  return [
    {
      field: 'stack',
      value: offenders.map(({ node }) => node.path),
      limit: `no Helm or Kubernetes in stack "${stack.node.id}": it creates the cluster ${cluster.node.path}, whose address Terraform does not know when it configures the provider`,
      fix: `move them to a stack of their own that reads the cluster by name, new KubernetesStack(app, "${stack.node.id}-platform", { cluster })`,
      see: 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources',
    },
  ];
}
