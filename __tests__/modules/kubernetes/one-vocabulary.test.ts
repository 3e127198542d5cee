import {
  EcsService,
  EksCluster,
  EnvironmentStack,
  KubernetesStack,
  KubernetesWorkload,
  ManagedNodeGroup,
} from 'cdktf-aws-containers';
import { resources, type StackJson, synthApp, theResource } from '../../support/synth';

/** What the application is; where it runs is another question. */
const web = {
  image: 'nginx:1.14.2',
  port: 80,
  cpu: 512,
  memoryMib: 1024,
  environment: { MODE: 'fast' },
  scaling: { fixed: 3 },
  healthCheck: { path: '/healthz', intervalSeconds: 10, unhealthyThreshold: 2, gracePeriodSeconds: 30 },
  expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev' },
} as const;

describe('[row 42] one description of an application', () => {
  let stacks: Readonly<Record<string, StackJson>> = {};
  beforeAll(() => {
    stacks = synthApp((app) => {
      const remoteState = { kind: 's3', bucket: 'acme-tfstate' } as const;
      const dev = new EnvironmentStack(app, 'dev', { region: 'eu-west-1', accountId: '123456789012', remoteState });
      new EcsService(dev, 'web', web);
      const cluster = new EksCluster(dev, 'eks', {
        admins: ['arn:aws:iam::123456789012:role/platform'],
        endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
      });
      new ManagedNodeGroup(dev, 'nodes', { cluster, scaling: { min: 2, max: 4 } });
      const workloads = new KubernetesStack(app, 'dev-workloads', { cluster, existing: ['load-balancer-controller'] });
      new KubernetesWorkload(workloads, 'web', web);
    });
  });

  it('is an ECS service with three tasks', () => {
    expect(theResource(stacks.dev ?? {}, 'aws_ecs_service')).toMatchObject({ desired_count: 3 });
    expect(theResource(stacks.dev ?? {}, 'aws_ecs_task_definition')).toMatchObject({ cpu: '512', memory: '1024' });
  });

  it('is a Deployment of three pods of the same size, and a Service on port 80', () => {
    const workloads = stacks['dev-workloads'] ?? {};
    const size = { cpu: '500m', memory: '1024Mi' };
    expect(theResource(workloads, 'kubernetes_deployment_v1')).toMatchObject({
      spec: {
        replicas: '3',
        template: {
          spec: {
            container: [
              {
                image: 'nginx:1.14.2',
                env: [{ name: 'MODE', value: 'fast' }],
                resources: { requests: size, limits: size },
                readiness_probe: { http_get: { path: '/healthz' }, period_seconds: 10, failure_threshold: 2 },
              },
            ],
          },
        },
      },
    });
    expect(theResource(workloads, 'kubernetes_service_v1')).toMatchObject({ spec: { port: [{ port: 80 }] } });
    expect(theResource(workloads, 'kubernetes_ingress_v1')).toMatchObject({
      spec: { rule: [{ host: 'web.acme.dev' }] },
    });
  });

  it('is behind a load balancer with its name and certificate in both', () => {
    for (const json of Object.values(stacks)) {
      expect(resources(json, 'aws_acm_certificate')).toMatchObject([{ domain_name: 'web.acme.dev' }]);
    }
  });
});
