import type { App } from 'cdktf';
import { EksHybrid, EnvironmentStack } from 'cdktf-aws-containers';

/** Nodes for what runs all day, Fargate for what comes and goes; load balancers and DNS names follow the Ingresses. */
export function eksHybrid(app: App): void {
  const dev = new EnvironmentStack(app, 'hybrid-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  new EksHybrid(dev, 'eks', {
    cluster: {
      admins: ['arn:aws:iam::123456789012:role/platform-engineer'],
      endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    },
    nodes: { scaling: { min: 2, max: 6 } },
    fargateNamespaces: ['reports'],
    hostedZones: { 'acme.example': 'Z0123456789ABC' },
    workloads: {
      web: {
        image: 'nginx:1.27',
        port: 80,
        scaling: { min: 2, max: 10, cpuPercent: 70 },
        expose: { domainName: 'web.acme.example', scheme: 'internet-facing' }, // the record is ExternalDNS's
      },
      reports: { image: 'ghcr.io/acme/reports:1.2.0', scaling: { fixed: 1 } },
    },
  });
}
