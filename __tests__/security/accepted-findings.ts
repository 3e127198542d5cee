/** A finding that stays, for one reason, at these addresses. */
interface AcceptedFinding {
  readonly rule: string;
  readonly why: string;
  readonly at: readonly string[];
}

const CONTROLLER = 'Identity-kube-system-aws-load-balancer-controller/Role/Policy';

export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    rule: 'policy-names-resources',
    why: 'the policy that the makers of the controller publish; it makes balancers whose ARNs nobody knows before',
    at: [
      `aws_iam_role_policy dev-eks/Cluster/${CONTROLLER}`,
      `aws_iam_role_policy staging-eks/Cluster/${CONTROLLER}`,
      `aws_iam_role_policy prod-eks/Cluster/${CONTROLLER}`,
      `aws_iam_role_policy fargate-dev/eks/${CONTROLLER}`,
      `aws_iam_role_policy hybrid-dev/eks/Cluster/${CONTROLLER}`,
      `aws_iam_role_policy kubernetes-dev/eks/${CONTROLLER}`,
      `aws_iam_role_policy bank-prod/eks/${CONTROLLER}`,
      `aws_iam_role_policy both-dev/eks/${CONTROLLER}`,
      `aws_iam_role_policy default/Eks/${CONTROLLER}`,
    ],
  },
  {
    rule: 'cluster-not-public',
    why: 'these programs are applied from an office, whose addresses they name',
    at: [
      'aws_eks_cluster dev-eks/Cluster/Cluster',
      'aws_eks_cluster staging-eks/Cluster/Cluster',
      'aws_eks_cluster fargate-dev/eks/Cluster',
      'aws_eks_cluster hybrid-dev/eks/Cluster/Cluster',
      'aws_eks_cluster batch-dev/eks/Cluster',
      'aws_eks_cluster kubernetes-dev/eks/Cluster',
      'aws_eks_cluster bank-prod/eks/Cluster',
      'aws_eks_cluster both-dev/eks/Cluster',
    ],
  },
  {
    rule: 'cluster-kept',
    why: 'environments that may be destroyed on any day',
    at: ['aws_eks_cluster dev-eks/Cluster/Cluster', 'aws_eks_cluster staging-eks/Cluster/Cluster'],
  },
  {
    rule: 'balancer-deletion-protection',
    why: 'environments that may be destroyed on any day',
    at: ['aws_lb dev-ecs/LoadBalancer/LoadBalancer', 'aws_lb staging-ecs/LoadBalancer/LoadBalancer'],
  },
  {
    rule: 'listener-encrypted',
    why: 'internal balancers without a name, plain HTTP by request',
    at: [
      'aws_lb_listener dev-ecs/LoadBalancer/Http/Listener',
      'aws_lb_listener intranet-dev/wiki/Exposure/LoadBalancer/Http/Listener',
    ],
  },
  {
    rule: 'bucket-own-key',
    why: 'load balancers write their logs only to buckets that are encrypted by S3 itself',
    at: [
      'aws_s3_bucket default/LoadBalancer/AccessLogs/Bucket',
      'aws_s3_bucket media-prod/streams/AccessLogs/Bucket',
      'aws_s3_bucket media-prod/viewers/AccessLogs/Bucket',
    ],
  },
  {
    rule: 'ingress-internet-only-at-balancers',
    why: 'the example takes live streams from cameras anywhere, over a port that it opens by name',
    at: ['aws_vpc_security_group_ingress_rule media-prod/streams/SecurityGroup/Rules/In-the-internet-udp-9000'],
  },
  {
    rule: 'task-own-network-interface',
    why: 'the example shows dynamic host ports, which only bridge mode has',
    at: ['aws_ecs_task_definition intranet-dev/wiki/Task/TaskDefinition'],
  },
  {
    rule: 'capacity-protects-tasks',
    why: 'the example has one instance and no scaling, so nothing scales in',
    at: ['aws_ecs_capacity_provider intranet-dev/instance/CapacityProvider'],
  },
  {
    rule: 'route-no-instance',
    why: 'a laboratory: the example shows the cheapest NAT there is',
    at: [
      'aws_route lab/Network/PodsSubnets/Nat-eu-west-1a',
      'aws_route lab/Network/PodsSubnets/Nat-eu-west-1b',
      'aws_route lab/Network/PrivateSubnets/Nat-eu-west-1a',
      'aws_route lab/Network/PrivateSubnets/Nat-eu-west-1b',
    ],
  },
  {
    rule: 'container-read-only',
    why: 'an imported container is what its file says',
    at: ['aws_ecs_task_definition flask-dev/flask/Task-flask/TaskDefinition'],
  },
  {
    rule: 'service-no-public-address',
    why: 'the imported ecs-params.yml asks for it',
    at: ['aws_ecs_service flask-dev/flask/flask/Service'],
  },
  {
    rule: 'role-no-administrator',
    why: 'whoever applies every stack of an account makes roles; only the runs of one workspace may be it',
    at: [
      'aws_iam_role_policy_attachment dev-run-roles/Default/Runs-dev-main/Apply/Managed-IAMFullAccess',
      'aws_iam_role_policy_attachment dev-run-roles/Default/Runs-dev-main/Apply/Managed-PowerUserAccess',
    ],
  },
];

export function acceptedLines(): string[] {
  return ACCEPTED_FINDINGS.flatMap(({ rule, at }) => at.map((address) => `${rule} ${address}`));
}
