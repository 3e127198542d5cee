import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { Construct } from 'constructs';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { validateNamespace } from '../eks-addons/helm-release';
import { kebabCase } from '../shared/names';
import { report } from '../shared/problems';

/**
 * What pods of a namespace may ask for. `restricted` forbids root, `baseline` known ways out of a container.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityStandard = 'restricted' | 'baseline' | 'privileged';

export interface KubernetesNamespaceProps {
  /** 1-63 lower-case letters, digits and hyphens; a change replaces it and all that is in it. @default made from the id */
  readonly name?: string;
  /** @default 'baseline': many public images start as root, which `restricted` refuses */
  readonly podSecurity?: PodSecurityStandard;
  /** A pod of a load balancer's target group counts as ready only when the balancer says so. @default true */
  readonly loadBalancerReadiness?: boolean;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace with a pod security standard; costs nothing. */
export class KubernetesNamespace extends Construct {
  public readonly namespace: NamespaceV1;
  /** Literal name. */
  public readonly namespaceName: string;

  public constructor(scope: Construct, id: string, props: KubernetesNamespaceProps = {}) {
    super(scope, id);
    const { name = kebabCase(id), podSecurity = 'baseline', loadBalancerReadiness = true, labels = {} } = props;
    ClusterProviders.of(this);
    report(this, validateNamespace('name', name));
    this.namespaceName = name;
    this.namespace = new NamespaceV1(this, 'Namespace', {
      metadata: { name, labels: namespaceLabels({ podSecurity, loadBalancerReadiness, labels }) },
    });
  }
}

function namespaceLabels({
  podSecurity,
  loadBalancerReadiness,
  labels,
}: Required<Omit<KubernetesNamespaceProps, 'name'>>): Record<string, string> {
  return {
    'pod-security.kubernetes.io/enforce': podSecurity,
    'pod-security.kubernetes.io/warn': 'restricted',
    ...(loadBalancerReadiness ? { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' } : {}),
    ...labels,
  };
}
