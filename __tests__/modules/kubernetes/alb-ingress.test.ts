import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { type AlbOptions, validateAlbOptions } from '../../../modules/kubernetes/alb-annotations';
import { AlbIngress, type AlbIngressProps, validateAlbIngressProps } from '../../../modules/kubernetes/alb-ingress';
import { KubernetesWorkload } from '../../../modules/kubernetes/workload';
import { platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, type StackJson, theResource } from '../../support/synth';

const ALB = 'alb.ingress.kubernetes.io';
const service = (serviceName: string, servicePort = 80) => ({ serviceName, servicePort });
const shop: AlbIngressProps = {
  namespace: 'shop',
  rules: [{ host: 'shop.acme.dev', paths: [{ path: '/', service: service('web') }] }],
};

function ingress(props: Partial<AlbIngressProps> = {}): StackJson {
  return synthPlatform((stack) => {
    new LoadBalancerController(stack, 'LoadBalancerController');
    new AlbIngress(stack, 'Shop', { ...shop, ...props });
  }).platform;
}

function annotations(json: StackJson): Record<string, string> {
  const { metadata } = theResource(json, 'kubernetes_ingress_v1') as {
    metadata: { annotations: Record<string, string> };
  };
  return metadata.annotations;
}

describe("[row 82] [row 84] the source's Ingress", () => {
  const json = ingress({
    protocol: 'http',
    rules: [
      {
        paths: [
          { path: '/api', service: service('api', 8080) },
          { path: '/', service: service('web') },
        ],
      },
    ],
  });

  it('is internet-facing, of class alb, with /api and /', () => {
    expect(theResource(json, 'kubernetes_ingress_v1')).toMatchObject({
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        ingress_class_name: 'alb',
        rule: [
          {
            http: {
              path: [
                { path: '/api', path_type: 'Prefix', backend: { service: { name: 'api', port: { number: 8080 } } } },
                { path: '/', path_type: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
    expect(annotations(json)[`${ALB}/scheme`]).toBe('internet-facing');
  });

  it('[row 83] leaves load balancer and target groups to the controller', () => {
    const types = Object.keys(json.resource ?? {});
    expect(types.filter((type) => /^aws_(lb|alb)/.test(type))).toEqual([]);
  });
});

describe('a load balancer made from an Ingress', () => {
  it('sends requests to pods, encrypted, with TLS 1.2 and 1.3 only, and drops invalid headers', () => {
    expect(annotations(ingress())).toEqual({
      [`${ALB}/scheme`]: 'internet-facing',
      [`${ALB}/target-type`]: 'ip',
      [`${ALB}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
      [`${ALB}/ssl-redirect`]: '443',
      [`${ALB}/ssl-policy`]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      [`${ALB}/healthcheck-path`]: '/',
      [`${ALB}/success-codes`]: '200-399',
      [`${ALB}/healthcheck-interval-seconds`]: '15',
      [`${ALB}/healthcheck-timeout-seconds`]: '5',
      [`${ALB}/healthy-threshold-count`]: '2',
      [`${ALB}/unhealthy-threshold-count`]: '3',
      [`${ALB}/load-balancer-attributes`]: 'routing.http.drop_invalid_header_fields.enabled=true',
    });
  });

  it('takes everything else as typed options', () => {
    const acm = 'arn:aws:acm:eu-west-1:123456789012:certificate/x';
    const json = ingress({
      scheme: 'internal',
      group: { name: 'public', order: 10 },
      certificateArns: [acm, `${acm}y`],
      clients: ['203.0.113.0/24', '198.51.100.0/24'],
      healthCheck: { path: '/healthz', codes: '200' },
      attributes: { 'idle_timeout.timeout_seconds': '120' },
      webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/y',
    });
    expect(annotations(json)).toMatchObject({
      [`${ALB}/scheme`]: 'internal',
      [`${ALB}/group.name`]: 'public',
      [`${ALB}/group.order`]: '10',
      [`${ALB}/certificate-arn`]: `${acm},${acm}y`,
      [`${ALB}/inbound-cidrs`]: '203.0.113.0/24,198.51.100.0/24',
      [`${ALB}/healthcheck-path`]: '/healthz',
      [`${ALB}/load-balancer-attributes`]:
        'idle_timeout.timeout_seconds=120,routing.http.drop_invalid_header_fields.enabled=true',
      [`${ALB}/wafv2-acl-arn`]: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/y',
    });
  });

  it('serves port 80 only when that is asked for', () => {
    const json = annotations(
      ingress({ protocol: 'http', rules: [{ paths: [{ path: '/', service: service('web') }] }] }),
    );
    expect(json[`${ALB}/listen-ports`]).toBe('[{"HTTP":80}]');
    expect(json).not.toHaveProperty(`${ALB}/ssl-redirect`);
  });

  it('gets certificate and record with a hosted zone, and tells ExternalDNS to keep out', () => {
    const json = ingress({ hostedZone: 'acme.dev' });
    expect(theResource(json, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'shop.acme.dev',
      validation_method: 'DNS',
    });
    expect(annotations(json)[`${ALB}/certificate-arn`]).toMatch(/aws_acm_certificate_validation/);
    expect(annotations(json)['external-dns.alpha.kubernetes.io/ingress-hostname-source']).toBe('annotation-only');
    const alias = resources(json, 'aws_route53_record').filter((record) => record.alias !== undefined);
    expect(alias).toMatchObject([
      {
        name: 'shop.acme.dev',
        type: 'A',
        alias: { name: expect.stringMatching(/kubernetes_ingress_v1\..*hostname\}$/), evaluate_target_health: true },
      },
    ]);
    expect(theResource(json, 'kubernetes_ingress_v1')).toMatchObject({ wait_for_load_balancer: true });
  });
});

describe('an exposed workload', () => {
  it('[row 84] shares a load balancer with others, each at a place of its own', () => {
    const { platform } = synthPlatform((stack) => {
      new LoadBalancerController(stack, 'LoadBalancerController');
      const expose = (order: number) => ({ domainName: 'shop.acme.dev', group: { name: 'public', order } });
      new KubernetesWorkload(stack, 'Api', { image: 'api:1', port: 8080, expose: { ...expose(1), paths: ['/api'] } });
      new KubernetesWorkload(stack, 'Web', {
        image: 'web:1',
        port: 80,
        expose: expose(2),
        healthCheck: { path: '/up' },
      });
    });
    const [api, web] = resources(platform, 'kubernetes_ingress_v1') as {
      metadata: { annotations: object };
      spec: object;
    }[];
    expect(api?.spec).toMatchObject({ rule: [{ host: 'shop.acme.dev', http: { path: [{ path: '/api' }] } }] });
    expect(web?.metadata.annotations).toMatchObject({
      [`${ALB}/group.order`]: '2',
      [`${ALB}/healthcheck-path`]: '/up',
    });
  });

  it('cannot have the place of another', () => {
    const message = platformRefusal((stack) => {
      new LoadBalancerController(stack, 'LoadBalancerController');
      for (const id of ['One', 'Two']) {
        new KubernetesWorkload(stack, id, {
          image: 'a:1',
          port: 80,
          expose: { domainName: 'a.acme.dev', group: { name: 'public' } },
        });
      }
    });
    expect(message).toContain('group.order');
    expect(message).toContain('public/0');
  });

  it('needs the controller in the cluster, of this app or another', () => {
    const build = (stack: Parameters<Parameters<typeof synthPlatform>[0]>[0]) => new AlbIngress(stack, 'Shop', shop);
    expect(platformRefusal(build)).toContain('a cluster with the AWS Load Balancer Controller');
    expect(() => synthPlatform(build, { providers: { existing: ['load-balancer-controller'] } })).not.toThrow();
  });
});

describe('an Ingress is refused', () => {
  it.each<[string, Partial<AlbIngressProps>]>([
    ['rules', { rules: [] }],
    [
      'rules[0].paths[0].service.servicePort',
      { rules: [{ host: 'a.acme.dev', paths: [{ path: '/', service: service('a', 0) }] }] },
    ],
    ['rules[0].host', { rules: [{ host: 'https://x', paths: [{ path: '/', service: service('a') }] }] }],
    ['rules[0].paths[0].path', { rules: [{ host: 'a.acme.dev', paths: [{ path: 'api', service: service('a') }] }] }],
    ['rules[0].paths[0].path', { rules: [{ host: 'a.acme.dev', paths: [{ path: '/api/*', service: service('a') }] }] }],
    ['domainName', { rules: [{ paths: [{ path: '/', service: service('a') }] }] }],
  ])('for a bad %s', (field, bad) => {
    expect(validateAlbIngressProps({ ...shop, ...bad }).map((issue) => issue.field)).toEqual([field]);
  });

  it.each<[string, AlbOptions]>([
    ['group.name', { group: { name: 'Public' } }],
    ['group.name', { group: { name: 'a'.repeat(64) } }],
    ['group.order', { group: { name: 'a', order: 1001 } }],
    ['certificateArns', { certificateArns: [] }],
    ['certificateArns[0]', { certificateArns: ['x'] }],
    ['certificateArns', { protocol: 'http', certificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/x'] }],
    ['clients[0]', { clients: ['10.0.0.0'] }],
    ['healthCheck.path', { healthCheck: { path: 'up' } }],
    ['healthCheck.intervalSeconds', { healthCheck: { intervalSeconds: 301 } }],
    ['healthCheck.timeoutSeconds', { healthCheck: { timeoutSeconds: 15 } }],
    ['healthCheck.healthyThreshold', { healthCheck: { healthyThreshold: 1 } }],
  ])('for a bad option %s', (field, bad) => {
    expect(validateAlbOptions(bad).map((issue) => issue.field)).toEqual([field]);
  });

  it.each<[string, AlbOptions]>([
    ['the limits of a group', { group: { name: 'a'.repeat(63), order: -1000 } }],
    ['the other limits', { group: { name: 'a', order: 1000 }, healthCheck: { intervalSeconds: 5, timeoutSeconds: 4 } }],
  ])('but not for %s', (_what, good) => {
    expect(validateAlbOptions(good)).toEqual([]);
  });
});
