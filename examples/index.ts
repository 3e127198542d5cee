import type { App } from 'cdktf';
import { eksWebService } from './eks-web-service';
import { fargateWebService } from './fargate-web-service';

/** Programs that show one thing each; every one is compiled, synthesized and given to Terraform by the tests. */
export const examples: Readonly<Record<string, (app: App) => void>> = {
  'eks-web-service': eksWebService,
  'fargate-web-service': fargateWebService,
};
