import { TerraformStack } from 'cdktf';
import type { Issue } from '../../shared/problems';
import { checkName } from '../../shared/validation';
import { capacityKind, validateCapacity } from './capacity-strategy';
import type { IEcsCapacity, IEcsCluster, TaskCapacity } from './ecs-cluster-interface';
import type { EcsClusterProps } from './ecs-cluster-props';
import { validateExecSettings } from './exec-recording';

const PUT_PROVIDERS = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEcsClusterProps({ clusterName, exec, defaultCapacity }: EcsClusterProps): Issue[] {
  return [
    ...checkName('clusterName', clusterName, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "_" and "-"',
      fix: 'replace other characters with "-"',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html',
    }),
    ...validateExecSettings('exec', exec),
    ...(defaultCapacity === undefined ? [] : validateCapacity('defaultCapacity', defaultCapacity)),
  ];
}

/** @param inUse a service has taken the earlier default */
export function validateDefaultCapacity(capacity: TaskCapacity, cluster: IEcsCluster, inUse: boolean): Issue[] {
  const issues = validateCapacity('defaultCapacity', capacity, cluster);
  if (inUse) {
    issues.push({
      field: 'defaultCapacity',
      value: capacity.kind,
      limit: 'one default; a service has taken the earlier one already',
      fix: 'call useByDefault before the first service is made',
      see: PUT_PROVIDERS,
    });
  }
  if (capacityKind(capacity) === 'managed-instances') {
    issues.push({
      field: 'defaultCapacity',
      value: capacity.kind,
      limit: 'Fargate or Auto Scaling capacity; ECS takes no Managed Instances in the strategy of a cluster',
      fix: 'name the capacity in each service',
      see: PUT_PROVIDERS,
      rule: 'ecs.managed-instances-default',
    });
  }
  return issues;
}

/** Auto Scaling groups are attached by a resource of the cluster's stack. */
export function validateAttachment(capacity: IEcsCapacity, cluster: IEcsCluster): Issue[] {
  const stack = TerraformStack.of(cluster);
  if (capacity.kind !== 'ec2' || TerraformStack.of(capacity) === stack) return [];
  return [
    {
      field: 'cluster',
      value: cluster.node.path,
      limit: 'a cluster of the same stack: cluster and capacity refer to each other',
      fix: `make the capacity in stack "${stack.node.id}"; services of other stacks can still use it`,
      see: PUT_PROVIDERS,
    },
  ];
}

/** Said once, by the capacity that makes the mixture. */
export function mixedCapacities(attached: readonly IEcsCapacity[], added: IEcsCapacity): Issue[] {
  const kinds = new Set(attached.map(({ kind }) => kind));
  if (kinds.size !== 1 || kinds.has(added.kind)) return [];
  return [
    {
      field: 'capacities',
      value: [...attached, added].map(({ node }) => node.path),
      limit: 'Managed Instances or Auto Scaling groups in one cluster, with AWS provider 6.31 and earlier',
      fix: 'use a newer provider or a cluster for each kind; otherwise every plan wants to detach the Managed Instances',
      see: 'https://github.com/hashicorp/terraform-provider-aws/issues/46346',
    },
  ];
}
