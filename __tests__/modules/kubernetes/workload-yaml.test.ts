import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  type PortableWorkloadProps,
  workloadManifests,
  workloadYaml,
  writeWorkloadYaml,
} from '../../../modules/kubernetes/workload-yaml';

const web: PortableWorkloadProps = { image: 'nginx:1.14.2', port: 80, namespace: 'shop', scaling: { fixed: 3 } };

function manifest(kind: string, props: Partial<PortableWorkloadProps> = {}) {
  return workloadManifests('web', { ...web, ...props }).find((object) => object.kind === kind);
}

describe('[row 137] a workload as plain manifests', () => {
  it('needs no stack, provider or cloud', () => {
    expect(workloadManifests('web', web).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 ServiceAccount',
      'apps/v1 Deployment',
      'v1 Service',
      'policy/v1 PodDisruptionBudget',
    ]);
  });

  it('speaks the words and the numbers of the API, not those of the Terraform provider', () => {
    expect(manifest('Deployment', { user: 1000, environment: { PORT: '8080', PATTERN: '${HOSTNAME}' } })).toMatchObject(
      {
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          replicas: 3,
          strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
          template: {
            spec: {
              securityContext: { runAsUser: 1000, fsGroup: 1000 },
              topologySpreadConstraints: [{ labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }, {}],
              containers: [
                {
                  ports: [{ containerPort: 80, name: 'http' }],
                  env: [
                    { name: 'PATTERN', value: '${HOSTNAME}' },
                    { name: 'PORT', value: '8080' },
                  ],
                  readinessProbe: { tcpSocket: { port: 80 } },
                  volumeMounts: [{ mountPath: '/tmp' }, {}, {}],
                },
              ],
            },
          },
        },
      },
    );
    expect(manifest('Service')).toMatchObject({ spec: { ports: [{ port: 80, targetPort: 'http' }] } });
  });

  it('holds the autoscaler and the Ingress as well', () => {
    const props = {
      scaling: { min: 2, max: 10, externalMetrics: { queue: { averageValue: '30', matchLabels: { port: '80' } } } },
      expose: { domainName: 'web.acme.dev' },
    };
    expect(manifest('HorizontalPodAutoscaler', props)).toMatchObject({
      spec: {
        metrics: [
          {
            type: 'External',
            external: {
              metric: { name: 'queue', selector: { matchLabels: { port: '80' } } },
              target: { averageValue: '30' },
            },
          },
        ],
      },
    });
    expect(manifest('Ingress', props)).toMatchObject({
      spec: {
        ingressClassName: 'alb',
        rules: [
          {
            host: 'web.acme.dev',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    });
    expect(manifest('Ingress', props)).not.toHaveProperty('waitForLoadBalancer');
  });

  it('becomes a file that reads back as the same objects', () => {
    const folder = mkdtempSync(join(tmpdir(), 'workload-'));
    try {
      const file = join(folder, 'web.yaml');
      writeWorkloadYaml(file, 'web', web);
      const documents = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
      expect(documents).toEqual(JSON.parse(JSON.stringify(workloadManifests('web', web))));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is refused with all that is wrong', () => {
    const bad = {
      ...web,
      port: 0,
      namespace: 'default',
      expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev' },
    };
    expect(() => workloadYaml('web', bad)).toThrow(/port is 0[\s\S]*namespace is "default"[\s\S]*expose\.hostedZone/);
  });
});
