import type { App } from 'cdktf';
import { blueGreenPayments } from './blue-green-payments';
import { dualStackNetwork } from './dual-stack-network';
import { ec2DynamicPorts } from './ec2-dynamic-ports';
import { eksFargateOnly } from './eks-fargate-only';
import { eksHybrid } from './eks-hybrid';
import { eksKarpenter } from './eks-karpenter';
import { eksWebService } from './eks-web-service';
import { fargateWebService } from './fargate-web-service';
import { flaskCompose } from './flask-compose';
import { mediaPipeline } from './media-pipeline';
import { microservices } from './microservices';
import { nexiabank } from './nexiabank';
import { oneAppTwoRuntimes } from './one-app-two-runtimes';
import { queueWorker } from './queue-worker';
import { reactAndNode } from './react-and-node';
import { stateBucket } from './state-bucket';
import { terraformCloud } from './terraform-cloud';

/** Programs that show one thing each; every one is compiled, synthesized and given to Terraform by the tests. */
export const examples: Readonly<Record<string, (app: App) => void>> = {
  'blue-green-payments': blueGreenPayments,
  'dual-stack-network': dualStackNetwork,
  'ec2-dynamic-ports': ec2DynamicPorts,
  'eks-fargate-only': eksFargateOnly,
  'eks-hybrid': eksHybrid,
  'eks-karpenter': eksKarpenter,
  'eks-web-service': eksWebService,
  'fargate-web-service': fargateWebService,
  'flask-compose': flaskCompose,
  'media-pipeline': mediaPipeline,
  microservices,
  nexiabank,
  'one-app-two-runtimes': oneAppTwoRuntimes,
  'queue-worker': queueWorker,
  'react-and-node': reactAndNode,
  'state-bucket': stateBucket,
  'terraform-cloud': terraformCloud,
};
