import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { Manifests, readManifests } from '../../../modules/kubernetes/manifests';
import { platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, theResource } from '../../support/synth';

const SOURCE = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
spec:
  replicas: 3
  selector: { matchLabels: { app: nginx } }
  template:
    metadata: { labels: { app: nginx } }
    spec:
      containers:
        - name: nginx
          image: nginx:1.14.2
          args: ["\${HOSTNAME}"]
          ports: [{ containerPort: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: nginx-service, namespace: front }
spec: { selector: { app: nginx }, ports: [{ port: 80 }] }
---
# nothing but a comment
`;

function ids(yaml: string): string[] {
  const { platform } = synthPlatform((stack) => new Manifests(stack, 'App', { yaml, namespace: 'shop' }));
  return Object.keys(platform.resource?.kubernetes_manifest ?? {}).map((id) => id.replace(/_[0-9A-F]{8}$/, ''));
}

describe('[row 132] a file of several documents', () => {
  it('is one resource for each, under an address of kind, namespace and name', () => {
    expect(ids(SOURCE).sort()).toEqual(['App_Deployment-shop-nginx-deployment', 'App_Service-front-nginx-service']);
  });

  it('keeps its addresses when documents are exchanged', () => {
    expect(ids(SOURCE.split('---').reverse().join('---\n')).sort()).toEqual(ids(SOURCE).sort());
  });

  it('reaches the cluster as it is written', () => {
    const { platform } = synthPlatform((stack) => new Manifests(stack, 'App', { yaml: SOURCE, namespace: 'shop' }));
    const [deployment] = resources(platform, 'kubernetes_manifest');
    expect(deployment).toMatchObject({
      manifest: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'nginx-deployment', namespace: 'shop' },
        spec: { replicas: 3, template: { spec: { containers: [{ args: ['$${HOSTNAME}'] }] } } },
      },
    });
  });

  it('waits for the load balancer controller, whose webhooks it may meet', () => {
    const { platform } = synthPlatform((stack) => {
      new Manifests(stack, 'App', { yaml: SOURCE, namespace: 'shop' });
      new LoadBalancerController(stack, 'LoadBalancerController');
    });
    for (const manifest of resources(platform, 'kubernetes_manifest')) {
      expect(manifest.depends_on).toEqual([expect.stringMatching(/^helm_release\./)]);
    }
  });

  it('may be a List, as kubectl writes it', () => {
    const yaml = `{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop } }] }`;
    expect(ids(yaml)).toEqual(['App_ConfigMap-shop-a']);
  });

  it('gives no namespace to what belongs to none', () => {
    expect(ids('{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }')).toEqual(['App_Namespace-shop']);
  });
});

it('[row 82] an Ingress with the annotation of old tutorials gets the field that replaced it', () => {
  const yaml = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations: { kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/scheme: internet-facing }
spec: { rules: [] }`;
  const { platform } = synthPlatform((stack) => new Manifests(stack, 'App', { yaml }));
  expect(theResource(platform, 'kubernetes_manifest')).toMatchObject({
    manifest: {
      metadata: { annotations: { 'alb.ingress.kubernetes.io/scheme': 'internet-facing' } },
      spec: { ingressClassName: 'alb' },
    },
  });
  expect(JSON.stringify(platform)).not.toContain('kubernetes.io/ingress.class');
});

describe('manifests are refused', () => {
  it.each<[string, string]>([
    ['a namespace other than "default"', '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }'],
    [
      'a namespace other than "default"',
      '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: default } }',
    ],
    [
      'no Secret in a manifest',
      '{ apiVersion: v1, kind: Secret, metadata: { name: a, namespace: b }, stringData: { x: hunter2 } }',
    ],
    ['objects with apiVersion, kind', 'kind: Deployment'],
    ['objects with apiVersion, kind', ''],
    ['YAML or JSON', 'a: [1'],
    ['no status', '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: b }, status: {} }'],
  ])('for want of %s', (text, yaml) => {
    expect(
      readManifests({ yaml })
        .issues.map(({ limit }) => limit)
        .join(),
    ).toContain(text);
  });

  it('for the same object twice', () => {
    const one = '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: b } }\n';
    expect(readManifests({ yaml: `${one}---\n${one}` }).issues).toMatchObject([
      { field: 'yaml, document 2', value: 'ConfigMap-b-a' },
    ]);
  });

  it('with the document that is meant, and without the value of a secret', () => {
    const yaml = `${SOURCE}---\n{ apiVersion: v1, kind: Secret, metadata: { name: s, namespace: b }, stringData: { x: hunter2 } }`;
    const message = platformRefusal((stack) => new Manifests(stack, 'App', { yaml, namespace: 'shop' }));
    expect(message).toContain('Manifests at dev-platform/App');
    expect(message).toContain('document 4');
    expect(message).not.toContain('hunter2');
  });
});
