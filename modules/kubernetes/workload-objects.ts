import type { DeploymentV1Config } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { HorizontalPodAutoscalerV2Config } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import type { PodDisruptionBudgetV1Config } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import type { ServiceAccountV1Config } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ServiceV1Config } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { AlbIngressProps } from './alb-ingress';
import { apiObject } from './api-object';
import { podSpec } from './pod-template';
import {
  isProgressive,
  type ProgressiveDeployment,
  rollingStrategy,
  rolloutStrategy,
  type WorkloadDeployment,
} from './workload-deployment';
import type { KubernetesWorkloadProps } from './workload-props';
import { autoscalerSpec, firstReplicas, type WorkloadScaling } from './workload-scaling';

/** Two pods, so that one serves while the other moves to another node. */
const DEFAULT_SCALING: WorkloadScaling = { fixed: 2 };

const ROLLING: WorkloadDeployment = { kind: 'rolling' };

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
/** What Argo Rollouts runs. */
export const ROLLOUT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };

/** The objects of one workload as the Terraform provider writes them; pure, so that they can become a file as well. */
export interface WorkloadObjects {
  readonly serviceAccount: ServiceAccountV1Config;
  /** Where Kubernetes itself replaces pods. */
  readonly deployment?: DeploymentV1Config;
  /** Where Argo Rollouts does, with `spec` in the words of its API. */
  readonly rollout?: RolloutConfig;
  /** Where the workload has a port. */
  readonly service?: ServiceV1Config;
  /** Where its scaling has bounds. */
  readonly autoscaler?: HorizontalPodAutoscalerV2Config;
  /** Where two pods or more run: with one it would only forbid to drain the node. */
  readonly disruptionBudget?: PodDisruptionBudgetV1Config;
  /** Where it is exposed. */
  readonly ingress?: AlbIngressProps & { readonly name: string };
}

/** A Rollout but for its kind. */
export interface RolloutConfig {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
  readonly spec: object;
}

export function workloadObjects(name: string, namespace: string, props: KubernetesWorkloadProps): WorkloadObjects {
  const { port, scaling = DEFAULT_SCALING, kubernetesApiAccess = false, deployment = ROLLING } = props;
  const selector = { 'app.kubernetes.io/name': name };
  const labels = { ...props.labels, ...selector, 'app.kubernetes.io/managed-by': 'terraform' };
  const metadata = { name, namespace, labels };
  const replicas = firstReplicas(scaling);
  const template = { metadata: { labels }, spec: podSpec(name, selector, props) };
  const pods = { selector: { matchLabels: selector }, template };
  return {
    serviceAccount: { metadata, automountServiceAccountToken: kubernetesApiAccess },
    ...(isProgressive(deployment)
      ? { rollout: { metadata, spec: rolloutSpec(name, deployment, scaling, pods) } }
      : {
          deployment: {
            metadata,
            spec: { replicas: String(replicas), ...pods, strategy: rollingStrategy(deployment) },
          },
        }),
    service:
      port === undefined
        ? undefined
        : { metadata, spec: { selector, port: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }] } },
    autoscaler:
      'fixed' in scaling
        ? undefined
        : { metadata, spec: autoscalerSpec({ ...(isProgressive(deployment) ? ROLLOUT : DEPLOYMENT), name }, scaling) },
    disruptionBudget:
      replicas < 2 ? undefined : { metadata, spec: { maxUnavailable: '1', selector: { matchLabels: selector } } },
    ingress: ingress(name, namespace, labels, props),
  };
}

/** Without a number of pods where the autoscaler sets it: Terraform would take it back at every apply. */
function rolloutSpec(
  service: string,
  deployment: ProgressiveDeployment,
  scaling: WorkloadScaling,
  pods: object,
): object {
  return {
    ...('fixed' in scaling ? { replicas: scaling.fixed } : {}),
    ...apiObject(pods),
    // A version that does not become ready gives way to the one before it.
    progressDeadlineAbort: true,
    strategy: rolloutStrategy(deployment, service),
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
