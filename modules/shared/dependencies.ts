import type { ITerraformDependable, TerraformResource } from 'cdktf';

/** `resource` is made after `dependency` and destroyed before it; an edge that no reference gives Terraform. */
export function addDependency(resource: TerraformResource, dependency: ITerraformDependable): void {
  const edges = resource.dependsOn ?? [];
  if (edges.includes(dependency.fqn)) return;
  resource.dependsOn = [...edges, dependency.fqn];
}
