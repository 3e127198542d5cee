import { dependable, type ITerraformDependable, type TerraformResource } from 'cdktf';

const EDGES = Symbol.for('cdktf-aws-containers/edges');

/** `resource` is made after `dependency` and destroyed before it; an edge that no reference gives Terraform. */
export function addDependency(resource: TerraformResource, dependency: ITerraformDependable): void {
  const edges = edgesOf(resource);
  if (edges.has(dependency)) return;
  edges.add(dependency);
  resource.dependsOn = [...(resource.dependsOn ?? []), dependable(dependency)];
}

/** Kept beside `dependsOn`, whose strings are a new token for each call and cannot be compared. */
function edgesOf(resource: TerraformResource): Set<ITerraformDependable> {
  const known = Reflect.get(resource, EDGES) as Set<ITerraformDependable> | undefined;
  if (known !== undefined) return known;
  const edges = new Set<ITerraformDependable>();
  Object.defineProperty(resource, EDGES, { value: edges });
  return edges;
}
