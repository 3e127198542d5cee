import { dependable, type ITerraformDependable, type TerraformResource } from 'cdktf';

/** `resource` is made after `dependency` and destroyed before it; an edge that no reference gives Terraform. */
export function addDependency(resource: TerraformResource, dependency: ITerraformDependable): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), dependable(dependency)];
}
