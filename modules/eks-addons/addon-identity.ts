import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { IEksCluster } from '../eks/eks-cluster-interface';
import type { ServiceAccountIdentity, ServiceAccountIdentityProps } from '../eks/service-account-identity';
import { podsRunOn } from './pod-settings';

/**
 * The AWS role of a program that Helm installs, in the state of its cluster. A cluster that was only looked up has no
 * state of its own here: its role would be made in the same run as the pods, and a Pod Identity association could come
 * too late for the first of them, so there IRSA is the default.
 */
export function addonIdentity(
  addon: Construct,
  cluster: IEksCluster,
  props: Omit<ServiceAccountIdentityProps, 'cluster' | 'runsOn'>,
): ServiceAccountIdentity {
  const sameRun = TerraformStack.of(addon) === TerraformStack.of(cluster);
  const usual = sameRun && cluster.oidcProviderArn !== undefined ? 'irsa' : undefined;
  return cluster.addServiceAccountIdentity({
    ...props,
    kind: props.kind ?? usual,
    runsOn: podsRunOn(cluster, props.namespace),
  });
}
