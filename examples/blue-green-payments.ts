import type { App } from 'cdktf';
import { EcsService, EnvironmentStack } from 'cdktf-aws-containers';

/**
 * The new version answers on port 8443 before anybody else sees it, a function tries it there, then all traffic moves at
 * once; for half an hour an alarm takes it back in seconds.
 */
export function blueGreenPayments(app: App): void {
  const prod = new EnvironmentStack(app, 'payments-prod', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  new EcsService(prod, 'payments', {
    image: 'ghcr.io/acme/payments:7.3.0',
    port: 8080,
    cpu: 1024,
    memoryMib: 2048,
    expose: { domainName: 'payments.acme.example', hostedZone: 'acme.example', testPort: 8443 },
    healthCheck: { path: '/health', intervalSeconds: 5, timeoutSeconds: 2, unhealthyThreshold: 2 },
    scaling: { min: 3, max: 30, cpuPercent: 60 },
    deployment: {
      kind: 'blue-green',
      bakeMinutes: 30,
      alarms: ['payments-declined-by-mistake'],
      hooks: [
        {
          functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:pay-one-cent',
          stages: ['POST_TEST_TRAFFIC_SHIFT'],
        },
      ],
    },
  }).recommendedAlarms({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] });
}
