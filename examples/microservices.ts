import type { App } from 'cdktf';
import { EnvironmentStack, Microservices } from 'cdktf-aws-containers';

/** Services with their own addresses and scaling, one rule each on one load balancer, and names to call each other by. */
export function microservices(app: App): void {
  const dev = new EnvironmentStack(app, 'store-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const store = new Microservices(dev, 'store', {
    loadBalancer: {
      scheme: 'internet-facing',
      entry: { kind: 'domain', domainName: 'store.acme.example', hostedZone: 'acme.example' },
    },
    services: {
      web: { image: 'ghcr.io/acme/store-web:2.1.0', port: 8080, paths: ['/'], calls: ['catalog', 'orders'] },
      catalog: { image: 'ghcr.io/acme/store-catalog:5.0.2', port: 8080, cpu: 512, memoryMib: 1024 },
      orders: { image: 'ghcr.io/acme/store-orders:3.7.1', port: 8080, calls: ['catalog', 'payments'] },
      payments: {
        image: 'ghcr.io/acme/store-payments:1.9.0',
        port: 8080,
        scaling: { min: 3, max: 20, cpuPercent: 60 },
      },
    },
  });
  store.services.payments.addToPolicy({
    actions: ['dynamodb:PutItem', 'dynamodb:GetItem'],
    resources: ['arn:aws:dynamodb:eu-west-1:123456789012:table/payments'],
  });
}
