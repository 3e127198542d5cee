import type { App } from 'cdktf';
import { fargateWebService } from './fargate-web-service';

/** Programs that show one thing each; every one is compiled, synthesized and given to Terraform by the tests. */
export const examples: Readonly<Record<string, (app: App) => void>> = {
  'fargate-web-service': fargateWebService,
};
