import { ecsRules } from './ecs';
import { eksRules } from './eks';
import { identityRules } from './identity';
import { instanceRules } from './instances';
import { kubernetesRules } from './kubernetes';
import { loadBalancingRules } from './load-balancing';
import { networkRules } from './network';
import { storageRules } from './storage';
import { terraformRules } from './terraform';

/** By the heading under which the page lists them. */
export const RULES_BY_AREA = {
  Network: networkRules,
  'Load balancing': loadBalancingRules,
  ECS: ecsRules,
  'Instances and nodes': instanceRules,
  EKS: eksRules,
  'Kubernetes and Helm': kubernetesRules,
  IAM: identityRules,
  'Logs, keys, images, buckets, file systems': storageRules,
  Terraform: terraformRules,
};

export const RULES = Object.values(RULES_BY_AREA).flat();
export const DEFAULT_RULES = RULES.filter(({ optIn }) => optIn !== true);
export const OPT_IN_RULES = RULES.filter(({ optIn }) => optIn === true);
