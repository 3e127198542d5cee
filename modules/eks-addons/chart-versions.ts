/** A Helm chart at one version, and where it is published. */
export interface Chart {
  /** `https://...` of a chart repository, or `oci://...` of a registry. */
  readonly repository: string;
  readonly chart: string;
  /** The exact version; a range would take the newest chart at every plan. */
  readonly version: string;
}

/** A chart that this library configures: its values below are written for exactly this version. */
export interface KnownChart extends Chart {
  /** Version of the program inside. */
  readonly appVersion: string;
  /** Where the chart's own documentation installs it. */
  readonly namespace: string;
  /** Source of the chart: its values, templates and release notes. */
  readonly source: string;
}

/**
 * One place to read and to raise versions. After a change: renew the chart's key table in `__tests__/fixtures/charts`,
 * and read its release notes for the values and IAM actions that this library sets.
 */
export const CHARTS = {
  argoRollouts: {
    repository: 'https://argoproj.github.io/argo-helm',
    chart: 'argo-rollouts',
    version: '2.41.0',
    appVersion: 'v1.9.0',
    namespace: 'argo-rollouts',
    source: 'https://github.com/argoproj/argo-helm/tree/main/charts/argo-rollouts',
  },
  awsForFluentBit: {
    repository: 'https://aws.github.io/eks-charts',
    chart: 'aws-for-fluent-bit',
    version: '0.2.0',
    appVersion: '3.2.1',
    namespace: 'amazon-cloudwatch',
    source: 'https://github.com/aws/eks-charts/tree/master/stable/aws-for-fluent-bit',
  },
  certManager: {
    repository: 'https://charts.jetstack.io',
    chart: 'cert-manager',
    version: 'v1.21.1',
    appVersion: 'v1.21.1',
    namespace: 'cert-manager',
    source: 'https://github.com/cert-manager/cert-manager/tree/master/deploy/charts/cert-manager',
  },
  cilium: {
    repository: 'https://helm.cilium.io/',
    chart: 'cilium',
    version: '1.20.0',
    appVersion: '1.20.0',
    namespace: 'kube-system',
    source: 'https://github.com/cilium/cilium/tree/main/install/kubernetes/cilium',
  },
  clusterAutoscaler: {
    repository: 'https://kubernetes.github.io/autoscaler',
    chart: 'cluster-autoscaler',
    version: '9.59.0',
    appVersion: '1.35.0',
    namespace: 'kube-system',
    source: 'https://github.com/kubernetes/autoscaler/tree/master/charts/cluster-autoscaler',
  },
  externalDns: {
    repository: 'https://kubernetes-sigs.github.io/external-dns/',
    chart: 'external-dns',
    version: '1.21.1',
    appVersion: '0.21.0',
    namespace: 'external-dns',
    source: 'https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns',
  },
  externalSecrets: {
    repository: 'https://charts.external-secrets.io',
    chart: 'external-secrets',
    version: '2.9.0',
    appVersion: 'v2.9.0',
    namespace: 'external-secrets',
    source: 'https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets',
  },
  karpenter: {
    repository: 'oci://public.ecr.aws/karpenter',
    chart: 'karpenter',
    version: '1.14.1',
    appVersion: '1.14.1',
    namespace: 'kube-system',
    source: 'https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter',
  },
  karpenterCrd: {
    repository: 'oci://public.ecr.aws/karpenter',
    chart: 'karpenter-crd',
    version: '1.14.1',
    appVersion: '1.14.1',
    namespace: 'kube-system',
    source: 'https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter-crd',
  },
  loadBalancerController: {
    repository: 'https://aws.github.io/eks-charts',
    chart: 'aws-load-balancer-controller',
    version: '3.5.0',
    appVersion: 'v3.5.0',
    namespace: 'kube-system',
    source: 'https://github.com/aws/eks-charts/tree/master/stable/aws-load-balancer-controller',
  },
  metricsServer: {
    repository: 'https://kubernetes-sigs.github.io/metrics-server/',
    chart: 'metrics-server',
    version: '3.13.1',
    appVersion: '0.8.1',
    namespace: 'kube-system',
    source: 'https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server',
  },
  prometheusAdapter: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    chart: 'prometheus-adapter',
    version: '5.3.0',
    appVersion: 'v0.12.0',
    namespace: 'monitoring',
    source: 'https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-adapter',
  },
  secretsStoreCsiDriver: {
    repository: 'https://aws.github.io/secrets-store-csi-driver-provider-aws',
    chart: 'secrets-store-csi-driver-provider-aws',
    version: '3.1.1',
    appVersion: '3.1.1',
    namespace: 'kube-system',
    source: 'https://github.com/aws/secrets-store-csi-driver-provider-aws/tree/main/charts',
  },
  tigeraOperator: {
    repository: 'https://docs.tigera.io/calico/charts',
    chart: 'tigera-operator',
    version: 'v3.32.1',
    appVersion: 'v3.32.1',
    namespace: 'tigera-operator',
    source: 'https://github.com/projectcalico/calico/tree/master/charts/tigera-operator',
  },
} as const satisfies Readonly<Record<string, KnownChart>>;
