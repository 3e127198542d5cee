import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ClusterPart, ClusterParts } from '../eks-addons/cluster-parts';
import type { Issue } from '../shared/problems';

/** `custom` is a custom resource of `part`: Terraform asks the cluster for its CRD at plan, so that needs an earlier stack. */
export function crdsOfSameStack(custom: IConstruct, parts: ClusterParts, part: ClusterPart): Issue[] {
  const maker = parts.makerOf(part);
  const own = TerraformStack.of(custom);
  if (maker === undefined || TerraformStack.of(maker) !== own) return [];
  return [
    {
      field: 'stack',
      value: own.node.id,
      limit: `a stack after the one with ${maker.constructor.name}: Terraform asks the cluster for the CRDs at plan, and they are not there yet`,
      fix: 'build it in a KubernetesStack of its own, or in that of the workloads',
      see: 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/manifest#before-you-use-this-resource',
    },
  ];
}
