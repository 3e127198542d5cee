import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { type Document, parseAllDocuments } from 'yaml';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { literalText } from '../shared/literal-text';
import { type Issue, report } from '../shared/problems';

/** An object as the Kubernetes API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

export interface ManifestsProps {
  /** YAML or JSON, one or more documents separated by `---`. Text is literal: `${` needs no escaping. */
  readonly yaml: string;
  /** For objects that name no namespace and belong into one. @default none: such an object is refused */
  readonly namespace?: string;
}

const SEE = 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/manifest';
const LEGACY_INGRESS_CLASS = 'kubernetes.io/ingress.class';

/** Kinds that belong to no namespace, as far as Kubernetes itself brings them. */
const CLUSTER_KINDS = new Set([
  'APIService',
  'CSIDriver',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'IngressClassParams',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'NodeClass',
  'EC2NodeClass',
  'NodePool',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ClusterIssuer',
  'ClusterSecretStore',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/**
 * Plain manifests, one Terraform resource for each, under an address made of kind, namespace and name: their order in
 * the file means nothing. Terraform asks the cluster at plan already, so a custom resource needs its CRD from a stack
 * that was deployed before.
 */
export class Manifests extends Construct {
  private readonly made: Record<string, Manifest> = {};

  public constructor(scope: Construct, id: string, props?: ManifestsProps) {
    super(scope, id);
    ClusterProviders.of(this);
    if (props !== undefined) this.add(props);
  }

  /** By `Kind-namespace-name`. */
  public get manifests(): Readonly<Record<string, Manifest>> {
    return this.made;
  }

  /** Adds the objects of a further file; an object that is there already is refused. */
  public add(props: ManifestsProps): void {
    const { objects, issues } = readManifests(props);
    report(this, issues);
    for (const object of objects) {
      const key = manifestKey(object);
      if (key in this.made) report(this, [twice('yaml', key)]);
      else this.made[key] = new Manifest(this, key, { manifest: literal(object) as KubernetesObject });
    }
  }
}

/** Reads and judges the documents; what is wrong is left out, so that building goes on. */
export function readManifests({ yaml, namespace }: ManifestsProps): {
  readonly objects: readonly KubernetesObject[];
  readonly issues: readonly Issue[];
} {
  const objects = new Map<string, KubernetesObject>();
  const issues: Issue[] = [];
  parseAllDocuments(yaml).forEach((document, index) => {
    const field = `yaml, document ${index + 1}`;
    const read = objectsOf(field, document);
    issues.push(...read.issues);
    for (const part of read.objects) {
      const object = withIngressClass(withNamespace(part, namespace));
      const key = manifestKey(object);
      issues.push(...validateObject(field, object, objects.has(key) ? key : undefined));
      objects.set(key, object);
    }
  });
  const nothing = objects.size === 0 && issues.length === 0;
  return { objects: [...objects.values()], issues: nothing ? [incomplete('yaml', yaml)] : issues };
}

function objectsOf(
  field: string,
  document: Pick<Document, 'errors' | 'toJS'>,
): {
  readonly objects: readonly KubernetesObject[];
  readonly issues: readonly Issue[];
} {
  const [error] = document.errors;
  if (error !== undefined) return { objects: [], issues: [unreadable(field, error.message)] };
  const value: unknown = document.toJS();
  if (isObject(value)) return { objects: flattened(value), issues: [] };
  // Between two separators there may be nothing but a comment.
  return { objects: [], issues: value === null || value === undefined ? [] : [incomplete(field, value)] };
}

/** `Deployment-shop-web`; part of the Terraform address, so never to change. */
export function manifestKey({ kind, metadata }: KubernetesObject): string {
  const parts = [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined);
  return parts.join('-').replace(/[^\w.:-]+/g, '-');
}

function isObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata, items } = value as Partial<KubernetesObject>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  return Array.isArray(items) || typeof metadata?.name === 'string';
}

/** `kubectl get -o yaml` wraps several objects into a List. */
function flattened(object: KubernetesObject): KubernetesObject[] {
  return object.kind.endsWith('List') && Array.isArray(object.items) ? object.items.filter(isObject) : [object];
}

function withNamespace(object: KubernetesObject, namespace: string | undefined): KubernetesObject {
  if (CLUSTER_KINDS.has(object.kind) || object.metadata.namespace !== undefined || namespace === undefined)
    return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** The annotation is what old tutorials write; Kubernetes has had the field since 1.18. */
function withIngressClass(object: KubernetesObject): KubernetesObject {
  const { kind, metadata, spec } = object;
  const annotations = metadata.annotations as Readonly<Record<string, string>> | undefined;
  const legacy = annotations?.[LEGACY_INGRESS_CLASS];
  if (kind !== 'Ingress' || legacy === undefined) return object;
  const rest = Object.entries(annotations ?? {}).filter(([key]) => key !== LEGACY_INGRESS_CLASS);
  return {
    ...object,
    metadata: { ...metadata, annotations: Object.fromEntries(rest) },
    spec: { ingressClassName: legacy, ...(spec as object) },
  };
}

/** Terraform must not read `${` in a manifest as a template. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return literalText(value);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [literalText(key), literal(part)]));
}

function validateObject(field: string, object: KubernetesObject, duplicate: string | undefined): Issue[] {
  const { kind, metadata } = object;
  const needsNamespace =
    !CLUSTER_KINDS.has(kind) && (metadata.namespace === undefined || metadata.namespace === 'default');
  return [
    ...(duplicate === undefined ? [] : [twice(field, duplicate)]),
    ...(needsNamespace
      ? [
          {
            field: `${field}, metadata.namespace`,
            value: metadata.namespace,
            limit: `a namespace other than "default" for ${kind} "${metadata.name}"`,
            fix: 'write it in the manifest, or give namespace to Manifests',
            see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
            rule: 'kubernetes.default-namespace',
          },
        ]
      : []),
    ...(kind === 'Secret'
      ? [
          {
            field,
            value: `${kind} "${metadata.name}"`,
            limit: 'no Secret in a manifest: its value would stand in the state and in the repository',
            fix: 'use ExternalSecrets or the SecretsStoreCsiDriver with a secret of AWS',
            see: 'https://kubernetes.io/docs/concepts/configuration/secret/',
            rule: 'kubernetes.secret-manifest',
          },
        ]
      : []),
    ...('status' in object
      ? [
          {
            field: `${field}, status`,
            value: kind,
            limit: 'no status: the cluster writes it',
            fix: 'remove it',
            see: SEE,
          },
        ]
      : []),
  ];
}

function twice(field: string, key: string): Issue {
  return {
    field,
    value: key,
    limit: 'each object once; this one is there twice',
    fix: 'remove one of the two',
    see: SEE,
  };
}

function unreadable(field: string, message: string): Issue {
  return {
    field,
    value: message.split('\n')[0],
    limit: 'YAML or JSON',
    fix: 'correct the text at that place',
    see: 'https://yaml.org/spec/1.2.2/',
  };
}

function incomplete(field: string, value: unknown): Issue {
  return {
    field,
    value,
    limit: 'objects with apiVersion, kind and metadata.name',
    fix: 'complete the manifest, or remove the document',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields',
    secret: true,
  };
}
