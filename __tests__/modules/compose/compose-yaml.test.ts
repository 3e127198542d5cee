import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { ComposeApplication, composeYaml, writeComposeYaml } from '../../../modules/compose';
import { type ContainerProps, EcsCluster, EcsJob, EcsService } from '../../../modules/ecs';
import { imageName } from '../../../modules/ecs/task/image';
import { portMappings } from '../../../modules/ecs/task/port-mapping';
import { Network } from '../../../modules/network';
import { synth } from '../../support/synth';

function clusterIn(stack: TerraformStack): EcsCluster {
  const network = new Network(stack, 'Network', {});
  return new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
}

/** A load-balanced service with a sidecar, one that it calls, a worker, a second one on port 80, and a job. */
function shop(stack: TerraformStack): void {
  const cluster = clusterIn(stack);
  new EcsService(stack, 'web', {
    cluster,
    image: 'nginx:1.27',
    port: 80,
    environment: { GREETING: 'hello ${NAME}', PRICE: '5$' },
    expose: { plainHttp: true },
    sidecars: { metrics: { image: 'acme/metrics:3', ports: [9090], environment: { PORT: '9090' }, essential: false } },
  });
  new EcsService(stack, 'orders', {
    cluster,
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:4.2.0',
    port: 8080,
    ports: [{ containerPort: 5353, protocol: 'udp' }],
    environment: { WEB_URL: 'http://web:80' },
    command: ['serve', '--price', '5$'],
    discovery: { kind: 'service-connect' },
  });
  new EcsService(stack, 'worker', { cluster, image: 'acme/worker:1', environment: { QUEUE: 'orders' } });
  new EcsService(stack, 'admin', { cluster, image: 'httpd:2.4', port: 80 });
}

interface ServicesFile {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Container {
  readonly image: string;
  readonly ports: readonly string[];
  readonly environment: unknown;
}

/** Names, images, ports and environment of all containers, by service and container. */
function containersIn(services: Readonly<Record<string, EcsService>>): Record<string, Record<string, Container>> {
  return Object.fromEntries(
    Object.values(services).map(({ node, taskDefinition }) => [
      node.id,
      Object.fromEntries(
        Object.entries(taskDefinition.containers).map(([name, container]) => {
          const main = name === taskDefinition.mainContainer;
          return [main ? node.id : name, summary(container)];
        }),
      ),
    ]),
  );
}

function summary({ image, ports, environment = {} }: ContainerProps): Container {
  return {
    image: imageName(image),
    ports: portMappings(ports)
      .map((port) => ('containerPort' in port ? `${port.containerPort}/${port.protocol ?? 'tcp'}` : ''))
      .sort(),
    environment,
  };
}

function servicesOf(stack: TerraformStack): Record<string, EcsService> {
  const all = stack.node.findAll().filter((node): node is EcsService => node instanceof EcsService);
  return Object.fromEntries(all.map((service) => [service.node.id, service]));
}

/** The file of what `build` makes, and what an import of that file makes. */
function roundTrip(build: (stack: TerraformStack) => void) {
  let [file, before, after] = ['', {}, {}];
  synth((stack) => {
    build(stack);
    file = composeYaml(stack);
    before = containersIn(servicesOf(stack));
  });
  synth((stack) => {
    const application = new ComposeApplication(stack, 'Shop', { cluster: clusterIn(stack), compose: file });
    after = containersIn(application.services);
  });
  return { file: parse(file) as ServicesFile, before, after };
}

describe('an ECS app as a Compose file', () => {
  const { file, before, after } = roundTrip(shop);

  it('[row 157] comes back from it with the same names, images, ports and environment', () => {
    expect(after).toEqual({
      web: {
        web: { image: 'nginx:1.27', ports: ['80/tcp'], environment: { GREETING: 'hello ${NAME}', PRICE: '5$' } },
        metrics: { image: 'acme/metrics:3', ports: ['9090/tcp'], environment: { PORT: '9090' } },
      },
      orders: {
        orders: {
          image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:4.2.0',
          ports: ['5353/udp', '8080/tcp'],
          environment: { WEB_URL: 'http://web:80' },
        },
      },
      worker: { worker: { image: 'acme/worker:1', ports: [], environment: { QUEUE: 'orders' } } },
      admin: { admin: { image: 'httpd:2.4', ports: ['80/tcp'], environment: {} } },
    });
    expect(after).toEqual(before);
  });

  it('runs containers of one task in one network, and gives each port of the host once', () => {
    expect(file.services.metrics).toMatchObject({ network_mode: 'service:web', image: 'acme/metrics:3' });
    expect(file.services.web?.ports).toEqual(['80:80', '9090:9090']);
    expect(file.services.admin?.ports).toEqual(['80']);
  });

  it('keeps what is read-only, the size and a dollar that is meant', () => {
    expect(file.services.orders).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      command: ['serve', '--price', '5$$'],
      deploy: { resources: { limits: { cpus: '0.25', memory: '512m' } } },
    });
  });
});

describe('a Compose file of an app', () => {
  it('asks the developer for what only AWS knows', () => {
    const { file } = roundTripOfFile((stack) => {
      const url = new TerraformVariable(stack, 'queue', { type: 'string' });
      new EcsService(stack, 'api', {
        cluster: clusterIn(stack),
        image: 'acme/api:1',
        environment: { QUEUE_URL: url.stringValue },
        secrets: { DB_PASSWORD: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf' },
      });
    });
    expect(file.services.api?.environment).toEqual({
      QUEUE_URL: '${API_QUEUE_URL:?known after the deployment}',
      DB_PASSWORD: '${API_DB_PASSWORD:?a secret}',
    });
  });

  it('keeps volumes, health checks and the order of start', () => {
    const { file } = roundTripOfFile((stack) => {
      new EcsService(stack, 'api', {
        cluster: clusterIn(stack),
        image: 'acme/api:1',
        volumes: { data: { kind: 'scratch' } },
        mounts: [{ volume: 'data', containerPath: '/data', readOnly: true }],
        dependsOn: { cache: 'HEALTHY' },
        readonlyRootFilesystem: false,
        sidecars: { cache: { image: 'redis:7.4', healthCheck: { command: 'redis-cli ping', intervalSeconds: 30 } } },
      });
    });
    expect(file.services).toMatchObject({
      api: { volumes: ['api-data:/data:ro'], depends_on: { cache: { condition: 'service_healthy' } } },
      cache: { healthcheck: { test: ['CMD-SHELL', 'redis-cli ping'], interval: '30s' } },
    });
    expect(file.services.api).not.toHaveProperty('read_only');
    expect(file).toMatchObject({ volumes: { 'api-data': {} } });
  });

  it('tells services of one name apart by their paths', () => {
    const { file } = roundTripOfFile((stack) => {
      const cluster = clusterIn(stack);
      for (const team of ['red', 'blue']) {
        new EcsService(new Construct(stack, team), 'web', { cluster, image: `acme/${team}:1` });
      }
    });
    expect(file.services).toMatchObject({
      'test-red-web': { image: 'acme/red:1' },
      'test-blue-web': { image: 'acme/blue:1' },
    });
  });

  it('has jobs for a start by hand, which an import leaves to EcsJob', () => {
    const { file, text } = roundTripOfFile((stack) => {
      const cluster = clusterIn(stack);
      new EcsJob(stack, 'report', { cluster, image: 'acme/report:1' });
      new EcsService(stack, 'web', { cluster, image: 'nginx:1.27' });
    });
    expect(file.services.report).toMatchObject({ image: 'acme/report:1', profiles: ['job'] });
    synth((stack) => {
      const { services, report } = new ComposeApplication(stack, 'Shop', { cluster: clusterIn(stack), compose: text });
      expect(Object.keys(services)).toEqual(['web']);
      expect(report.ignored.map(({ field }) => field)).toEqual(['compose.services.report']);
    });
  });

  it('goes into a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    synth((stack) => {
      new EcsService(stack, 'web', { cluster: clusterIn(stack), image: 'nginx:1.27' });
      writeComposeYaml(join(folder, 'docker-compose.yml'), stack);
    });
    expect(parse(readFileSync(join(folder, 'docker-compose.yml'), 'utf8'))).toMatchObject({
      services: { web: { image: 'nginx:1.27' } },
    });
    rmSync(folder, { recursive: true });
  });
});

/** The file alone, of an app that an import would ask more of. */
function roundTripOfFile(build: (stack: TerraformStack) => void) {
  let text = '';
  synth((stack) => {
    build(stack);
    text = composeYaml(stack);
  });
  return { text, file: parse(text) as ServicesFile };
}
