import {
  type Discovery,
  EcsCluster,
  type EcsClusterProps,
  EcsService,
  type EcsServiceProps,
} from '../../../../modules/ecs';
import { Ec2Capacity } from '../../../../modules/ecs/cluster/ec2-capacity';
import { Network } from '../../../../modules/network';
import { containerOf } from '../../../support/ecs';
import { refusal, type StackJson, synth, theResource } from '../../../support/synth';

type Namespace = EcsClusterProps['namespace'];

const build =
  (
    discovery: Discovery,
    namespace: Namespace,
    rest: Partial<EcsServiceProps> = {},
    urls: (string | undefined)[] = [],
  ) =>
  (stack: ConstructorParameters<typeof Network>[0]): void => {
    const network = new Network(stack, 'Network', {});
    const cluster = new EcsCluster(stack, 'Cluster', { network, namespace });
    const props = { cluster, image: 'a:1', port: 8080, discovery, ...rest } as EcsServiceProps;
    urls.push(new EcsService(stack, 'api', props).discovery?.url);
  };
const synthDiscovery = (...parts: Parameters<typeof build>): StackJson => synth(build(...parts));

describe('Service Connect', () => {
  it('[row 58] registers the port by name, and callers get http://name:port', () => {
    const urls: (string | undefined)[] = [];
    const json = synthDiscovery({ kind: 'service-connect' }, { kind: 'http' }, {}, urls);
    expect(urls).toEqual(['http://api:8080']);
    expect(containerOf(json).portMappings).toEqual([
      { name: 'main', containerPort: 8080, protocol: 'tcp', appProtocol: 'http' },
    ]);
    expect(theResource(json, 'aws_ecs_service').service_connect_configuration).toMatchObject({
      enabled: true,
      namespace: expect.stringContaining('aws_service_discovery_http_namespace'),
      service: [{ port_name: 'main', discovery_name: 'api', client_alias: { dns_name: 'api', port: 8080 } }],
      log_configuration: { log_driver: 'awslogs' },
    });
  });

  it('is on for a service that only calls', () => {
    const json = synthDiscovery({ kind: 'service-connect-client' }, { kind: 'http' });
    expect(theResource(json, 'aws_ecs_service').service_connect_configuration).toEqual({
      enabled: true,
      namespace: expect.any(String),
    });
  });

  it('lets traffic shift without a load balancer', () => {
    synthDiscovery({ kind: 'service-connect' }, { kind: 'http' }, { deployment: { kind: 'blue-green' } });
  });

  it('needs a namespace, and a port', () => {
    expect(refusal(build({ kind: 'service-connect' }, undefined))).toContain('discovery.namespace is missing');
    expect(refusal(build({ kind: 'service-connect' }, { kind: 'http' }, { port: undefined }))).toContain(
      'port is missing',
    );
  });
});

describe('names in the VPC', () => {
  it('[row 58] are addresses in awsvpc mode', () => {
    const urls: (string | undefined)[] = [];
    const json = synthDiscovery(
      { kind: 'dns', name: 'orders' },
      { kind: 'private-dns', name: 'acme.internal' },
      {},
      urls,
    );
    expect(urls[0]).toMatch(/^http:\/\/orders\..*:8080$/);
    expect(theResource(json, 'aws_service_discovery_service')).toMatchObject({
      name: 'orders',
      dns_config: { routing_policy: 'MULTIVALUE', dns_records: [{ type: 'A', ttl: 10 }] },
    });
    expect(theResource(json, 'aws_ecs_service').service_registries).toEqual({
      registry_arn: expect.stringContaining('aws_service_discovery_service'),
    });
  });

  it('[row 52] [row 58] are SRV records in bridge mode', () => {
    const json = synth((stack) => {
      const network = new Network(stack, 'Network', {});
      const namespace = { kind: 'private-dns', name: 'acme.internal' } as const;
      const cluster = new EcsCluster(stack, 'Cluster', { network, namespace });
      const capacity = new Ec2Capacity(stack, 'Instances', { cluster, instanceTypes: ['m7i.large'], maxSize: 2 });
      const discovery = { kind: 'dns' } as const;
      new EcsService(stack, 'api', { cluster, capacity, image: 'a:1', port: 80, networkMode: 'bridge', discovery });
    });
    expect(theResource(json, 'aws_service_discovery_service').dns_config).toMatchObject({
      dns_records: [{ type: 'SRV' }],
    });
    expect(theResource(json, 'aws_ecs_service').service_registries).toMatchObject({
      container_name: 'app',
      container_port: 80,
    });
  });

  it('do not exist in an HTTP namespace', () => {
    expect(refusal(build({ kind: 'dns' }, { kind: 'http' }))).toContain('discovery.kind is "dns"');
  });
});

it('two services of one discovery name are refused', () => {
  const message = refusal((stack) => {
    const network = new Network(stack, 'Network', {});
    const cluster = new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
    const props = { cluster, image: 'a:1', port: 80, discovery: { kind: 'service-connect', name: 'api' } } as const;
    new EcsService(stack, 'a', props);
    new EcsService(stack, 'b', props);
  });
  expect(message).toContain('discovery.name is "api"');
});
