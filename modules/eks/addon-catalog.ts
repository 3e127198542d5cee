/** What is known of an EKS add-on besides its version. */
export interface AddonFacts {
  /** `before`: nodes need it when they start. `after`: it is pods like any other, and times out without nodes. */
  readonly when: 'before' | 'after';
  /** The service account that calls AWS, and the AWS managed policies that its own documentation asks for. */
  readonly identity?: {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly awsManagedPolicies: readonly string[];
  };
}

/**
 * Read on 2026-11-20.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 */
export const ADDONS = {
  'vpc-cni': { when: 'before' },
  'kube-proxy': { when: 'before' },
  'eks-pod-identity-agent': { when: 'before' },
  coredns: { when: 'after' },
  'aws-ebs-csi-driver': {
    when: 'after',
    // Touches only volumes that the driver itself made (tag ebs.csi.aws.com/cluster).
    identity: {
      namespace: 'kube-system',
      serviceAccount: 'ebs-csi-controller-sa',
      awsManagedPolicies: ['service-role/AmazonEBSCSIDriverPolicyV2'],
    },
  },
  'aws-efs-csi-driver': {
    when: 'after',
    identity: {
      namespace: 'kube-system',
      serviceAccount: 'efs-csi-controller-sa',
      awsManagedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'],
    },
  },
  'amazon-cloudwatch-observability': {
    when: 'after',
    identity: {
      namespace: 'amazon-cloudwatch',
      serviceAccount: 'cloudwatch-agent',
      awsManagedPolicies: ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'],
    },
  },
  'aws-mountpoint-s3-csi-driver': { when: 'after' },
  'cert-manager': { when: 'after' },
  'eks-node-monitoring-agent': { when: 'after' },
  'external-dns': { when: 'after' },
  'kube-state-metrics': { when: 'after' },
  'metrics-server': { when: 'after' },
  'prometheus-node-exporter': { when: 'after' },
  'snapshot-controller': { when: 'after' },
} as const satisfies Readonly<Record<string, AddonFacts>>;

/** Add-ons of EKS that this library knows; any other name works and runs after compute. */
export type AddonName = keyof typeof ADDONS;

export function addonFacts(name: string): AddonFacts {
  const known: Readonly<Record<string, AddonFacts>> = ADDONS;
  return known[name] ?? { when: 'after' };
}
