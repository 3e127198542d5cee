import { oneAppTwoRuntimes } from '../../examples/one-app-two-runtimes';
import { containerOf } from '../support/ecs';
import { synthApp, theResource } from '../support/synth';

const { 'both-dev': dev = {}, 'both-dev-workloads': workloads = {} } = synthApp(oneAppTwoRuntimes);

describe('[row 42] one application in both runtimes', () => {
  const pod = (theResource(workloads, 'kubernetes_deployment_v1') as unknown as Deployment).spec;
  const [container] = pod.template.spec.container;

  it('is the same image with the same settings, three times', () => {
    expect(theResource(dev, 'aws_ecs_service').desired_count).toBe(3);
    expect(pod.replicas).toBe('3');
    expect(containerOf(dev)).toMatchObject({
      image: 'nginx:1.14.2',
      environment: [{ name: 'GREETING', value: 'hello' }],
    });
    expect(container).toMatchObject({ image: 'nginx:1.14.2', env: [{ name: 'GREETING', value: 'hello' }] });
  });

  it('has the same size: 512 CPU units are half a core', () => {
    expect(theResource(dev, 'aws_ecs_task_definition')).toMatchObject({ cpu: '512', memory: '1024' });
    expect(container).toMatchObject({ resources: { requests: { cpu: '500m', memory: '1024Mi' } } });
  });

  it('listens on the same port, and is asked the same way whether it is well', () => {
    expect(containerOf(dev).portMappings).toMatchObject([{ containerPort: 80 }]);
    expect(theResource(workloads, 'kubernetes_service_v1')).toMatchObject({ spec: { port: [{ port: 80 }] } });
    expect(theResource(dev, 'aws_lb_target_group')).toMatchObject({
      health_check: { path: '/', interval: 10, unhealthy_threshold: 2 },
    });
    expect(container).toMatchObject({
      readiness_probe: { http_get: { path: '/' }, period_seconds: 10, failure_threshold: 2 },
    });
  });
});

interface Deployment {
  readonly spec: {
    readonly replicas: string;
    readonly template: { readonly spec: { readonly container: readonly object[] } };
  };
}
