import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { HorizontalPodAutoscalerV2Config } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import type { PodDisruptionBudgetV1Config } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import type { ServiceAccountV1Config } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ServiceV1Config } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { AlbIngressProps } from './alb-ingress';
import { podSpec } from './pod-template';
import type { KubernetesWorkloadProps } from './workload-props';
import { autoscalerSpec, firstReplicas, type WorkloadScaling } from './workload-scaling';

/** Two pods, so that one serves while the other moves to another node. */
const DEFAULT_SCALING: WorkloadScaling = { fixed: 2 };

/** The objects of one workload as the Terraform provider writes them; pure, so that they can become a file as well. */
export interface WorkloadObjects {
  readonly serviceAccount: ServiceAccountV1Config;
  readonly deployment: DeploymentV1Config;
  /** Where the workload has a port. */
  readonly service?: ServiceV1Config;
  /** Where its scaling has bounds. */
  readonly autoscaler?: HorizontalPodAutoscalerV2Config;
  /** Where two pods or more run: with one it would only forbid to drain the node. */
  readonly disruptionBudget?: PodDisruptionBudgetV1Config;
  /** Where it is exposed. */
  readonly ingress?: AlbIngressProps & { readonly name: string };
}

export function workloadObjects(name: string, namespace: string, props: KubernetesWorkloadProps): WorkloadObjects {
  const { port, scaling = DEFAULT_SCALING, kubernetesApiAccess = false } = props;
  const selector = { 'app.kubernetes.io/name': name };
  const labels = { ...props.labels, ...selector, 'app.kubernetes.io/managed-by': 'terraform' };
  const metadata = { name, namespace, labels };
  const replicas = firstReplicas(scaling);
  return {
    serviceAccount: { metadata, automountServiceAccountToken: kubernetesApiAccess },
    deployment: {
      metadata,
      spec: {
        replicas: String(replicas),
        selector: { matchLabels: selector },
        // The new pod is there before an old one goes: no less capacity during a deployment.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '0' } },
        template: { metadata: { labels }, spec: podSpec(name, selector, props) },
      },
    },
    service:
      port === undefined
        ? undefined
        : { metadata, spec: { selector, port: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }] } },
    autoscaler: 'fixed' in scaling ? undefined : { metadata, spec: autoscalerSpec(name, scaling) },
    disruptionBudget:
      replicas < 2 ? undefined : { metadata, spec: { maxUnavailable: '1', selector: { matchLabels: selector } } },
    ingress: ingress(name, namespace, labels, props),
  };
}

function ingress(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  { expose, port, healthCheck }: KubernetesWorkloadProps,
): WorkloadObjects['ingress'] {
  if (expose === undefined || port === undefined) return undefined;
  const { domainName, paths = ['/'], ...options } = expose;
  const service = { serviceName: name, servicePort: port };
  const path = healthCheck !== undefined && 'path' in healthCheck ? healthCheck.path : undefined;
  return {
    ...options,
    healthCheck: options.healthCheck ?? (path === undefined ? undefined : { path }),
    name,
    namespace,
    labels,
    rules: [
      {
        host: domainName,
        paths: paths.map((given) => ({ ...(typeof given === 'string' ? { path: given } : given), service })),
      },
    ],
  };
}
