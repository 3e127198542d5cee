import { at, type Body, list, record, type SecurityRule } from '../security-rule';

const WORKLOADS = ['kubernetes_deployment_v1', 'kubernetes_daemon_set_v1', 'kubernetes_stateful_set_v1'];
const DEPLOYMENT = 'kubernetes_deployment_v1';

function podOf(body: Body): Body {
  return record(at(body, 'spec', 'template', 'spec'));
}

function containersOf(body: Body): readonly unknown[] {
  return list(podOf(body).container);
}

function podWith(container: Body): Body {
  return { [DEPLOYMENT]: { A: { spec: { template: { spec: { container: [container] } } } } } };
}

const NAMESPACED = [...WORKLOADS, 'kubernetes_service_v1', 'kubernetes_service_account_v1', 'kubernetes_ingress_v1'];

export const kubernetesRules: readonly SecurityRule[] = [
  {
    id: 'workload-own-namespace',
    what: 'Nothing stands in the namespace `default`',
    why: 'rights and limits are given by namespace',
    controls: ['EKS-CIS 4.5.2', 'CKV_K8S_21'],
    change: 'refused',
    types: NAMESPACED,
    holds: ({ body }) => ![undefined, 'default'].includes(at(body, 'metadata', 'namespace') as string | undefined),
    violation: { [DEPLOYMENT]: { A: { metadata: { namespace: 'default' } } } },
  },
  {
    id: 'workload-own-account',
    what: 'Pods have a service account of their own, whose token is not mounted',
    why: 'a program that does not speak to the API server needs no token for it',
    controls: ['EKS-CIS 4.1.5', 'EKS-CIS 4.1.6', 'CKV_K8S_38', 'CKV_K8S_41'],
    change: '`KubernetesWorkload.serviceAccountToken`',
    types: WORKLOADS,
    holds: ({ body }) => {
      const { automount_service_account_token: token, service_account_name: account } = podOf(body);
      return token === false && account !== undefined && account !== 'default';
    },
    violation: podWith({ name: 'app' }),
  },
  {
    id: 'workload-unprivileged',
    what: 'Containers are unprivileged, cannot become more, and drop the capabilities that they do not need',
    why: 'the kernel is shared with the neighbours',
    controls: ['EKS-CIS 4.2.1', 'CKV_K8S_16', 'CKV_K8S_20', 'CKV_K8S_37'],
    change: '`capabilities`',
    types: WORKLOADS,
    holds: ({ body }) =>
      containersOf(body).every((container) => {
        const context = at(container, 'security_context');
        return (
          at(context, 'privileged') === false &&
          at(context, 'allow_privilege_escalation') === false &&
          list(at(context, 'capabilities', 'drop')).includes('ALL')
        );
      }),
    violation: podWith({ name: 'app' }),
  },
  {
    id: 'workload-read-only',
    what: 'The file system of a pod is read-only, and the seccomp profile is the default of the runtime',
    why: 'nothing can be installed; images that are known to write get volumes where they do',
    controls: ['EKS-CIS 4.6.2', 'CKV_K8S_22', 'CKV_K8S_31'],
    change: '`writablePaths`',
    types: WORKLOADS,
    holds: ({ body }) =>
      at(podOf(body), 'security_context', 'seccomp_profile', 'type') === 'RuntimeDefault' &&
      containersOf(body).every((container) => at(container, 'security_context', 'read_only_root_filesystem') === true),
    violation: podWith({ name: 'app' }),
  },
  {
    id: 'workload-limits',
    what: 'Containers have requests, a memory limit and probes',
    why: 'a pod without them takes what the neighbours need, and gets traffic before it can answer',
    controls: ['CKV_K8S_8', 'CKV_K8S_9', 'CKV_K8S_11', 'CKV_K8S_13'],
    change: '`cpu`, `memoryMib`, `healthCheck`',
    types: [DEPLOYMENT],
    holds: ({ body }) =>
      containersOf(body).every(
        (container) =>
          at(container, 'resources', 'requests', 'cpu') !== undefined &&
          at(container, 'resources', 'limits', 'memory') !== undefined &&
          (at(container, 'port') === undefined || at(container, 'readiness_probe') !== undefined),
      ),
    violation: podWith({ name: 'app' }),
  },
  {
    id: 'namespace-pod-security',
    what: 'A namespace refuses pods that reach for the host',
    why: 'the standard `baseline` forbids known ways out; `restricted`, which only warns here, breaks many public images',
    controls: ['EKS-CIS 4.2.1'],
    change: '`KubernetesNamespace.podSecurity`',
    types: ['kubernetes_namespace_v1'],
    holds: ({ body }) =>
      ['baseline', 'restricted'].includes(
        String(record(at(body, 'metadata', 'labels'))['pod-security.kubernetes.io/enforce']),
      ),
    violation: { kubernetes_namespace_v1: { A: { metadata: { labels: {} } } } },
  },
  {
    id: 'kubernetes-no-wildcard-role',
    what: 'No role of Kubernetes allows every verb or resource',
    why: 'it would be an administrator of the cluster',
    controls: ['EKS-CIS 4.1.3', 'CKV_K8S_49'],
    change: 'always',
    types: ['kubernetes_cluster_role_v1', 'kubernetes_role_v1'],
    holds: ({ body }) =>
      list(body.rule).every(
        (rule) => !list(at(rule, 'verbs')).includes('*') && !list(at(rule, 'resources')).includes('*'),
      ),
    violation: { kubernetes_role_v1: { A: { rule: [{ verbs: ['*'] }] } } },
  },
  {
    id: 'karpenter-nodes',
    what: 'Nodes of Karpenter have IMDSv2, hop limit 1 and encrypted disks',
    why: 'as all other nodes; Karpenter makes their launch templates itself',
    controls: ['FSBP EC2.8', 'FSBP EC2.3'],
    change: 'always',
    types: ['kubernetes_manifest'],
    holds: ({ body }) => {
      if (at(body, 'manifest', 'kind') !== 'EC2NodeClass') return true;
      const spec = at(body, 'manifest', 'spec');
      return (
        at(spec, 'metadataOptions', 'httpTokens') === 'required' &&
        at(spec, 'metadataOptions', 'httpPutResponseHopLimit') === 1 &&
        list(at(spec, 'blockDeviceMappings')).every((disk) => at(disk, 'ebs', 'encrypted') === true)
      );
    },
    violation: { kubernetes_manifest: { A: { manifest: { kind: 'EC2NodeClass' } } } },
  },
  {
    id: 'chart-pinned',
    what: 'A Helm chart has a version, a namespace and a repository with TLS; a failed release goes back',
    why: 'two applies of one program must install the same',
    controls: [],
    change: '`version` of the add-on',
    types: ['helm_release'],
    holds: ({ body }) =>
      /^v?\d+\.\d+\.\d+/.test(String(body.version)) &&
      /^(https|oci):/.test(String(body.repository)) &&
      ![undefined, 'default'].includes(body.namespace as string | undefined),
    violation: { helm_release: { A: { chart: 'a', repository: 'http://charts.example' } } },
  },
  {
    id: 'chart-no-secrets',
    what: 'Values of a chart hold no password',
    why: 'they lie in the state and in the cluster as text',
    controls: [],
    change: '`ExternalSecrets`, `SecretsStoreCsiDriver`',
    types: ['helm_release'],
    holds: ({ body }) =>
      body.set_sensitive === undefined &&
      !/"(password|secretKey|token)":"[^"$]+"/i.test(JSON.stringify(body.values ?? []).replaceAll('\\"', '"')),
    violation: { helm_release: { A: { values: ['{"password":"x"}'] } } },
  },
];
