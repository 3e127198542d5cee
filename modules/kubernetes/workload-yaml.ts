import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Issue } from '../shared/problems';
import { ingressConfig, validateAlbIngressProps } from './alb-ingress';
import { apiObject } from './api-object';
import type { KubernetesObject } from './manifests';
import { workloadObjects } from './workload-objects';
import type { KubernetesWorkloadProps } from './workload-props';
import { validateKubernetesWorkloadProps } from './workload-validation';

/** A workload for any cluster: an existing namespace by name, and nothing of AWS. */
export interface PortableWorkloadProps extends Omit<KubernetesWorkloadProps, 'namespace' | 'identity' | 'unchecked'> {
  /** Name of the namespace; it is part of the manifests' text, not made by them. */
  readonly namespace: string;
}

/**
 * The same objects that `KubernetesWorkload` makes, as manifests for `kubectl apply`, GitOps or a cluster outside AWS.
 * No stack, provider or cloud is needed. Throws an error with all that is wrong.
 */
export function workloadYaml(name: string, props: PortableWorkloadProps): string {
  return workloadManifests(name, props)
    .map((object) => stringify(object, { lineWidth: 0 }))
    .join('---\n');
}

/** Writes {@link workloadYaml} to a file. */
export function writeWorkloadYaml(file: string, name: string, props: PortableWorkloadProps): void {
  writeFileSync(file, workloadYaml(name, props));
}

/** The objects of a workload as the Kubernetes API takes them. */
export function workloadManifests(name: string, props: PortableWorkloadProps): KubernetesObject[] {
  const { serviceAccount, deployment, rollout, service, autoscaler, disruptionBudget, ingress } = workloadObjects(
    name,
    props.namespace,
    props,
  );
  const issues = [
    ...validateKubernetesWorkloadProps({ ...props, name }),
    ...(ingress === undefined ? [] : validateAlbIngressProps(ingress)),
    ...(props.expose?.hostedZone === undefined ? [] : [withHostedZone()]),
  ];
  if (issues.length > 0) throw new Error(described(name, issues));
  const objects: readonly (readonly [string, string, object | undefined])[] = [
    ['v1', 'ServiceAccount', serviceAccount],
    ['apps/v1', 'Deployment', deployment],
    ['argoproj.io/v1alpha1', 'Rollout', rollout],
    ['v1', 'Service', service],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', autoscaler],
    ['policy/v1', 'PodDisruptionBudget', disruptionBudget],
    ['networking.k8s.io/v1', 'Ingress', ingress && withoutWaiting(ingressConfig(ingress))],
  ];
  return objects.flatMap(([apiVersion, kind, config]) =>
    config === undefined
      ? []
      : [{ apiVersion, kind, ...(plainText(apiObject(config)) as Pick<KubernetesObject, 'metadata'>) }],
  );
}

/** Text as it was written: Terraform reads none of it. */
function plainText(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/([$%])\1(?=\{)/g, '$1');
  if (Array.isArray(value)) return value.map(plainText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainText(part)]));
}

/** A setting of Terraform, not of the object. */
function withoutWaiting({ metadata, spec }: ReturnType<typeof ingressConfig>): object {
  return { metadata, spec };
}

function withHostedZone(): Issue {
  return {
    field: 'expose.hostedZone',
    value: 'a hosted zone',
    limit: 'no hosted zone in plain manifests: certificate and record are resources of AWS',
    fix: 'leave it out; ExternalDNS makes the record, and certificateArns names a certificate',
    see: 'https://kubernetes-sigs.github.io/external-dns/',
  };
}

function described(name: string, issues: readonly Issue[]): string {
  const lines = issues.map(
    ({ field, value, secret, limit, fix, see }) =>
      `  - ${field} ${secret ? 'holds a secret (not printed)' : `is ${JSON.stringify(value) ?? 'missing'}`}; allowed: ${limit}. Fix: ${fix}. See ${see}`,
  );
  return [`workload "${name}" cannot be written:`, ...lines].join('\n');
}
