import { EksCluster } from '../../../modules/eks';
import { ClusterProviders, LoadBalancerController } from '../../../modules/eks-addons';
import { validateLoadBalancerControllerProps } from '../../../modules/eks-addons/load-balancer-controller';
import type { ModuleDefinition } from '../definition';
import { hclExpression, quoted } from '../hcl';
import { wholeNumber } from '../input-rules';
import { nameVariable } from './common';
import { clusterName } from './eks-node-group';

export const loadBalancerControllerModule: ModuleDefinition = {
  name: 'load-balancer-controller',
  root: {
    summary:
      'The AWS Load Balancer Controller in an EKS cluster that exists: Helm release, IAM role for its service account (IRSA), narrow policy.',
    variables: {
      name: nameVariable(24, 'Begins the name of the role.'),
      cluster_name: clusterName,
      replicas: {
        type: 'number',
        default: 2,
        description: '1 to 5; one leads, the others stand by, and all answer the webhooks.',
        rules: [wholeNumber([1, 5], (replicas) => validateLoadBalancerControllerProps({ replicas }))],
      },
    },
    outputs: {
      role_arn: 'Role of the controller.',
      release_name: 'Name of the Helm release; what makes Ingress objects waits for it.',
      namespace: 'Namespace of the release.',
      chart_version: 'Version of the chart.',
    },
    example: { name: 'shop-dev', cluster_name: 'shop-dev' },
    surroundings: [
      {
        type: 'data',
        labels: ['aws_eks_cluster', 'shop'],
        attributes: [['name', quoted('shop-dev')]],
      },
      {
        type: 'provider',
        labels: ['helm'],
        attributes: [
          [
            'kubernetes',
            hclExpression({
              host: '${data.aws_eks_cluster.shop.endpoint}',
              cluster_ca_certificate: '${base64decode(data.aws_eks_cluster.shop.certificate_authority[0].data)}',
              exec: {
                api_version: 'client.authentication.k8s.io/v1beta1',
                command: 'aws',
                args: ['eks', 'get-token', '--cluster-name', 'shop-dev', '--region', 'eu-west-1'],
              },
            }),
          ],
        ],
      },
    ],
    build: (stack) => {
      const cluster = EksCluster.fromLookup(stack, 'Cluster', { clusterName: stack.sample('cluster_name') });
      new ClusterProviders(stack, 'Providers', { cluster, runnerAccess: 'in-vpc' });
      const made = new LoadBalancerController(stack, 'Default');
      const { role } = made.identity.role;
      role.name = `${stack.sample('name')}-load-balancer-controller-${stack.region}`;
      const { release } = made.helmRelease;
      // Laid over the values, which are YAML text and hold no references.
      release.putSet([{ name: 'replicaCount', value: `\${${stack.reference('replicas')}}` }]);
      return {
        role_arn: made.identity.role.roleArn,
        release_name: release.name,
        namespace: release.namespace,
        chart_version: release.version,
      };
    },
  },
  fixed: [
    'The `helm` provider is configured by the caller, in another state than the one that makes the cluster: its address must be known at plan.',
    'The cluster needs an IAM OIDC provider (`terraform-aws-eks-cluster` makes one) and nodes.',
  ],
};
